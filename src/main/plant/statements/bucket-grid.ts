import { BUCKET_MS, type BucketResolution } from '../../../shared/series';
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

/** Lays a column of buckets, which start at `starts` (epoch seconds), on the grid. */
export function placeBuckets(grid: BucketGrid, starts: Float64Array, from: Float64Array, into: Float64Array): void {
  for (let at = 0; at < starts.length; at += 1) {
    const bucket = Math.round(((starts[at] ?? 0) * 1000 - grid.fromMs) / grid.bucketMs);
    into[bucket] = from[at] ?? Number.NaN;
  }
}
