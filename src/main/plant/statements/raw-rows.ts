import type { SeriesTable } from '../../../shared/series';
import type { RawColumns } from '../../../shared/tile';
import type { TimeRange } from '../../../shared/time';
import type { Question, Row, Statement } from '../statement-lane';
import { parseSampleValues, parseTimesMs, timestamp } from './columns';
import { askedScores, type SeriesName, seriesParameters, unitParameter } from './series-list';

/**
 * Samples of many series of one table over one range, in order of time. `work_unit_id = any(…)` stands beside the join
 * because it reaches the index of every chunk before the join is made.
 *
 * Metric rows: [series number from 1, times, values]. OEE rows: [unit, times, one column per asked score].
 */
const METRIC: Statement = {
  name: 'raw-metric',
  text: `
    select r.number, array_agg(date_part('epoch', r.time) order by r.time)::text, array_agg(r.value order by r.time)::text
    from (
      select asked.number, m.time, m.value
      from public.metric m
      join unnest($1::text[], $2::text[]) with ordinality asked(work_unit_id, name, number)
        on m.work_unit_id = asked.work_unit_id and m.name = asked.name
      where m.work_unit_id = any($1) and m.name = any($2) and m.time >= $3 and m.time < $4
      limit $5
    ) r
    group by r.number`,
};

function oeeStatement(scores: readonly string[]): Statement {
  const columns = ["date_part('epoch', r.time)", ...scores.map((score) => `r.${score}`)];
  return {
    name: 'raw-oee',
    text: `
    select r.work_unit_id, ${columns.map((column) => `array_agg(${column} order by r.time)::text`).join(', ')}
    from (
      select * from public.performance_metric p
      where p.work_unit_id = any($1) and p.time >= $2 and p.time < $3
      limit $4
    ) r
    group by r.work_unit_id`,
  };
}

const NO_SAMPLES = (): RawColumns => ({ kind: 'raw', timesMs: new Float64Array(0), values: new Float64Array(0) });

/** The plant holds more rows in a range than a screen may ask for; an aggregated level serves. */
export class TooManyRowsError extends Error {
  override readonly name = 'TooManyRowsError';
}

/**
 * Samples of `series` in `[fromMs, toMs)`, bad ones as NaN, duplicates kept.
 * @param maxRows most rows that may be read; decoding throws TooManyRowsError where there are more
 */
export function rawRows(
  table: SeriesTable,
  series: readonly SeriesName[],
  range: TimeRange,
  maxRows: number,
): Question<readonly RawColumns[]> {
  const bounds = [timestamp(range.fromMs), timestamp(range.toMs), maxRows + 1];
  if (table === 'metric') {
    const decode = (rows: readonly Row[]) => {
      const byNumber = new Map(rows.map((row) => [Number(row[0]), rawColumns(row[1], row[2])]));
      refuseTooMany(byNumber.values(), maxRows);
      return series.map((_, index) => byNumber.get(index + 1) ?? NO_SAMPLES());
    };
    return { statement: METRIC, values: [...seriesParameters(series), ...bounds], decode };
  }
  const scores: readonly string[] = askedScores(series);
  const decode = (rows: readonly Row[]) => {
    const byUnit = new Map(rows.map((row) => [String(row[0]), scores.map((_, at) => rawColumns(row[1], row[2 + at]))]));
    refuseTooMany(
      [...byUnit.values()].flatMap((columns) => columns.slice(0, 1)),
      maxRows,
    );
    return series.map(({ workUnitId, name }) => byUnit.get(workUnitId)?.[scores.indexOf(name)] ?? NO_SAMPLES());
  };
  return { statement: oeeStatement(scores), values: [unitParameter(series), ...bounds], decode };
}

function rawColumns(times: unknown, values: unknown): RawColumns {
  return { kind: 'raw', timesMs: parseTimesMs(times), values: parseSampleValues(values) };
}

function refuseTooMany(columns: Iterable<RawColumns>, maxRows: number): void {
  let rows = 0;
  for (const { timesMs } of columns) rows += timesMs.length;
  if (rows > maxRows) throw new TooManyRowsError(`more than ${maxRows} raw samples lie in this range`);
}
