import { useCallback, useEffect, useState } from 'react';
import type { TaktlineBridge } from '../../../shared/ipc';
import type { LoadState } from '../../../shared/load-test';

const ASK_EVERY_MS = 500;

/** The load test as the appliance knows it, asked again while one is made; and the way to ask at once. */
export function useLoadTest(bridge: TaktlineBridge): readonly [LoadState | undefined, () => void] {
  const [state, setState] = useState<LoadState>();
  const refresh = useCallback(() => {
    bridge.loadTestState().then(setState, (error: Error) => console.warn(`no load test: ${error.message}`));
  }, [bridge]);
  const isRunning = state?.running !== undefined;
  useEffect(() => {
    refresh();
    if (!isRunning) return undefined;
    const timer = setInterval(refresh, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [refresh, isRunning]);
  return [state, refresh];
}
