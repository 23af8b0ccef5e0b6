import { useEffect, useState } from 'react';
import { SECOND_MS } from '../../shared/time';
import { BEAT_MS } from './beat';
import { useConnection } from './connection-context';

/**
 * The plant's clock in ms, moving as often as it can be seen to, once a second at least, with the beat.
 * @param visibleMs what is just seen: the time that a pixel stands for
 */
export function useLiveClock(visibleMs: number): number {
  const { store, beat } = useConnection();
  const [nowMs, setNowMs] = useState(store.plantNowMs);
  const stepMs = Math.min(SECOND_MS, Math.max(BEAT_MS, Math.floor(visibleMs)));
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
