/** Bounds of the wait before another try, in ms. */
export interface BackoffPolicy {
  /** Most that is waited after the first failure; doubled with each further one. */
  readonly firstMs: number;
  /** Most that is ever waited. */
  readonly longestMs: number;
}

/** Half a second to 15 s: quick after a hiccup, gentle on a server that fifty appliances have just lost. */
export const DEFAULT_BACKOFF: BackoffPolicy = { firstMs: 500, longestMs: 15_000 };

/** A chance of nearly 0 must not become a try without any wait. */
const LEAST_SHARE = 0.1;
/** Beyond this the bound is far past any `longestMs`, and doubling on would lose itself in infinity. */
const MOST_DOUBLINGS = 30;

/**
 * The wait before the next try: full jitter under a doubling bound, so that all who lost a server together do not come
 * back together.
 * @param failures tries that have failed in a row, 1 or more
 * @param random uniform in [0, 1)
 * @returns ms from a tenth of min(longest, first × 2^(failures − 1)) up to the whole of it
 */
export function backoffMs(failures: number, random: number, policy: BackoffPolicy = DEFAULT_BACKOFF): number {
  const doublings = Math.min(Math.max(0, failures - 1), MOST_DOUBLINGS);
  const boundMs = Math.min(policy.longestMs, policy.firstMs * 2 ** doublings);
  return boundMs * (LEAST_SHARE + (1 - LEAST_SHARE) * random);
}
