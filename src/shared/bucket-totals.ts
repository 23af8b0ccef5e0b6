import type { BucketResolution } from './series';
import { BUCKET_MS } from './series';
import type { Tile } from './tile';
import { intersect, type TimeRange } from './time';

/** Totals over many buckets; averages are made from these, never from averages. */
export interface Totals {
  readonly sum: number;
  readonly count: number;
  readonly badCount: number;
  /** Of the good samples; ∞ and −∞ where there is none. */
  readonly min: number;
  readonly max: number;
}

export const NO_TOTALS: Totals = {
  ...{ sum: 0, count: 0, badCount: 0 },
  ...{ min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY },
};

/**
 * The buckets of some tiles that lie within ranges, added up.
 * @param tiles of one series and level, none twice
 * @param ranges on the level's grid, none overlapping
 */
export function totalsOf(tiles: readonly Tile[], resolution: BucketResolution, ranges: readonly TimeRange[]): Totals {
  return tiles.reduce(
    (total, tile) => ranges.reduce((soFar, range) => plus(soFar, tileTotals(tile, resolution, range)), total),
    NO_TOTALS,
  );
}

export function plus(a: Totals, b: Totals): Totals {
  return {
    ...{ sum: a.sum + b.sum, count: a.count + b.count, badCount: a.badCount + b.badCount },
    ...{ min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) },
  };
}

function tileTotals({ range, columns }: Tile, resolution: BucketResolution, wanted: TimeRange): Totals {
  const part = intersect(range, wanted);
  if (part === undefined || columns.kind !== 'buckets' || columns.resolution !== resolution) return NO_TOTALS;
  const bucketMs = BUCKET_MS[resolution];
  const [from, to] = [(part.fromMs - range.fromMs) / bucketMs, (part.toMs - range.fromMs) / bucketMs];
  let { sum, count, badCount, min, max } = NO_TOTALS;
  for (let at = from; at < to; at++) {
    const own = columns.counts[at] ?? 0;
    badCount += columns.badCounts[at] ?? 0;
    // An empty bucket carries no sum.
    if (own === 0) continue;
    count += own;
    sum += columns.sums[at] ?? 0;
    min = Math.min(min, columns.mins[at] ?? min);
    max = Math.max(max, columns.maxs[at] ?? max);
  }
  return { sum, count, badCount, min, max };
}

/** One bucket that holds a good sample. */
export interface FilledBucket {
  readonly fromMs: number;
  readonly min: number;
  readonly max: number;
}

/** The filled buckets of some tiles that lie within ranges; the same terms as {@link totalsOf}. */
export function bucketsOf(
  tiles: readonly Tile[],
  resolution: BucketResolution,
  ranges: readonly TimeRange[],
): readonly FilledBucket[] {
  return tiles.flatMap((tile) => ranges.flatMap((range) => tileBuckets(tile, resolution, range)));
}

function tileBuckets({ range, columns }: Tile, resolution: BucketResolution, wanted: TimeRange): FilledBucket[] {
  const part = intersect(range, wanted);
  if (part === undefined || columns.kind !== 'buckets' || columns.resolution !== resolution) return [];
  const bucketMs = BUCKET_MS[resolution];
  const filled: FilledBucket[] = [];
  for (let fromMs = part.fromMs; fromMs < part.toMs; fromMs += bucketMs) {
    const at = (fromMs - range.fromMs) / bucketMs;
    const [min, max] = [columns.mins[at], columns.maxs[at]];
    if ((columns.counts[at] ?? 0) > 0 && min !== undefined && max !== undefined) filled.push({ fromMs, min, max });
  }
  return filled;
}
