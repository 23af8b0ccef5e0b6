/** Waits between attempts to reach the plant again. */
export interface BackoffPolicy {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Half a second to 15 s: quick after a hiccup, gentle on a server that fifty appliances have just lost. */
export const PLANT_BACKOFF: BackoffPolicy = { firstMs: 500, longestMs: 15_000 };

/**
 * The wait before attempt `failures + 1`, with full jitter: anywhere in [0, min(longest, first × 2^(failures − 1))],
 * so that appliances which lost the server together do not come back together.
 * @param failures attempts that have failed in a row, 1 or more
 * @param random uniform in [0, 1)
 */
export function backoffMs(failures: number, random: () => number, policy: BackoffPolicy = PLANT_BACKOFF): number {
  const ceilingMs = Math.min(policy.longestMs, policy.firstMs * 2 ** Math.min(failures - 1, 30));
  return random() * ceilingMs;
}
