import type { SeriesTable } from '../../../shared/series';
import type { MappedMetric, MappedOee, MappedTable } from '../mapping/mapped-table';
import type { Question, Row, Statement } from '../statement-lane';
import { epochSecondsToMs, packedRows, sampleValue, sampleValues, unpackRows } from './columns';
import { seriesParameters } from './series-list';

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

/** The rows of a table within the windows. The bounds over all windows are parameters of their own: they exclude chunks. */
function rowsWithin({ relation, unit, time }: MappedTable): string {
  return `${relation} s
      join unnest($1::${unit.type}[], $2::${time.boundType}[], $3::${time.boundType}[]) asked(work_unit_id, from_time, to_time)
        on ${unit.column('s')} = asked.work_unit_id and ${time.from('s', 'asked.from_time')} and ${time.before('s', 'asked.to_time')}
    where ${unit.column('s')} = any($1) and ${time.from('s', time.parameter(4))} and ${time.before('s', time.parameter(5))}`;
}

/** The rows of one group with these values, in order of time. */
function inOrder({ time }: MappedTable, values: readonly string[]): string {
  return packedRows(time.sent('s'), values, `order by ${time.order('s')}`);
}

/** Rows: [unit, name, packed rows of time, value]. */
function metricStatement(table: MappedMetric): Statement {
  const { unit, name, value } = table;
  return {
    name: 'live-metric',
    text: `
    select ${unit.text('s')}, ${name.text('s')}, ${inOrder(table, [value('s')])}
    from ${rowsWithin(table)}
    group by ${unit.column('s')}, ${name.column('s')}`,
  };
}

/** Rows: [unit, packed rows of time and each score that the plant has]. */
function oeeStatement(table: MappedOee): Statement {
  const { unit, scores, score } = table;
  const values = scores.map((each) => score('s', each));
  return {
    name: 'live-oee',
    text: `
    select ${unit.text('s')}, ${inOrder(table, values)}
    from ${rowsWithin(table)}
    group by ${unit.column('s')}`,
  };
}

/** All rows of the windows of one table; at least one window, at most one a unit. */
export function windowRows(table: MappedTable, windows: readonly SampleWindow[]): Question<readonly WindowSamples[]> {
  const { unit, time } = table;
  const values = [
    unit.values(windows.map(({ workUnitId }) => workUnitId)),
    windows.map(({ fromMs }) => time.bound(fromMs)),
    windows.map(({ toMs }) => time.bound(toMs)),
    time.bound(windows.reduce((least, { fromMs }) => Math.min(least, fromMs), Number.POSITIVE_INFINITY)),
    time.bound(windows.reduce((most, { toMs }) => Math.max(most, toMs), Number.NEGATIVE_INFINITY)),
  ];
  return table.family === 'metric'
    ? { statement: metricStatement(table), values, decode: (rows) => rows.map(metricSamples) }
    : { statement: oeeStatement(table), values, decode: (rows) => rows.flatMap((row) => scoreSamples(row, table)) };
}

function metricSamples(row: Row): WindowSamples {
  const { timesMs, columns } = unpackRows(row[2], 1);
  const values = sampleValues(columns[0] ?? new Float64Array(timesMs.length).fill(Number.NaN));
  return { workUnitId: String(row[0]), table: 'metric', name: String(row[1]), timesMs, values };
}

function scoreSamples(row: Row, { scores }: MappedOee): WindowSamples[] {
  const { timesMs, columns } = unpackRows(row[1], scores.length);
  return columns.map((values, at) => ({
    workUnitId: String(row[0]),
    table: 'oee',
    name: scores[at] ?? '',
    timesMs,
    values: sampleValues(values),
  }));
}

/** A series whose newest row is asked for: not older than `sinceMs`. */
export interface LatestQuestion {
  readonly workUnitId: string;
  readonly name: string;
  readonly sinceMs: number;
}

/** The newest row of what is asked for, as `columns` of it; bounds over all questions are the parameters from `$bounds` on. */
function newestRow({ relation, time }: MappedTable, key: string, columns: readonly string[], bounds: number): string {
  return `select ${[time.seconds('s'), ...columns].join(', ')} from ${relation} s
      where ${key} and ${time.from('s', 'asked.since')}
        and ${time.from('s', time.parameter(bounds))} and ${time.before('s', time.parameter(bounds + 1))}
      order by ${time.column('s')} desc limit 1`;
}

/** Rows: [unit, name, epoch seconds, value]; a series without a row in its stretch gives none. */
function latestMetricStatement(table: MappedMetric): Statement {
  const { unit, name, time, value } = table;
  const key = `${unit.column('s')} = asked.work_unit_id and ${name.column('s')} = asked.name`;
  return {
    name: 'latest-metric',
    text: `
    select asked.work_unit_id::text, asked.name::text, newest.*
    from unnest($1::${unit.type}[], $2::${name.type}[], $3::${time.boundType}[]) asked(work_unit_id, name, since)
    cross join lateral (${newestRow(table, key, [value('s')], 4)}) newest`,
  };
}

/** Rows: [unit, epoch seconds, one column per score that the plant has]. */
function latestOeeStatement(table: MappedOee): Statement {
  const { unit, time, scores, score } = table;
  const columns = scores.map((each) => score('s', each));
  return {
    name: 'latest-oee',
    text: `
    select asked.work_unit_id::text, newest.*
    from unnest($1::${unit.type}[], $2::${time.boundType}[]) asked(work_unit_id, since)
    cross join lateral (${newestRow(table, `${unit.column('s')} = asked.work_unit_id`, columns, 3)}) newest`,
  };
}

/** The newest row of each series (of each unit for OEE) before `beforeMs`, in one statement whatever their number. */
export function latestRows(
  table: MappedTable,
  questions: readonly LatestQuestion[],
  beforeMs: number,
): Question<readonly WindowSamples[]> {
  const { bound } = table.time;
  const since = questions.map(({ sinceMs }) => bound(sinceMs));
  const earliest = bound(questions.reduce((least, { sinceMs }) => Math.min(least, sinceMs), beforeMs));
  const bounds = [earliest, bound(beforeMs)];
  if (table.family === 'metric') {
    return {
      statement: latestMetricStatement(table),
      values: [...seriesParameters(table, questions), since, ...bounds],
      decode: (rows) => rows.map((row) => newest(row, 'metric', String(row[1]), row[2], row[3])),
    };
  }
  return {
    statement: latestOeeStatement(table),
    values: [table.unit.values(questions.map(({ workUnitId }) => workUnitId)), since, ...bounds],
    decode: (rows) =>
      rows.flatMap((row) => table.scores.map((score, at) => newest(row, 'oee', score, row[1], row[2 + at]))),
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
