import { BUCKET_MS, type BucketResolution } from '../../shared/series';
import type { Tile } from '../../shared/tile';
import { intersect, type TimeRange } from '../../shared/time';
import type { LevelAnswers } from './period-reads';

/** Buckets of one level that a figure is added up from, in order of time; per score their sums and numbers of good samples. */
export interface LevelBuckets {
  readonly resolution: BucketResolution;
  readonly startsMs: Float64Array;
  /** By score, in the unit's order; an empty bucket has a sum of 0. */
  readonly sums: readonly Float64Array[];
  readonly counts: readonly Float64Array[];
}

export interface ScoreTotals {
  readonly sum: number;
  readonly count: number;
}

/** The order of addition may differ from reading to reading, and with it the last digits of a sum. */
const SUM_TOLERANCE = 1e-9;

export function isSameTotals(a: ScoreTotals, b: ScoreTotals): boolean {
  return a.count === b.count && Math.abs(a.sum - b.sum) <= SUM_TOLERANCE * Math.max(Math.abs(a.sum), Math.abs(b.sum));
}

/**
 * The buckets of an answer that are over by a time, copied: its tiles may be dropped.
 * @param scores how many series the answer has
 */
export function closedBuckets(told: readonly LevelAnswers[], scores: number, byMs: number): readonly LevelBuckets[] {
  return told.map(({ level: { resolution, ranges }, bySeries }) => {
    const startsMs = Float64Array.from(ranges.flatMap((range) => startsWithin(range, BUCKET_MS[resolution], byMs)));
    const columns = Array.from({ length: scores }, (_, at) =>
      columnsOf(bySeries[at]?.tiles ?? [], resolution, startsMs),
    );
    return {
      ...{ resolution, startsMs },
      ...{ sums: columns.map(({ sums }) => sums), counts: columns.map(({ counts }) => counts) },
    };
  });
}

/** When the newest bucket begins that holds a sample; undefined where none does. */
export function newestFilledMs(told: readonly LevelAnswers[]): number | undefined {
  const starts = told.flatMap(({ level: { resolution, ranges }, bySeries }) =>
    bySeries.flatMap(({ tiles }) =>
      tiles.flatMap((tile) => ranges.flatMap((range) => newestIn(tile, resolution, range) ?? [])),
    ),
  );
  return starts.reduce<number | undefined>((newest, each) => Math.max(each, newest ?? each), undefined);
}

/** When the last of them is over; undefined where there is none. */
export function closedToMs(levels: readonly LevelBuckets[]): number | undefined {
  const ends = levels.flatMap(({ startsMs, resolution }) => {
    const last = startsMs.at(-1);
    return last === undefined ? [] : [last + BUCKET_MS[resolution]];
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** One score over all of the buckets. */
export function totalsOfScore(levels: readonly LevelBuckets[], score: number): ScoreTotals {
  const total = (columns: readonly Float64Array[]) => columns[score]?.reduce((sum, each) => sum + each, 0) ?? 0;
  return {
    sum: levels.reduce((sum, level) => sum + total(level.sums), 0),
    count: levels.reduce((sum, level) => sum + total(level.counts), 0),
  };
}

/** Whether the buckets that both hold say the same. */
export function agree(a: readonly LevelBuckets[], b: readonly LevelBuckets[]): boolean {
  return common(a, b).every(([one, at, other, otherAt]) =>
    one.sums.every((_, score) => isSameTotals(totalsAt(one, score, at), totalsAt(other, score, otherAt))),
  );
}

/** The same buckets, with the values of others where those hold them. */
export function overlaid(buckets: readonly LevelBuckets[], over: readonly LevelBuckets[]): readonly LevelBuckets[] {
  const copied = buckets.map((level) => ({
    ...level,
    sums: level.sums.map((column) => column.slice()),
    counts: level.counts.map((column) => column.slice()),
  }));
  for (const [from, at, target, targetAt] of common(over, copied)) {
    for (const [score, column] of target.sums.entries()) column[targetAt] = totalsAt(from, score, at).sum;
    for (const [score, column] of target.counts.entries()) column[targetAt] = totalsAt(from, score, at).count;
  }
  return copied;
}

type Common = readonly [a: LevelBuckets, at: number, b: LevelBuckets, at: number];

function common(a: readonly LevelBuckets[], b: readonly LevelBuckets[]): readonly Common[] {
  return a.flatMap((one) => {
    const other = b.find(({ resolution }) => resolution === one.resolution);
    return other === undefined ? [] : commonOf(one, other);
  });
}

/** Both are in order: one way through each. */
function commonOf(one: LevelBuckets, other: LevelBuckets): Common[] {
  const both: Common[] = [];
  let otherAt = 0;
  for (const [at, startMs] of one.startsMs.entries()) {
    while ((other.startsMs[otherAt] ?? Number.POSITIVE_INFINITY) < startMs) otherAt++;
    if (other.startsMs[otherAt] === startMs) both.push([one, at, other, otherAt]);
  }
  return both;
}

function totalsAt({ sums, counts }: LevelBuckets, score: number, at: number): ScoreTotals {
  return { sum: sums[score]?.[at] ?? 0, count: counts[score]?.[at] ?? 0 };
}

function startsWithin({ fromMs, toMs }: TimeRange, stepMs: number, byMs: number): number[] {
  const starts: number[] = [];
  for (let startMs = fromMs; startMs < toMs && startMs + stepMs <= byMs; startMs += stepMs) starts.push(startMs);
  return starts;
}

function columnsOf(tiles: readonly Tile[], resolution: BucketResolution, startsMs: Float64Array) {
  const sums = new Float64Array(startsMs.length);
  const counts = new Float64Array(startsMs.length);
  for (const { range, columns } of tiles) {
    if (columns.kind !== 'buckets' || columns.resolution !== resolution) continue;
    for (const [at, startMs] of startsMs.entries()) {
      const own = (startMs - range.fromMs) / BUCKET_MS[resolution];
      const count = columns.counts[own] ?? 0;
      if (count === 0) continue;
      counts[at] = count;
      sums[at] = columns.sums[own] ?? 0;
    }
  }
  return { sums, counts };
}

function newestIn({ range, columns }: Tile, resolution: BucketResolution, wanted: TimeRange): number | undefined {
  const part = intersect(range, wanted);
  if (part === undefined || columns.kind !== 'buckets' || columns.resolution !== resolution) return undefined;
  const stepMs = BUCKET_MS[resolution];
  for (let startMs = part.toMs - stepMs; startMs >= part.fromMs; startMs -= stepMs)
    if ((columns.counts[(startMs - range.fromMs) / stepMs] ?? 0) > 0) return startMs;
  return undefined;
}
