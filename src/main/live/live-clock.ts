/** Times and timers of the live path; the engine gives the real ones, tests a hand-driven twin. */
export interface LiveClock {
  /** The plant's time, ms since the epoch: what rows are stamped with. May jump when the offset is measured anew. */
  plantNowMs(): number;
  /** Never jumps, for pauses and rates; ms since any moment. */
  monotonicMs(): number;
  /** Runs `run` once after `delayMs`; returns the way to call it off. */
  after(delayMs: number, run: () => void): () => void;
}

/** Resolves after `delayMs`, or at once when `signal` is aborted; it never rejects. */
export function pause(clock: LiveClock, delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      callOff();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const callOff = clock.after(delayMs, finish);
    signal.addEventListener('abort', finish);
  });
}
