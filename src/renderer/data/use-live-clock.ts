import { useEffect, useState } from 'react';
import { SECOND_MS } from '../../shared/time';
import { useConnection } from './connection-context';

/** Five times a second a line looks as if it ran. */
const LEAST_STEP_MS = 200;

/**
 * The plant's clock in ms, moving as often as it can be seen to, once a second at least, with the beat.
 * @param visibleMs what is just seen: the time that a pixel stands for
 */
export function useLiveClock(visibleMs: number): number {
  const { store, beat } = useConnection();
  const [nowMs, setNowMs] = useState(store.plantNowMs);
  const stepMs = Math.min(SECOND_MS, Math.max(LEAST_STEP_MS, Math.floor(visibleMs)));
  useEffect(() => {
    const move = () => setNowMs(store.plantNowMs());
    const timer = setInterval(() => beat.soon(move), stepMs);
    return () => {
      clearInterval(timer);
      beat.forget(move);
    };
  }, [store, beat, stepMs]);
  return nowMs;
}
