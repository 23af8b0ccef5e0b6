import type { SeriesTable } from '../../../shared/series';
import type { RawColumns } from '../../../shared/tile';
import type { TimeRange } from '../../../shared/time';
import type { Question, Row, Statement } from '../statement-lane';
import { parseSampleValues, parseTimesMs, timestamp } from './columns';
import { askedScores, type SeriesName, seriesParameters, unitParameter } from './series-list';

/**
 * Samples of many series of one table over one range, in order of time. Each series is read through the index by itself
 * (lateral): a join would depend on statistics, and where there are none (the embedded plant has no autovacuum) it
 * compares every row with every series: measured over 36 series of an hour at 1 Hz, 350 ms against 1,400.
 *
 * Metric rows: [series number from 1, times, values]. OEE rows: [unit, times, one column per asked score].
 */
const METRIC: Statement = {
  name: 'raw-metric',
  text: `
    select asked.number, samples.*
    from unnest($1::text[], $2::text[]) with ordinality asked(work_unit_id, name, number)
    cross join lateral (
      select array_agg(date_part('epoch', r.time))::text, array_agg(r.value)::text
      from (
        select m.time, m.value from public.metric m
        where m.work_unit_id = asked.work_unit_id and m.name = asked.name and m.time >= $3 and m.time < $4
        order by m.time limit $5
      ) r
    ) samples`,
};

function oeeStatement(scores: readonly string[]): Statement {
  const columns = [`date_part('epoch', r.time)`, ...scores.map((score) => `r.${score}`)];
  return {
    name: 'raw-oee',
    text: `
    select asked.work_unit_id, samples.*
    from unnest($1::text[]) asked(work_unit_id)
    cross join lateral (
      select ${columns.map((column) => `array_agg(${column})::text`).join(', ')}
      from (
        select p.* from public.performance_metric p
        where p.work_unit_id = asked.work_unit_id and p.time >= $2 and p.time < $3
        order by p.time limit $4
      ) r
    ) samples`,
  };
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
  table: SeriesTable,
  series: readonly SeriesName[],
  range: TimeRange,
  maxRowsPerSeries: number,
): Question<readonly RawColumns[]> {
  const bounds = [timestamp(range.fromMs), timestamp(range.toMs), maxRowsPerSeries + 1];
  const columns = (times: unknown, values: unknown) => rawColumns(times, values, maxRowsPerSeries);
  if (table === 'metric') {
    const decode = (rows: readonly Row[]) => {
      const byNumber = new Map(rows.map((row) => [Number(row[0]), columns(row[1], row[2])]));
      return series.map((_, index) => byNumber.get(index + 1) ?? NO_SAMPLES());
    };
    return { statement: METRIC, values: [...seriesParameters(series), ...bounds], decode };
  }
  const scores: readonly string[] = askedScores(series);
  const decode = (rows: readonly Row[]) => {
    const byUnit = new Map(rows.map((row) => [String(row[0]), scores.map((_, at) => columns(row[1], row[2 + at]))]));
    return series.map(({ workUnitId, name }) => byUnit.get(workUnitId)?.[scores.indexOf(name)] ?? NO_SAMPLES());
  };
  return { statement: oeeStatement(scores), values: [unitParameter(series), ...bounds], decode };
}

function rawColumns(times: unknown, values: unknown, maxRows: number): RawColumns {
  const timesMs = parseTimesMs(times);
  if (timesMs.length > maxRows)
    throw new TooManyRowsError(`a series has more than ${maxRows} raw samples in this range`);
  return { kind: 'raw', timesMs, values: parseSampleValues(values) };
}
