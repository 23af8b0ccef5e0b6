import { type BucketResolution, OEE_SCORES, type SeriesTable } from '../../../shared/series';
import { type BucketColumns, emptyBuckets } from '../../../shared/tile';
import type { TimeRange } from '../../../shared/time';
import type { Question, Row, Statement } from '../statement-lane';
import type { LevelKeys } from './abilities';
import { type BucketGrid, bucketGrid, placeBuckets } from './bucket-grid';
import { parseNumbers, timestamp } from './columns';
import { askedScores, type SeriesName, unitParameter } from './series-list';

/**
 * Buckets of many series of one aggregate over one range, laid on the grid of that range. Names are compared with
 * arrays, not joined: that reaches the real-time part of the view before it is computed, and needs no statistics.
 *
 * Metric rows: [unit, name, buckets, sums, counts, mins, maxs, bad counts].
 * OEE rows: [unit, buckets, bad scores, counts of the four scores, then sums, mins, maxs of each asked score].
 */
function metricStatement(
  resolution: BucketResolution,
  { unit, name }: LevelKeys,
  isWholeProduct: boolean,
  source: BucketSource,
): Statement {
  const columns = ['value_sum', 'value_count', 'value_min', 'value_max', 'bad_count'];
  const aggregated = columns.map((column) => `array_agg(b.${column})::text`);
  return {
    name: `${resolution}-metric${source.nameSuffix}`,
    text: `
    select ${unit.text('b')}, ${name.text('b')}, array_agg(date_part('epoch', b.bucket))::text, ${aggregated.join(', ')}
    from ${source.relation('metric', isWholeProduct ? 5 : 6)} b
    where ${unit.column('b')} = any($1::${unit.type}[]) and ${name.column('b')} = any($2::${name.type}[])
      and b.bucket >= $3 and b.bucket < $4
      ${isWholeProduct ? '' : `and ${unit.text('b')} || chr(31) || ${name.text('b')} = any($5)`}
    group by ${unit.column('b')}, ${name.column('b')}`,
  };
}

function oeeStatement(
  resolution: BucketResolution,
  { unit }: LevelKeys,
  scores: readonly string[],
  source: BucketSource,
): Statement {
  const columns = [
    ...OEE_SCORES.map((score) => `${score}_count`),
    ...scores.flatMap((score) => [`${score}_sum`, `${score}_min`, `${score}_max`]),
  ];
  return {
    name: `${resolution}-oee${source.nameSuffix}`,
    text: `
    select ${unit.text('b')}, array_agg(date_part('epoch', b.bucket))::text, array_agg(b.bad_count)::text,
      ${columns.map((column) => `array_agg(b.${column})::text`).join(', ')}
    from ${source.relation('oee', 4)} b
    where ${unit.column('b')} = any($1::${unit.type}[]) and b.bucket >= $2 and b.bucket < $3
    group by ${unit.column('b')}`,
  };
}

/** Where buckets come from: a relation with the columns of the level's view. */
export interface BucketSource {
  /** Tells its statements apart in timings. */
  readonly nameSuffix: string;
  /** The relation in SQL. `$1` are the units, for metric `$2` the names, then the bounds of the range; its own parameters begin at `next`. */
  readonly relation: (table: SeriesTable, next: number) => string;
  /** Its own parameters. */
  readonly values: readonly string[];
}

/** The level as the plant keeps it. */
function viewOf(resolution: BucketResolution): BucketSource {
  return { nameSuffix: '', relation: (table) => `public.${table}_${resolution}`, values: [] };
}

/**
 * Buckets of `series` over a range that is aligned to the grid: one entry per bucket, empty ones included.
 * @param keys how the aggregates' names are read
 * @throws RangeError for a range off the grid
 */
export function bucketRows(
  table: SeriesTable,
  keys: LevelKeys,
  resolution: BucketResolution,
  series: readonly SeriesName[],
  range: TimeRange,
  source: BucketSource = viewOf(resolution),
): Question<readonly BucketColumns[]> {
  const grid = bucketGrid(resolution, range);
  const bounds = [timestamp(range.fromMs), timestamp(range.toMs)];
  if (table === 'metric') return metricQuestion({ keys, source }, series, grid, bounds);
  const scores: readonly string[] = askedScores(series);
  const decode = (rows: readonly Row[]) => {
    const byUnit = new Map(rows.map((row) => [String(row[0]), row]));
    return series.map(({ workUnitId, name }) => {
      const asked = scores.indexOf(name);
      return scoreBuckets(grid, byUnit.get(workUnitId), ALL_SCORES.indexOf(name), asked);
    });
  };
  const values = [unitParameter(keys.unit, series), ...bounds, ...source.values];
  return { statement: oeeStatement(resolution, keys, scores, source), values, decode };
}

function metricQuestion(
  { keys, source }: { readonly keys: LevelKeys; readonly source: BucketSource },
  series: readonly SeriesName[],
  grid: BucketGrid,
  bounds: readonly string[],
): Question<readonly BucketColumns[]> {
  const units = unitParameter(keys.unit, series);
  const names = keys.name.values([...new Set(series.map(({ name }) => name))]);
  // Every unit with every name is the usual case (a wall); else what was not asked for must not be read.
  const isWholeProduct = units.length * names.length === series.length;
  const pairs = series.map(({ workUnitId, name }) => `${workUnitId}\u001f${name}`);
  const keyOf = (unit: unknown, name: unknown) => JSON.stringify([unit, name]);
  return {
    statement: metricStatement(grid.resolution, keys, isWholeProduct, source),
    values: [units, names, ...bounds, ...(isWholeProduct ? [] : [pairs]), ...source.values],
    decode: (rows) => {
      const bySeries = new Map(rows.map((row) => [keyOf(row[0], row[1]), row]));
      return series.map(({ workUnitId, name }) => metricBuckets(grid, bySeries.get(keyOf(workUnitId, name))));
    },
  };
}

function metricBuckets(grid: BucketGrid, row: Row | undefined): BucketColumns {
  const buckets = emptyBuckets(grid.resolution, grid.length);
  if (row === undefined) return buckets;
  const starts = parseNumbers(row[2]);
  placeBuckets(grid, starts, parseNumbers(row[3]), buckets.sums);
  placeBuckets(grid, starts, parseNumbers(row[4]), buckets.counts);
  placeBuckets(grid, starts, parseNumbers(row[5]), buckets.mins);
  placeBuckets(grid, starts, parseNumbers(row[6]), buckets.maxs);
  placeBuckets(grid, starts, parseNumbers(row[7]), buckets.badCounts);
  return buckets;
}

const ALL_SCORES: readonly string[] = OEE_SCORES;
const FIRST_COUNT = 3;
const FIRST_SCORE = FIRST_COUNT + OEE_SCORES.length;

/** @param score index among all scores; @param asked index among those asked for; both −1 for a name that is no score */
function scoreBuckets(grid: BucketGrid, row: Row | undefined, score: number, asked: number): BucketColumns {
  const buckets = emptyBuckets(grid.resolution, grid.length);
  if (row === undefined || asked < 0) return buckets;
  const starts = parseNumbers(row[1]);
  const counts = OEE_SCORES.map((_, index) => parseNumbers(row[FIRST_COUNT + index]));
  const ownCounts = counts[score] ?? new Float64Array(starts.length);
  placeBuckets(grid, starts, ownCounts, buckets.counts);
  placeBuckets(grid, starts, parseNumbers(row[FIRST_SCORE + asked * 3]), buckets.sums);
  placeBuckets(grid, starts, parseNumbers(row[FIRST_SCORE + asked * 3 + 1]), buckets.mins);
  placeBuckets(grid, starts, parseNumbers(row[FIRST_SCORE + asked * 3 + 2]), buckets.maxs);
  // The view counts bad scores over all four; rows = (bad + good) / 4, and a score's own bad ones are the rows it lacks.
  const badScores = parseNumbers(row[2]);
  const ownBad = badScores.map((bad, at) => {
    const good = counts.reduce((sum, column) => sum + (column[at] ?? 0), 0);
    return (bad + good) / OEE_SCORES.length - (ownCounts[at] ?? 0);
  });
  placeBuckets(grid, starts, ownBad, buckets.badCounts);
  return buckets;
}
