import { BUCKET_MS } from '../../shared/series';
import type { BucketColumns, RawColumns, Tile } from '../../shared/tile';
import { intersect, type TimeRange } from '../../shared/time';

/** The stretch in which two readings of one tile differ, bit for bit; undefined where they are equal. */
export function changedRange(before: Tile, after: Tile): TimeRange | undefined {
  const [a, b] = [before.columns, after.columns];
  if (a.kind === 'raw' && b.kind === 'raw') return changedSamples(a, b, after.range);
  if (a.kind === 'buckets' && b.kind === 'buckets') return changedBuckets(a, b, after.range);
  return after.range;
}

function changedSamples(a: RawColumns, b: RawColumns, range: TimeRange): TimeRange | undefined {
  const [lengthA, lengthB] = [a.timesMs.length, b.timesMs.length];
  const shared = Math.min(lengthA, lengthB);
  const same = (i: number, j: number) => a.timesMs[i] === b.timesMs[j] && Object.is(a.values[i], b.values[j]);
  let front = 0;
  while (front < shared && same(front, front)) front += 1;
  if (front === lengthA && front === lengthB) return undefined;
  let back = 0;
  while (back < shared - front && same(lengthA - 1 - back, lengthB - 1 - back)) back += 1;
  const timesMs = [a, b].flatMap((side) => {
    const own = side.timesMs.subarray(front, side.timesMs.length - back);
    return own.length === 0 ? [] : [own[0] ?? range.fromMs, own.at(-1) ?? range.fromMs];
  });
  return intersect({ fromMs: Math.min(...timesMs), toMs: Math.max(...timesMs) + 1 }, range) ?? range;
}

const COLUMNS = ['counts', 'sums', 'mins', 'maxs', 'badCounts'] as const;

function changedBuckets(a: BucketColumns, b: BucketColumns, range: TimeRange): TimeRange | undefined {
  const differs = (i: number) => COLUMNS.some((name) => !Object.is(a[name][i], b[name][i]));
  const length = Math.max(a.counts.length, b.counts.length);
  let first = 0;
  while (first < length && !differs(first)) first += 1;
  if (first === length) return undefined;
  let last = length - 1;
  while (!differs(last)) last -= 1;
  const bucketMs = BUCKET_MS[b.resolution];
  return { fromMs: range.fromMs + first * bucketMs, toMs: range.fromMs + (last + 1) * bucketMs };
}
