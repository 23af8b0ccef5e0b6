import type { OeeScore } from '../../../shared/series';
import type { RawColumns } from '../../../shared/tile';
import type { TimeRange } from '../../../shared/time';
import type { MappedMetric, MappedOee, MappedTable } from '../mapping/mapped-table';
import type { MappedTime } from '../mapping/mapped-time';
import type { Question, Row, Statement } from '../statement-lane';
import { packedRows, sampleValues, unpackRows } from './columns';
import { askedScores, type SeriesName, seriesParameters, unitParameter } from './series-list';

/**
 * Samples of many series of one table over one range, in order of time. Each series is read through the index by itself
 * (lateral): a join would depend on statistics, and where there are none (the embedded plant has no autovacuum) it
 * compares every row with every series: measured over 36 series of an hour at 1 Hz, 350 ms against 1,400.
 *
 * Metric rows: [series number from 1, packed rows of time, value]. OEE rows: [unit, packed rows of time and each asked score].
 */
function metricStatement({ relation, unit, name, time, value }: MappedMetric): Statement {
  return {
    name: 'raw-metric',
    text: `
    select asked.number, samples.*
    from unnest($1::${unit.type}[], $2::${name.type}[]) with ordinality asked(work_unit_id, name, number)
    cross join lateral (
      select ${packedRows('r.sent', ['r.value'])}
      from (${inOrder(
        time,
        `select ${time.column('m')} as place, ${time.order('m')} as moment, ${time.sent('m')} as sent, ${value('m')} as value from ${relation} m
        where ${unit.column('m')} = asked.work_unit_id and ${name.column('m')} = asked.name
          and ${time.from('m', time.parameter(3))} and ${time.before('m', time.parameter(4))}`,
        '$5',
      )}) r
    ) samples`,
  };
}

function oeeStatement({ relation, unit, time, score }: MappedOee, scores: readonly OeeScore[]): Statement {
  const columns = scores.map((name) => `r.${name}`);
  const values = scores.map((name) => `, ${score('p', name)} as ${name}`).join('');
  return {
    name: 'raw-oee',
    text: `
    select asked.work_unit_id::text, samples.*
    from unnest($1::${unit.type}[]) asked(work_unit_id)
    cross join lateral (
      select ${packedRows('r.sent', columns)}
      from (${inOrder(
        time,
        `select ${time.column('p')} as place, ${time.order('p')} as moment, ${time.sent('p')} as sent${values} from ${relation} p
        where ${unit.column('p')} = asked.work_unit_id
          and ${time.from('p', time.parameter(2))} and ${time.before('p', time.parameter(3))}`,
        '$4',
      )}) r
    ) samples`,
  };
}

/** The first rows along the index, at most `limit`, in order of time. */
function inOrder(time: MappedTime, rows: string, limit: string): string {
  const first = `${rows} order by place limit ${limit}`;
  return time.order('m') === time.column('m') ? first : `select * from (${first}) first_rows order by moment`;
}

const NO_SAMPLES = (): RawColumns => ({ kind: 'raw', timesMs: new Float64Array(0), values: new Float64Array(0) });

/** The plant holds more rows in a range than a screen may ask for; an aggregated level serves. */
export class TooManyRowsError extends Error {
  override readonly name = 'TooManyRowsError';
}

/**
 * Samples of `series` in `[fromMs, toMs)`, bad ones as NaN, duplicates kept.
 * @param maxRowsPerSeries decoding throws TooManyRowsError where one has more
 */
export function rawRows(
  table: MappedTable,
  series: readonly SeriesName[],
  range: TimeRange,
  maxRowsPerSeries: number,
): Question<readonly RawColumns[]> {
  const bounds = [table.time.bound(range.fromMs), table.time.bound(range.toMs), maxRowsPerSeries + 1];
  if (table.family === 'metric') {
    const decode = (rows: readonly Row[]) => {
      const byNumber = new Map(rows.map((row) => [Number(row[0]), rawColumns(row[1], 1, maxRowsPerSeries)[0]]));
      return series.map((_, index) => byNumber.get(index + 1) ?? NO_SAMPLES());
    };
    return { statement: metricStatement(table), values: [...seriesParameters(table, series), ...bounds], decode };
  }
  const scores = askedScores(series);
  const names: readonly string[] = scores;
  const decode = (rows: readonly Row[]) => {
    const byUnit = new Map(rows.map((row) => [String(row[0]), rawColumns(row[1], scores.length, maxRowsPerSeries)]));
    return series.map(({ workUnitId, name }) => byUnit.get(workUnitId)?.[names.indexOf(name)] ?? NO_SAMPLES());
  };
  return { statement: oeeStatement(table, scores), values: [unitParameter(table.unit, series), ...bounds], decode };
}

/** One for each column of values; they share their times. */
function rawColumns(rows: unknown, valueCount: number, maxRows: number): readonly RawColumns[] {
  const { timesMs, columns } = unpackRows(rows, valueCount);
  if (timesMs.length > maxRows)
    throw new TooManyRowsError(`a series has more than ${maxRows} raw samples in this range`);
  return columns.map((values) => ({ kind: 'raw', timesMs, values: sampleValues(values) }));
}
