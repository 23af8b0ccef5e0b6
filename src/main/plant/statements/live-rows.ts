import { OEE_SCORES, type SeriesTable } from '../../../shared/series';
import type { Question, Row, Statement } from '../statement-lane';
import { epochSecondsToMs, parseSampleValues, parseTimesMs, sampleValue, timestamp } from './columns';

/** A stretch of one unit's rows in one table, half-open, ms. */
export interface SampleWindow {
  readonly workUnitId: string;
  readonly table: SeriesTable;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Samples of one series of a unit; NaN is a bad one. */
export interface WindowSamples {
  readonly workUnitId: string;
  readonly table: SeriesTable;
  readonly name: string;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

const WINDOWS = `unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) asked(work_unit_id, from_time, to_time)`;
const WITHIN = `s.work_unit_id = any($1) and s.time >= $4 and s.time < $5`;
const SAME_WINDOW = `s.work_unit_id = asked.work_unit_id and s.time >= asked.from_time and s.time < asked.to_time`;

/** Rows: [unit, name, times, values]. The bounds over all windows are parameters of their own: they exclude chunks. */
const METRIC: Statement = {
  name: 'live-metric',
  text: `
    select s.work_unit_id, s.name, array_agg(date_part('epoch', s.time) order by s.time)::text, array_agg(s.value order by s.time)::text
    from public.metric s join ${WINDOWS} on ${SAME_WINDOW}
    where ${WITHIN}
    group by s.work_unit_id, s.name`,
};

/** Rows: [unit, times, one column per score]. */
const OEE: Statement = {
  name: 'live-oee',
  text: `
    select s.work_unit_id, array_agg(date_part('epoch', s.time) order by s.time)::text,
      ${OEE_SCORES.map((score) => `array_agg(s.${score} order by s.time)::text`).join(', ')}
    from public.performance_metric s join ${WINDOWS} on ${SAME_WINDOW}
    where ${WITHIN}
    group by s.work_unit_id`,
};

/** All rows of the windows of one table; at least one window, at most one a unit. */
export function windowRows(table: SeriesTable, windows: readonly SampleWindow[]): Question<readonly WindowSamples[]> {
  const values = [
    windows.map(({ workUnitId }) => workUnitId),
    windows.map(({ fromMs }) => timestamp(fromMs)),
    windows.map(({ toMs }) => timestamp(toMs)),
    timestamp(windows.reduce((least, { fromMs }) => Math.min(least, fromMs), Number.POSITIVE_INFINITY)),
    timestamp(windows.reduce((most, { toMs }) => Math.max(most, toMs), Number.NEGATIVE_INFINITY)),
  ];
  return table === 'metric'
    ? { statement: METRIC, values, decode: (rows) => rows.map(metricSamples) }
    : { statement: OEE, values, decode: (rows) => rows.flatMap(scoreSamples) };
}

function metricSamples(row: Row): WindowSamples {
  return {
    workUnitId: String(row[0]),
    table: 'metric',
    name: String(row[1]),
    timesMs: parseTimesMs(row[2]),
    values: parseSampleValues(row[3]),
  };
}

function scoreSamples(row: Row): WindowSamples[] {
  const timesMs = parseTimesMs(row[1]);
  return OEE_SCORES.map((name, at) => ({
    workUnitId: String(row[0]),
    table: 'oee',
    name,
    timesMs,
    values: parseSampleValues(row[2 + at]),
  }));
}

/** A series whose newest row is asked for: not older than `sinceMs`. */
export interface LatestQuestion {
  readonly workUnitId: string;
  readonly name: string;
  readonly sinceMs: number;
}

/** Rows: [unit, name, epoch seconds, value]; a series without a row in its stretch gives none. */
const LATEST_METRIC: Statement = {
  name: 'latest-metric',
  text: `
    select asked.work_unit_id, asked.name, newest.*
    from unnest($1::text[], $2::text[], $3::timestamptz[]) asked(work_unit_id, name, since)
    cross join lateral (
      select date_part('epoch', s.time), s.value from public.metric s
      where s.work_unit_id = asked.work_unit_id and s.name = asked.name
        and s.time >= asked.since and s.time >= $4 and s.time < $5
      order by s.time desc limit 1) newest`,
};

/** Rows: [unit, epoch seconds, one column per score]. */
const LATEST_OEE: Statement = {
  name: 'latest-oee',
  text: `
    select asked.work_unit_id, newest.*
    from unnest($1::text[], $2::timestamptz[]) asked(work_unit_id, since)
    cross join lateral (
      select date_part('epoch', s.time), ${OEE_SCORES.map((score) => `s.${score}`).join(', ')}
      from public.performance_metric s
      where s.work_unit_id = asked.work_unit_id and s.time >= asked.since and s.time >= $3 and s.time < $4
      order by s.time desc limit 1) newest`,
};

/** The newest row of each series (of each unit for OEE) before `beforeMs`, in one statement whatever their number. */
export function latestRows(
  table: SeriesTable,
  questions: readonly LatestQuestion[],
  beforeMs: number,
): Question<readonly WindowSamples[]> {
  const units = questions.map(({ workUnitId }) => workUnitId);
  const since = questions.map(({ sinceMs }) => timestamp(sinceMs));
  const earliest = timestamp(questions.reduce((least, { sinceMs }) => Math.min(least, sinceMs), beforeMs));
  const bounds = [earliest, timestamp(beforeMs)];
  if (table === 'metric') {
    return {
      statement: LATEST_METRIC,
      values: [units, questions.map(({ name }) => name), since, ...bounds],
      decode: (rows) => rows.map((row) => newest(row, 'metric', String(row[1]), row[2], row[3])),
    };
  }
  return {
    statement: LATEST_OEE,
    values: [units, since, ...bounds],
    decode: (rows) =>
      rows.flatMap((row) => OEE_SCORES.map((score, at) => newest(row, 'oee', score, row[1], row[2 + at]))),
  };
}

function newest(row: Row, table: SeriesTable, name: string, seconds: unknown, value: unknown): WindowSamples {
  return {
    workUnitId: String(row[0]),
    table,
    name,
    timesMs: Float64Array.of(epochSecondsToMs(Number(seconds))),
    values: Float64Array.of(value === null ? Number.NaN : sampleValue(Number(value))),
  };
}
