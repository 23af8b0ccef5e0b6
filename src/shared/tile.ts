import { BUCKET_MS, type BucketResolution, type SeriesKey } from './series';
import type { TimeRange } from './time';

/** Samples as they were recorded, in order of time; times may repeat. NaN is a bad sample: neither a value nor a gap. */
export interface RawColumns {
  readonly kind: 'raw';
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

/** One entry for each bucket of the tile's grid; a bucket with `counts[i] === 0` holds no good sample (its sum, min and max are NaN). */
export interface BucketColumns {
  readonly kind: 'buckets';
  readonly resolution: BucketResolution;
  readonly sums: Float64Array;
  readonly counts: Float64Array;
  readonly mins: Float64Array;
  readonly maxs: Float64Array;
  /** Samples left out because they were bad; such a bucket shows a mark. */
  readonly badCounts: Float64Array;
}

/** An aligned run of one series at one resolution: the unit of caching and of transfer. */
export interface Tile {
  readonly series: SeriesKey;
  /** Half-open, aligned to the tile grid of its resolution. */
  readonly range: TimeRange;
  /** Plant time at which the plant was asked: what is newer cannot be in it. */
  readonly asOfMs: number;
  /** No late row is expected any more. */
  readonly sealed: boolean;
  readonly columns: RawColumns | BucketColumns;
}

/** Start of bucket `index` of a tile, in ms. */
export function bucketStartMs(tile: Tile, resolution: BucketResolution, index: number): number {
  return tile.range.fromMs + index * BUCKET_MS[resolution];
}

/** Bucket columns of `length` empty buckets. */
export function emptyBuckets(resolution: BucketResolution, length: number): BucketColumns {
  return {
    kind: 'buckets',
    resolution,
    sums: new Float64Array(length).fill(Number.NaN),
    counts: new Float64Array(length),
    mins: new Float64Array(length).fill(Number.NaN),
    maxs: new Float64Array(length).fill(Number.NaN),
    badCounts: new Float64Array(length),
  };
}
