import { useMemo } from 'react';
import type { CatalogueUnit, StateRules } from '../../../shared/protocol';
import { wholeLink } from '../../data/screen-status';
import type { UnitPresent } from '../../data/unit-live';
import { usePlantTime, usePresent, useStatus } from '../../data/use-live';
import { type Moment, readUnit, type UnitReading } from './unit-reading';

/** Before the first welcome: nothing is known, so nothing is derived. */
const NO_RULES: StateRules = { stateMetric: '', codes: {}, stoppedBelowAvailability: 0, slowBelowPerformance: 0 };

/** Everything that a view of one unit is made from. */
export interface UnitNow {
  readonly present: UnitPresent;
  readonly rules: StateRules;
  readonly moment: Moment;
  readonly reading: UnitReading;
}

/** What every reading depends on, with the rules of the states; a new object each second, and when a link changes. */
export function useMoment(): Pick<UnitNow, 'rules' | 'moment'> {
  const status = useStatus();
  const nowMs = usePlantTime();
  const link = wholeLink(status).state;
  const rules = status.stateRules ?? NO_RULES;
  return useMemo(() => ({ rules, moment: { nowMs, link } }), [rules, nowMs, link]);
}

/** A unit as it stands now; renders again with each of its values, each second, and when a link changes. */
export function useUnitNow(unit: CatalogueUnit): UnitNow {
  const present = usePresent(unit.workUnitId);
  const { rules, moment } = useMoment();
  return useMemo(
    () => ({ present, rules, moment, reading: readUnit(unit, present, rules, moment) }),
    [unit, present, rules, moment],
  );
}
