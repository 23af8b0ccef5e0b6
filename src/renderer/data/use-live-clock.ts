import { useEffect, useState } from 'react';
import { SECOND_MS } from '../../shared/time';
import { STEADY_MS } from './beat';
import { useConnection } from './connection-context';

/**
 * The plant's clock in ms, moving as often as it can be seen to, once a second at least, with the steady beat.
 * @param visibleMs what is just seen: the time that a pixel stands for
 */
export function useLiveClock(visibleMs: number): number {
  const { store, beat } = useConnection();
  const [nowMs, setNowMs] = useState(store.plantNowMs);
  const beats = Math.max(1, Math.round(Math.min(SECOND_MS, visibleMs) / STEADY_MS));
  useEffect(() => {
    let passed = 0;
    const onBeat = () => {
      passed += 1;
      if (passed % beats === 0) setNowMs(store.plantNowMs());
      beat.steady(onBeat);
    };
    beat.steady(onBeat);
    return () => beat.forget(onBeat);
  }, [store, beat, beats]);
  return nowMs;
}
