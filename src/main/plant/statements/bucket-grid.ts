import { BUCKET_MS, type BucketResolution } from '../../../shared/series';
import { type BucketColumns, emptyBuckets } from '../../../shared/tile';
import type { TimeRange } from '../../../shared/time';

/** A range of whole buckets. */
export interface BucketGrid {
  readonly resolution: BucketResolution;
  readonly fromMs: number;
  readonly bucketMs: number;
  readonly length: number;
}

/** @throws RangeError for a range off the grid */
export function bucketGrid(resolution: BucketResolution, range: TimeRange): BucketGrid {
  const bucketMs = BUCKET_MS[resolution];
  const length = (range.toMs - range.fromMs) / bucketMs;
  if (!Number.isInteger(length) || !Number.isInteger(range.fromMs / bucketMs)) {
    throw new RangeError(`the range ${range.fromMs} to ${range.toMs} is off the grid of ${resolution}`);
  }
  return { resolution, fromMs: range.fromMs, bucketMs, length };
}

/** Columns of buckets as they were read, one entry per bucket that has rows. */
export interface ReadBuckets {
  /** In ms since the epoch. */
  readonly startsMs: Float64Array;
  readonly sums: Float64Array;
  readonly counts: Float64Array;
  readonly mins: Float64Array;
  readonly maxs: Float64Array;
  readonly badCounts: Float64Array;
}

/** The grid's buckets, those that were not read being empty. */
export function layBuckets(grid: BucketGrid, read: ReadBuckets): BucketColumns {
  const buckets = emptyBuckets(grid.resolution, grid.length);
  const { startsMs, sums, counts, mins, maxs, badCounts } = read;
  for (let at = 0; at < startsMs.length; at += 1) {
    const bucket = Math.round(((startsMs[at] as number) - grid.fromMs) / grid.bucketMs);
    buckets.sums[bucket] = sums[at] as number;
    buckets.counts[bucket] = counts[at] as number;
    buckets.mins[bucket] = mins[at] as number;
    buckets.maxs[bucket] = maxs[at] as number;
    buckets.badCounts[bucket] = badCounts[at] as number;
  }
  return buckets;
}
