/** Time as the plant folder needs it; tests pass one of their own. */
export interface PlantTimers {
  /** Ms since the epoch by this machine's clock; it may be wrong, but it never steps. */
  nowMs(): number;
  /** Calls back once after `delayMs`; returns the way to take it back. */
  setTimer(callback: () => void, delayMs: number): () => void;
}

/** The machine's own clock and timers. Built on the monotonic clock: setting the PC's time moves no deadline. */
export const systemTimers: PlantTimers = {
  nowMs: () => performance.timeOrigin + performance.now(),
  setTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
