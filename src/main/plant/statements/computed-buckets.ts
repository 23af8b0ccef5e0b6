import type { BucketResolution, OeeScore } from '../../../shared/series';
import { type BucketColumns, emptyBuckets } from '../../../shared/tile';
import { SECOND_MS, type TimeRange } from '../../../shared/time';
import type { MappedTable } from '../mapping/mapped-table';
import type { Question, Statement } from '../statement-lane';
import { type BucketGrid, bucketGrid, layBuckets } from './bucket-grid';
import { epochSecondsToMs, LARGEST_GOOD, packedNumbers, unpackColumns } from './columns';
import { TooManyRowsError } from './raw-rows';
import { askedScores, type SeriesName, seriesParameters, unitParameter } from './series-list';

/** Columns of one value in a bucket, as the aggregates of `sql/2-aggregates` have them. */
const OF_VALUE = 4;
/** Columns of a bucket before those of its values. */
const OF_BUCKET = 2;

/**
 * Buckets made from raw rows on reading, for a plant that keeps no aggregates: what the aggregates of
 * `sql/2-aggregates` would hold, at any level by one grouping.
 *
 * Rows: [asked key, rows read, packed rows of bucket start in epoch seconds, rows of the bucket, then sum, count, min and max
 * of each value]; the key is the series' number from 1 for metrics, the unit for OEE.
 */
function statement(table: MappedTable, bucketSeconds: number, scores: readonly OeeScore[]): Statement {
  const { relation, unit, time } = table;
  const isMetric = table.family === 'metric';
  const values = isMetric ? [table.value('s')] : scores.map((score) => table.score('s', score));
  const asked = isMetric
    ? `unnest($1::${unit.type}[], $2::${table.name.type}[]) with ordinality asked(work_unit_id, name, number)`
    : `unnest($1::${unit.type}[]) asked(work_unit_id)`;
  const isName = isMetric ? `and ${table.name.column('s')} = asked.name` : '';
  const first = isMetric ? 3 : 2;
  const columns = values.map((_, at) => `value_${at}`);
  const good = (column: string) => `filter (where abs(r.${column}) <= double precision '${LARGEST_GOOD}')`;
  const aggregates = columns.flatMap((column) =>
    ['sum', 'count', 'min', 'max'].map((of) => `${of}(r.${column}) ${good(column)} as ${column}_${of}`),
  );
  const gathered = columns.flatMap((column) => ['sum', 'count', 'min', 'max'].map((of) => `b.${column}_${of}`));
  return {
    name: `computed-${table.family}`,
    text: `
    select ${isMetric ? 'asked.number' : 'asked.work_unit_id::text'}, made.*
    from ${asked}
    cross join lateral (
      select sum(b.row_count)::float8, ${packedNumbers(['b.start', 'b.row_count', ...gathered])}
      from (
        select floor(r.seconds / ${bucketSeconds}) * ${bucketSeconds} as start, count(*) as row_count${aggregates.map((each) => `, ${each}`).join('')}
        from (
          select ${time.seconds('s')} as seconds${values.map((value, at) => `, ${value} as value_${at}`).join('')}
          from ${relation} s
          where ${unit.column('s')} = asked.work_unit_id ${isName}
            and ${time.from('s', time.parameter(first))} and ${time.before('s', time.parameter(first + 1))}
          limit $${first + 2}) r
        group by 1) b
    ) made`,
  };
}

/**
 * Buckets of `series` over a range that is aligned to the grid, made from at most `maxRows` raw rows.
 * @throws RangeError for a range off the grid; decoding throws TooManyRowsError where a series has more than its share
 */
export function computedBuckets(
  table: MappedTable,
  resolution: BucketResolution,
  series: readonly SeriesName[],
  range: TimeRange,
  maxRows: number,
): Question<readonly BucketColumns[]> {
  const grid = bucketGrid(resolution, range);
  const scores = askedScores(series);
  const keys = table.family === 'metric' ? seriesParameters(table, series) : [unitParameter(table.unit, series)];
  const share = Math.floor(maxRows / Math.max(1, keys[0]?.length ?? 0));
  const keyOf = (each: SeriesName, at: number) => (table.family === 'metric' ? String(at + 1) : each.workUnitId);
  const names: readonly string[] = table.family === 'metric' ? [] : scores;
  return {
    statement: statement(table, grid.bucketMs / SECOND_MS, scores),
    values: [...keys, table.time.bound(range.fromMs), table.time.bound(range.toMs), share + 1],
    decode: (rows) => {
      if (rows.some((row) => Number(row[1]) > share)) {
        throw new TooManyRowsError(`a series has more than ${share} raw samples to make its buckets from`);
      }
      const width = OF_BUCKET + OF_VALUE * Math.max(1, names.length);
      const byKey = new Map(rows.map((row) => [String(row[0]), unpackColumns(row[2], width)]));
      return series.map((each, at) =>
        bucketsOf(grid, byKey.get(keyOf(each, at)), table.family === 'metric' ? 0 : names.indexOf(each.name)),
      );
    },
  };
}

/** @param value index among the values of the row; −1 for a name that is none */
function bucketsOf(grid: BucketGrid, columns: readonly Float64Array[] | undefined, value: number): BucketColumns {
  const at = OF_BUCKET + value * OF_VALUE;
  const [starts, rowCounts, sums, counts, mins, maxs] = [
    ...(columns?.slice(0, OF_BUCKET) ?? []),
    ...(columns?.slice(at, at + OF_VALUE) ?? []),
  ];
  if (value < 0 || !starts || !rowCounts || !sums || !counts || !mins || !maxs) {
    return emptyBuckets(grid.resolution, grid.length);
  }
  const badCounts = rowCounts.map((rows, bucket) => rows - (counts[bucket] ?? 0));
  return layBuckets(grid, { startsMs: starts.map(epochSecondsToMs), sums, counts, mins, maxs, badCounts });
}
