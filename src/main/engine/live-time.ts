import type { LiveClock } from '../live/live-clock';
import { systemTimers } from '../plant/clock';

/** The live path's clock on the machine's own timers. */
export function liveClock(plantNowMs: () => number): LiveClock {
  return {
    plantNowMs,
    monotonicMs: () => performance.now(),
    after: (delayMs, run) => systemTimers.setTimer(run, delayMs),
  };
}
