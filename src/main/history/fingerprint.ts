import { BUCKET_MS, BUCKET_RESOLUTIONS, type BucketResolution } from '../../shared/series';
import type { BucketColumns, RawColumns, Tile } from '../../shared/tile';
import type { TimeRange } from '../../shared/time';

/** What a range of samples amounts to at every level alike. Sum and extremes are NaN where there is no good sample. */
export interface Fingerprint {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly bad: number;
}

/** The order of addition differs from level to level; a changed value shows beyond this share of count × largest value. */
const SUM_TOLERANCE = 1e-9;

/**
 * The level to compare a tile with: the coarsest whose buckets fill its range, since every level adds up to the same and a
 * coarse one costs few rows (a 1min tile of 480 rows is 8 of 1hour).
 * @param levels that can be read over the range
 */
export function fingerprintLevel(
  { fromMs, toMs }: TimeRange,
  levels: readonly BucketResolution[],
): BucketResolution | undefined {
  return BUCKET_RESOLUTIONS.filter((level) => levels.includes(level)).findLast(
    (level) => fromMs % BUCKET_MS[level] === 0 && toMs % BUCKET_MS[level] === 0,
  );
}

/** Of a whole tile. */
export function tileFingerprint({ columns }: Tile): Fingerprint {
  return columns.kind === 'raw' ? rawFingerprint(columns) : bucketFingerprint(columns, 0, columns.counts.length);
}

/** Of the buckets `[from, to)`. */
export function bucketFingerprint(columns: BucketColumns, from: number, to: number): Fingerprint {
  let [count, sum, min, max, bad] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let i = from; i < to; i += 1) {
    bad += columns.badCounts[i] ?? 0;
    const own = columns.counts[i] ?? 0;
    if (own === 0) continue;
    count += own;
    sum += columns.sums[i] ?? Number.NaN;
    min = Math.min(min, columns.mins[i] ?? Number.NaN);
    max = Math.max(max, columns.maxs[i] ?? Number.NaN);
  }
  return count === 0 ? { ...NO_SAMPLES, bad } : { count, sum, min, max, bad };
}

function rawFingerprint({ values }: RawColumns): Fingerprint {
  let [count, sum, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count += 1;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const bad = values.length - count;
  return count === 0 ? { ...NO_SAMPLES, bad } : { count, sum, min, max, bad };
}

const NO_SAMPLES = { count: 0, sum: Number.NaN, min: Number.NaN, max: Number.NaN } as const;

/** Whether two ranges hold the same samples, as far as their fingerprints tell. */
export function isSameFingerprint(a: Fingerprint, b: Fingerprint): boolean {
  if (a.count !== b.count || a.bad !== b.bad) return false;
  if (a.count === 0) return true;
  const tolerance = SUM_TOLERANCE * a.count * Math.max(Math.abs(a.min), Math.abs(a.max));
  return a.min === b.min && a.max === b.max && Math.abs(a.sum - b.sum) <= tolerance;
}
