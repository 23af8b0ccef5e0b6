import type { PlantConnection } from '../../../src/main/plant/connection';
import type { HistoryAnswer } from '../../../src/shared/history-frame';
import { BUCKET_MS } from '../../../src/shared/series';
import type { BucketColumns, RawColumns, Tile } from '../../../src/shared/tile';
import { ceilTo, floorTo, HOUR_MS } from '../../../src/shared/time';
import { type BenchPlant, METRIC_NAME } from './bench-plant';

/** All raw samples of one series, in order of time; NaN is a bad one. */
interface Samples {
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

/** The order of addition differs between the database and here. */
const SUM_TOLERANCE = 1e-12;
/** Beside a raw range a sample is looked for so far at least. */
const RAW_REACH_MS = HOUR_MS;

/**
 * Answers that differ from the raw rows of the database: samples, counts, extremes and bad ones bit for bit, sums
 * within 1e-12 × the sum of magnitudes, the edges too. Read by a query of its own, past everything that made them.
 */
export async function countMismatches(
  bare: PlantConnection,
  plant: BenchPlant,
  answers: readonly HistoryAnswer[],
  say: (text: string) => void,
): Promise<number> {
  let mismatches = 0;
  let checkedTiles = 0;
  for (const unit of plant.metricUnits) {
    const samples = await readSamples(bare, unit);
    const verdicts = new Map<Tile, boolean>();
    const isRight = (tile: Tile) => {
      const known = verdicts.get(tile) ?? isTileRight(tile, samples);
      verdicts.set(tile, known);
      return known;
    };
    for (const answer of answers.filter(({ series }) => series.workUnitId === unit)) {
      if (!answer.tiles.every(isRight) || !areEdgesRight(answer, samples)) mismatches += 1;
    }
    checkedTiles += verdicts.size;
  }
  say(
    `walk: ${answers.length} answers compared with the raw rows, ${checkedTiles} different tiles, ${mismatches} wrong`,
  );
  return mismatches;
}

async function readSamples(bare: PlantConnection, unit: string): Promise<Samples> {
  const { rows } = await bare.query<[number, number | null]>({
    text: `SELECT date_part('epoch', time) * 1000, value FROM metric WHERE work_unit_id = $1 AND name = $2 ORDER BY time`,
    values: [unit, METRIC_NAME],
    rowMode: 'array',
  });
  return {
    timesMs: Float64Array.from(rows, ([timeMs]) => Math.round(timeMs * 1_000) / 1_000),
    values: Float64Array.from(rows, ([, value]) => value ?? Number.NaN),
  };
}

function isTileRight(tile: Tile, samples: Samples): boolean {
  return tile.columns.kind === 'raw'
    ? isRawRight(tile, tile.columns, samples)
    : areBucketsRight(tile, tile.columns, samples);
}

function isRawRight({ range }: Tile, columns: RawColumns, { timesMs, values }: Samples): boolean {
  const from = indexAt(timesMs, range.fromMs);
  const to = indexAt(timesMs, range.toMs);
  return (
    sameNumbers(columns.timesMs, timesMs.subarray(from, to)) && sameNumbers(columns.values, values.subarray(from, to))
  );
}

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, at) => Object.is(value, b[at]));
}

function areBucketsRight(tile: Tile, columns: BucketColumns, samples: Samples): boolean {
  const bucketMs = BUCKET_MS[columns.resolution];
  for (let bucket = 0; bucket < columns.counts.length; bucket += 1) {
    const truth = bucketOf(samples, tile.range.fromMs + bucket * bucketMs, bucketMs);
    const isRight =
      columns.counts[bucket] === truth.count &&
      columns.badCounts[bucket] === truth.bad &&
      Object.is(columns.mins[bucket], truth.min) &&
      Object.is(columns.maxs[bucket], truth.max) &&
      (truth.count === 0 ||
        Math.abs((columns.sums[bucket] ?? Number.NaN) - truth.sum) <= SUM_TOLERANCE * truth.magnitude);
    if (!isRight) return false;
  }
  return true;
}

interface Bucket {
  readonly count: number;
  readonly bad: number;
  readonly sum: number;
  readonly magnitude: number;
  readonly min: number;
  readonly max: number;
}

function bucketOf({ timesMs, values }: Samples, fromMs: number, lengthMs: number): Bucket {
  let [count, bad, sum, magnitude] = [0, 0, 0, 0];
  let [min, max] = [Number.NaN, Number.NaN];
  const to = indexAt(timesMs, fromMs + lengthMs);
  for (let at = indexAt(timesMs, fromMs); at < to; at += 1) {
    const value = values[at] ?? Number.NaN;
    if (Number.isNaN(value)) {
      bad += 1;
      continue;
    }
    count += 1;
    sum += value;
    magnitude += Math.abs(value);
    min = count === 1 ? value : Math.min(min, value);
    max = count === 1 ? value : Math.max(max, value);
  }
  return { count, bad, sum, magnitude, min, max };
}

function areEdgesRight(answer: HistoryAnswer, samples: Samples): boolean {
  return answer.resolution === 'raw' ? areRawEdgesRight(answer, samples) : areBucketEdgesRight(answer, samples);
}

function areRawEdgesRight({ range, before, after }: HistoryAnswer, { timesMs, values }: Samples): boolean {
  const isRight = (edge: HistoryAnswer['before'], at: number, distanceMs: number) => {
    const timeMs = timesMs[at];
    if (edge === null) return timeMs === undefined || distanceMs > RAW_REACH_MS;
    return edge.timeMs === timeMs && Object.is(edge.value ?? Number.NaN, values[at]);
  };
  const first = indexAt(timesMs, range.fromMs) - 1;
  const next = indexAt(timesMs, range.toMs);
  return (
    isRight(before, first, range.fromMs - (timesMs[first] ?? 0)) &&
    isRight(after, next, (timesMs[next] ?? Number.POSITIVE_INFINITY) - range.toMs)
  );
}

function areBucketEdgesRight({ range, resolution, before, after }: HistoryAnswer, samples: Samples): boolean {
  if (resolution === 'raw') return false;
  const bucketMs = BUCKET_MS[resolution];
  const isRight = (edge: HistoryAnswer['before'], fromMs: number) => {
    const { count, sum, magnitude } = bucketOf(samples, fromMs, bucketMs);
    if (edge === null || count === 0) return edge === null && count === 0;
    return (
      edge.timeMs === fromMs + bucketMs / 2 &&
      Math.abs((edge.value ?? Number.NaN) * count - sum) <= 2 * SUM_TOLERANCE * magnitude
    );
  };
  return isRight(before, floorTo(range.fromMs, bucketMs) - bucketMs) && isRight(after, ceilTo(range.toMs, bucketMs));
}

/** Index of the first time that is not before `timeMs`. */
function indexAt(timesMs: Float64Array, timeMs: number): number {
  let [low, high] = [0, timesMs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timesMs[middle] ?? 0) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
