import { useEffect, useState } from 'react';
import { SECOND_MS } from '../../shared/time';
import { useConnection } from './connection-context';

/** In steps that a slowly changing wish does not cross all the time. */
const STEPS_MS = [SECOND_MS, 500, 200, 100] as const;

/**
 * The plant's clock in ms, moving as often as it can be seen to.
 * @param visibleMs what is just seen: the time that a pixel stands for
 */
export function useLiveClock(visibleMs: number): number {
  const { store } = useConnection();
  const [nowMs, setNowMs] = useState(store.plantNowMs);
  const stepMs = STEPS_MS.find((step) => step <= visibleMs) ?? 100;
  useEffect(() => {
    const timer = setInterval(() => setNowMs(store.plantNowMs()), stepMs);
    return () => clearInterval(timer);
  }, [store, stepMs]);
  return nowMs;
}
