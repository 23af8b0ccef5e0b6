/** First wait between two connection attempts, and the longest: short enough for a kiosk, long enough for a restarting server. */
export const SHORTEST_WAIT_MS = 500;
export const LONGEST_WAIT_MS = 15_000;

/**
 * How long to wait before the next attempt: doubled per failure, with half of it random, so that many screens do not
 * return at the same moment.
 * @param failures attempts that failed in a row, 0 for none
 * @param random 0..1
 * @returns ms between {@link SHORTEST_WAIT_MS} / 2 and {@link LONGEST_WAIT_MS}
 */
export function backoffMs(failures: number, random: number): number {
  const ceilingMs = Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** Math.min(failures, 10));
  return ceilingMs / 2 + (ceilingMs / 2) * random;
}
