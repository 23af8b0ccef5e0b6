import { useCallback, useEffect, useState } from 'react';
import type { TaktlineBridge } from '../../../../shared/ipc';
import type { PlantForCalendar, ShiftsState } from '../../../../shared/work-plan';

export interface Shifts {
  readonly state: ShiftsState | undefined;
  /** Undefined while its database is being asked. */
  readonly plant: PlantForCalendar | undefined;
  readonly refresh: () => void;
}

/** The calendar in force and whether the plant takes one, asked when the page opens and after each saving. */
export function useShifts(bridge: TaktlineBridge): Shifts {
  const [state, setState] = useState<ShiftsState>();
  const [plant, setPlant] = useState<PlantForCalendar>();
  const refresh = useCallback(() => {
    const notKnown = (error: Error) => console.warn(`the shifts are not known: ${error.message}`);
    bridge.shiftsState().then(setState, notKnown);
    bridge.shiftsPlant().then(setPlant, notKnown);
  }, [bridge]);
  useEffect(refresh, [refresh]);
  return { state, plant, refresh };
}
