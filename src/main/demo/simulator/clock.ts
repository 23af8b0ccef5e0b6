import { setTimeout as delay } from 'node:timers/promises';

/** Time as the simulator and the replay see it; tests hand in one that they move themselves. */
export interface Clock {
  /** Now, in ms since the epoch. */
  nowMs(): number;
  /** Waits so long; comes back early, without an error, when the signal is given. */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  async sleep(durationMs, signal) {
    try {
      await delay(Math.max(0, durationMs), undefined, { signal });
    } catch (error) {
      // Being woken by the signal is what was asked for; whoever waits looks at the signal next.
      if (!signal.aborted) throw error;
    }
  },
};
