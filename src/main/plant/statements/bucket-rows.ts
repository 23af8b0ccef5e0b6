import { type BucketResolution, OEE_SCORES, type SeriesTable } from '../../../shared/series';
import { type BucketColumns, emptyBuckets } from '../../../shared/tile';
import type { TimeRange } from '../../../shared/time';
import type { Question, Row, Statement } from '../statement-lane';
import type { LevelKeys } from './abilities';
import { type BucketGrid, bucketGrid, layBuckets } from './bucket-grid';
import { packedRows, timestamp, type UnpackedRows, unpackRows } from './columns';
import { askedScores, type SeriesName, unitParameter } from './series-list';

/** Columns of one series. */
const OF_SERIES = 5;
const START = 'timestamptz_send(b.bucket)';

/**
 * Buckets of many series of one aggregate over one range, laid on the grid of that range. Names are compared with
 * arrays, not joined: that reaches the real-time part of the view before it is computed, and needs no statistics.
 *
 * Metric rows: [unit, name, packed rows of start, sum, count, min, max, bad count].
 * OEE rows: [unit, packed rows of start, then sum, count, min, max, bad count of each asked score].
 */
function metricStatement(
  resolution: BucketResolution,
  { unit, name }: LevelKeys,
  isWholeProduct: boolean,
  source: BucketSource,
): Statement {
  const columns = ['value_sum', 'value_count', 'value_min', 'value_max', 'bad_count'];
  const gathered = packedRows(
    START,
    columns.map((column) => `b.${column}`),
  );
  return {
    name: `${resolution}-metric${source.nameSuffix}`,
    text: `
    select ${unit.text('b')}, ${name.text('b')}, ${gathered}
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
  // The view counts bad scores over all four; rows = (bad + good) / 4, and a score's own bad ones are the rows it lacks.
  // Where none is bad nothing is reckoned: measured, a third of what the server has to do for a wall.
  const rows = `(b.bad_count + ${OEE_SCORES.map((score) => `b.${score}_count`).join(' + ')}) / ${OEE_SCORES.length}`;
  const columns = scores.flatMap((score) => [
    ...['sum', 'count', 'min', 'max'].map((of) => `b.${score}_${of}`),
    `case when b.bad_count = 0 then 0 else ${rows} - b.${score}_count end`,
  ]);
  return {
    name: `${resolution}-oee${source.nameSuffix}`,
    text: `
    select ${unit.text('b')}, ${packedRows(START, columns)}
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
  const width = scores.length * OF_SERIES;
  const decode = (rows: readonly Row[]) => {
    const byUnit = new Map(rows.map((row) => [String(row[0]), unpackRows(row[1], width)]));
    return series.map(({ workUnitId, name }) => {
      const asked = scores.indexOf(name);
      return bucketsOf(grid, asked < 0 ? undefined : byUnit.get(workUnitId), asked * OF_SERIES);
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
      const bySeries = new Map(rows.map((row) => [keyOf(row[0], row[1]), unpackRows(row[2], OF_SERIES)]));
      return series.map(({ workUnitId, name }) => bucketsOf(grid, bySeries.get(keyOf(workUnitId, name)), 0));
    },
  };
}

/** @param firstAt the first column of this series */
function bucketsOf(grid: BucketGrid, rows: UnpackedRows | undefined, firstAt: number): BucketColumns {
  const [sums, counts, mins, maxs, badCounts] = rows?.columns.slice(firstAt, firstAt + OF_SERIES) ?? [];
  if (!rows || !sums || !counts || !mins || !maxs || !badCounts) return emptyBuckets(grid.resolution, grid.length);
  return layBuckets(grid, { startsMs: rows.timesMs, sums, counts, mins, maxs, badCounts });
}
