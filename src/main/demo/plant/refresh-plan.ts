/**
 * Which windows of a continuous aggregate to refresh: only what is invalidated, whole buckets, oldest first, none
 * longer than an hour of raw rows. Times in µs since the Unix epoch, as TimescaleDB keeps them.
 */

/** Half-open, in µs. */
export interface MicrosecondRange {
  readonly fromUs: number;
  readonly toUs: number;
}

export const HOUR_US = 3_600_000_000;

/** Buckets are counted from here (a Monday, 2000-01-03), TimescaleDB's default origin; for whole parts of a day any midnight is the same. */
const ORIGIN_US = 946_857_600_000_000;

/** A statement above this halves the next window, one below lets it grow: everybody waits while one runs. */
const SLOW_MS = 150;
const FAST_MS = 50;

export function bucketFloor(timeUs: number, bucketUs: number): number {
  return Math.floor((timeUs - ORIGIN_US) / bucketUs) * bucketUs + ORIGIN_US;
}

export function bucketCeiling(timeUs: number, bucketUs: number): number {
  return Math.ceil((timeUs - ORIGIN_US) / bucketUs) * bucketUs + ORIGIN_US;
}

/**
 * Invalidated ranges cut to whole buckets inside the policy's range, sorted and joined. The bucket in which the
 * policy's range ends is left out: refreshing it would freeze it for real-time reads.
 */
export function bucketRanges(
  invalidated: readonly MicrosecondRange[],
  within: MicrosecondRange,
  bucketUs: number,
): readonly MicrosecondRange[] {
  const limit = { fromUs: bucketCeiling(within.fromUs, bucketUs), toUs: bucketFloor(within.toUs, bucketUs) };
  const cut = invalidated
    .map(({ fromUs, toUs }) => ({
      fromUs: Math.max(limit.fromUs, bucketFloor(fromUs, bucketUs)),
      toUs: Math.min(limit.toUs, bucketCeiling(toUs, bucketUs)),
    }))
    .filter(({ fromUs, toUs }) => fromUs < toUs)
    .sort((a, b) => a.fromUs - b.fromUs);
  const joined: MicrosecondRange[] = [];
  for (const range of cut) {
    const last = joined.at(-1);
    if (last === undefined || range.fromUs > last.toUs) joined.push(range);
    else joined[joined.length - 1] = { fromUs: last.fromUs, toUs: Math.max(last.toUs, range.toUs) };
  }
  return joined;
}

/** An aggregate whose windows are to be fitted. */
export interface WindowedLevel {
  readonly bucketUs: number;
  /** Whether it is made from another aggregate. */
  readonly isStacked: boolean;
}

/**
 * Bounds of a level's windows, in buckets. One made from another aggregate reads a few rows a bucket, and each of its
 * refreshes costs up to 0.1 s before the first row: every chunk below the level below is planned, whatever the window.
 */
const STACKED_BUCKETS = { least: 12, first: 72, most: 144 };
const RAW_FIRST_BUCKETS = 15;

/** Length of the first window of a level, in µs: short where a bucket stands for many raw rows. */
export function firstWindowUs({ bucketUs, isStacked }: WindowedLevel): number {
  if (isStacked) return STACKED_BUCKETS.first * bucketUs;
  return Math.max(bucketUs, Math.min(HOUR_US, RAW_FIRST_BUCKETS * bucketUs));
}

/**
 * Length of the next window after one that took so long, in µs; whole buckets.
 * @param tookMs duration of the last statement
 */
export function nextWindowUs(windowUs: number, { bucketUs, isStacked }: WindowedLevel, tookMs: number): number {
  const leastUs = isStacked ? STACKED_BUCKETS.least * bucketUs : bucketUs;
  const mostUs = isStacked ? STACKED_BUCKETS.most * bucketUs : Math.max(HOUR_US, bucketUs);
  const wantedUs = tookMs > SLOW_MS ? windowUs / 2 : tookMs < FAST_MS ? windowUs * 2 : windowUs;
  return Math.floor(Math.max(leastUs, Math.min(mostUs, wantedUs)) / bucketUs) * bucketUs;
}
