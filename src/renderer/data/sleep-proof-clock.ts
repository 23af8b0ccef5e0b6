/** A wall clock that ran this much further than the monotonic one tells of a machine that slept, not of a clock being set. */
const SLEEP_THRESHOLD_MS = 1_000;

/**
 * Milliseconds that never run backwards and that go on while the machine sleeps, where `performance.now()` alone may stand
 * still: after waking, ages must not be too young.
 * @param monotonicMs such as `performance.now`
 * @param wallMs such as `Date.now`
 */
export function sleepProofClock(monotonicMs: () => number, wallMs: () => number): () => number {
  let lastMonotonicMs = monotonicMs();
  let lastWallMs = wallMs();
  let sleptMs = 0;
  return () => {
    const monotonic = monotonicMs();
    const wall = wallMs();
    const missedMs = wall - lastWallMs - (monotonic - lastMonotonicMs);
    if (missedMs > SLEEP_THRESHOLD_MS) sleptMs += missedMs;
    lastMonotonicMs = monotonic;
    lastWallMs = wall;
    return monotonic + sleptMs;
  };
}
