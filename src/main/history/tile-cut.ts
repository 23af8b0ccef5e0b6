import { BUCKET_MS } from '../../shared/series';
import { type BucketColumns, emptyBuckets, type RawColumns } from '../../shared/tile';
import type { TimeRange } from '../../shared/time';

/** Index of the first time that is not before `timeMs`; times ascend. */
export function firstNotBefore(timesMs: Float64Array, timeMs: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timesMs[middle] ?? 0) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A part of a range that has been read. */
export interface ReadPiece<Columns> {
  readonly range: TimeRange;
  readonly columns: Columns;
}

/** The samples of `range` out of what was read; views on it where one piece holds them all, so the tile is not to be kept as it is. */
export function cutRaw(range: TimeRange, pieces: readonly ReadPiece<RawColumns>[]): RawColumns {
  const parts = pieces.map(({ columns }) => {
    const from = firstNotBefore(columns.timesMs, range.fromMs);
    const to = firstNotBefore(columns.timesMs, range.toMs);
    return { timesMs: columns.timesMs.subarray(from, to), values: columns.values.subarray(from, to) };
  });
  return {
    kind: 'raw',
    timesMs: concatenated(parts.map(({ timesMs }) => timesMs)),
    values: concatenated(parts.map(({ values }) => values)),
  };
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const COLUMNS = ['sums', 'counts', 'mins', 'maxs', 'badCounts'] as const;

/** The buckets of `range` out of what was read, as {@link cutRaw}; buckets that no piece covers are empty. All ranges lie on the grid. */
export function cutBuckets(
  resolution: BucketColumns['resolution'],
  range: TimeRange,
  pieces: readonly ReadPiece<BucketColumns>[],
): BucketColumns {
  const bucketMs = BUCKET_MS[resolution];
  const whole = pieces.find((piece) => piece.range.fromMs <= range.fromMs && piece.range.toMs >= range.toMs);
  if (whole !== undefined && pieces.length === 1) {
    const from = (range.fromMs - whole.range.fromMs) / bucketMs;
    return viewOf(whole.columns, from, from + (range.toMs - range.fromMs) / bucketMs);
  }
  const buckets = emptyBuckets(resolution, (range.toMs - range.fromMs) / bucketMs);
  for (const piece of pieces) {
    const fromMs = Math.max(range.fromMs, piece.range.fromMs);
    const toMs = Math.min(range.toMs, piece.range.toMs);
    if (fromMs >= toMs) continue;
    const into = (fromMs - range.fromMs) / bucketMs;
    const [from, to] = [(fromMs - piece.range.fromMs) / bucketMs, (toMs - piece.range.fromMs) / bucketMs];
    for (const name of COLUMNS) buckets[name].set(piece.columns[name].subarray(from, to), into);
  }
  return buckets;
}

function viewOf(columns: BucketColumns, from: number, to: number): BucketColumns {
  const { sums, counts, mins, maxs, badCounts } = columns;
  const part = (column: Float64Array) => column.subarray(from, to);
  return {
    ...columns,
    ...{ sums: part(sums), counts: part(counts), mins: part(mins), maxs: part(maxs), badCounts: part(badCounts) },
  };
}
