import type { HistoryAnswer } from '../../shared/history-frame';
import { BUCKET_MS, type BucketResolution } from '../../shared/series';
import { bucketStartMs, type Tile } from '../../shared/tile';
import { floorTo } from '../../shared/time';
import { firstAtOrAfter } from './first-at-or-after';

/** The newest samples of a series as they came in live: ascending times, NaN for a bad sample. */
export interface Tail {
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
}

/** What history and tail say together, bad samples and all-bad buckets included, in order of time. */
export interface Samples {
  /** Sample times, or starts of buckets that hold any sample. */
  readonly timesMs: Float64Array;
  /** What one entry covers from its time on: 0 for raw. */
  readonly widthMs: number;
  /** Values or averages; NaN where there is no good sample. */
  readonly values: Float64Array;
  readonly mins: Float64Array;
  readonly maxs: Float64Array;
  /** Good samples behind each entry. */
  readonly counts: Float64Array;
  /** Bad samples behind each entry. */
  readonly badCounts: Float64Array;
}

/**
 * The tail overrules history from this long before the end of what history has complete: a row that was being committed
 * while history was read is in the tail and not in the tile.
 */
const TAIL_OVERLAP_MS = 10_000;

/** History with the live tail at its end; raw where there is no answer yet. */
export function samplesOf(answer: HistoryAnswer | undefined, tail: Tail): Samples {
  if (answer === undefined) return rawSamples([], Number.POSITIVE_INFINITY, tail);
  return answer.resolution === 'raw'
    ? rawSamples(answer.tiles, answer.completeToMs, tail)
    : bucketSamples(answer.tiles, answer.resolution, answer.completeToMs, tail);
}

function rawSamples(tiles: readonly Tile[], completeToMs: number, tail: Tail): Samples {
  const tailFromMs = tail.timesMs[0] ?? Number.POSITIVE_INFINITY;
  // Without tiles everything is the tail's; a tail that begins later leaves the tiles what lies before it.
  const cutMs = tiles.length === 0 ? tailFromMs : Math.max(tailFromMs, completeToMs - TAIL_OVERLAP_MS);
  const columns = tiles.flatMap((tile) => (tile.columns.kind === 'raw' ? [tile.columns] : []));
  const lengths = columns.map(({ timesMs }) => firstAtOrAfter(timesMs, cutMs));
  const tailFrom = firstAtOrAfter(tail.timesMs, cutMs);
  // Filled in place, whole runs at once: drawn four times a second, lists that grow would be most of the work.
  const length = lengths.reduce((sum, each) => sum + each, tail.timesMs.length - tailFrom);
  const timesMs = new Float64Array(length);
  const values = new Float64Array(length);
  let at = 0;
  columns.forEach((column, tile) => {
    timesMs.set(column.timesMs.subarray(0, lengths[tile]), at);
    values.set(column.values.subarray(0, lengths[tile]), at);
    at += lengths[tile] ?? 0;
  });
  for (let i = tailFrom; i < tail.timesMs.length; i++, at++) {
    timesMs[at] = tail.timesMs[i] as number;
    values[at] = tail.values[i] ?? Number.NaN;
  }
  return { timesMs, widthMs: 0, values, mins: values, maxs: values, ...countsOf(values) };
}

/** One good or bad sample behind each value; what is not finite becomes NaN. */
function countsOf(values: Float64Array): Pick<Samples, 'counts' | 'badCounts'> {
  const firstBad = values.findIndex((value) => !Number.isFinite(value));
  if (firstBad === -1) return { counts: same(1, values.length), badCounts: same(0, values.length) };
  const counts = new Float64Array(values.length).fill(1);
  const badCounts = new Float64Array(values.length);
  for (let i = firstBad; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    values[i] = Number.NaN;
    counts[i] = 0;
    badCounts[i] = 1;
  }
  return { counts, badCounts };
}

const kept: Readonly<Record<0 | 1, { column: Float64Array }>> = {
  0: { column: new Float64Array() },
  1: { column: new Float64Array() },
};

/** A column of equal numbers; shared by all that ask for it, for a live chart asks for a dozen four times a second. */
function same(value: 0 | 1, length: number): Float64Array {
  const known = kept[value];
  if (known.column.length < length) known.column = new Float64Array(2 * length).fill(value);
  return known.column.subarray(0, length);
}

interface Bucket {
  sum: number;
  count: number;
  min: number;
  max: number;
  badCount: number;
}

const emptyBucket = (): Bucket => ({ sum: 0, count: 0, min: Number.NaN, max: Number.NaN, badCount: 0 });

function addSample(bucket: Bucket, value: number): void {
  if (!Number.isFinite(value)) {
    bucket.badCount += 1;
    return;
  }
  bucket.sum += value;
  bucket.count += 1;
  if (!(bucket.min <= value)) bucket.min = value;
  if (!(bucket.max >= value)) bucket.max = value;
}

function bucketSamples(
  tiles: readonly Tile[],
  resolution: BucketResolution,
  completeToMs: number,
  tail: Tail,
): Samples {
  const widthMs = BUCKET_MS[resolution];
  const open = new Map<number, Bucket>();
  const starts: number[] = [];
  const buckets: Bucket[] = [];
  let asOfMs = Number.NEGATIVE_INFINITY;
  for (const tile of tiles) {
    const { columns } = tile;
    if (columns.kind !== 'buckets') continue;
    asOfMs = Math.max(asOfMs, tile.asOfMs);
    for (let i = 0; i < columns.counts.length; i++) {
      const count = columns.counts[i] as number;
      const badCount = columns.badCounts[i] as number;
      if (count === 0 && badCount === 0) continue;
      const sum = count === 0 ? 0 : (columns.sums[i] as number);
      const bucket = { sum, count, min: columns.mins[i] as number, max: columns.maxs[i] as number, badCount };
      const startMs = bucketStartMs(tile, resolution, i);
      if (startMs >= completeToMs) open.set(startMs, bucket);
      else {
        starts.push(startMs);
        buckets.push(bucket);
      }
    }
  }
  for (const [startMs, bucket] of withTail(open, tail, { widthMs, completeToMs, asOfMs })) {
    starts.push(startMs);
    buckets.push(bucket);
  }
  return bucketColumns(starts, buckets, widthMs);
}

/**
 * The buckets that are not closed yet, in order: what the tile knew at `asOf` and the tail's samples since, or the tail
 * alone where it reaches back to the bucket's start and holds more (rows that were committed late).
 */
function withTail(
  open: ReadonlyMap<number, Bucket>,
  tail: Tail,
  at: { readonly widthMs: number; readonly completeToMs: number; readonly asOfMs: number },
): readonly (readonly [number, Bucket])[] {
  const combined = new Map([...open].map(([startMs, bucket]) => [startMs, { ...bucket }]));
  const alone = new Map<number, Bucket>();
  const tailFromMs = tail.timesMs[0] ?? Number.POSITIVE_INFINITY;
  tail.timesMs.forEach((timeMs, i) => {
    if (timeMs < at.completeToMs) return;
    const startMs = floorTo(timeMs, at.widthMs);
    const value = tail.values[i] ?? Number.NaN;
    if (timeMs > at.asOfMs) addSample(entry(combined, startMs), value);
    if (startMs >= tailFromMs) addSample(entry(alone, startMs), value);
  });
  for (const [startMs, bucket] of alone) {
    const other = combined.get(startMs);
    if (other === undefined || bucket.count + bucket.badCount > other.count + other.badCount) {
      combined.set(startMs, bucket);
    }
  }
  return [...combined].toSorted(([a], [b]) => a - b);
}

function entry(buckets: Map<number, Bucket>, startMs: number): Bucket {
  const found = buckets.get(startMs) ?? emptyBucket();
  buckets.set(startMs, found);
  return found;
}

function bucketColumns(starts: readonly number[], buckets: readonly Bucket[], widthMs: number): Samples {
  // Not by Float64Array.from, which goes through an iterator and takes many times as long.
  const column = (of: (bucket: Bucket) => number) => {
    const values = new Float64Array(buckets.length);
    for (let i = 0; i < buckets.length; i++) values[i] = of(buckets[i] as Bucket);
    return values;
  };
  return {
    timesMs: new Float64Array(starts),
    widthMs,
    values: column(({ sum, count }) => (count === 0 ? Number.NaN : sum / count)),
    mins: column(({ min, count }) => (count === 0 ? Number.NaN : min)),
    maxs: column(({ max, count }) => (count === 0 ? Number.NaN : max)),
    counts: column(({ count }) => count),
    badCounts: column(({ badCount }) => badCount),
  };
}
