import { mapKey } from '../mapping/mapped-key';
import type { MappedTable } from '../mapping/mapped-table';
import type { Question, Row } from '../statement-lane';
import { AHEAD_LIMIT_MS, type FoundSeries } from './catalogue-names';
import { epochSecondsToMs } from './columns';
import { seriesParameters } from './series-list';

/** First and last sample of a series, in ms; undefined where retention has left only aggregates. */
export interface SeriesEdges {
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
}

/** What names the asked series, as columns of `asked(work_unit_id, name, …)`: their types, values, and how a row matches. */
function askedKeys(table: MappedTable) {
  const isUnit = `${table.unit.column('s')} = asked.work_unit_id`;
  return table.family === 'metric'
    ? { unit: table.unit, name: table.name, match: `${isUnit} and ${table.name.column('s')} = asked.name` }
    : { unit: table.unit, name: NO_NAME, match: isUnit };
}

/** A unit's OEE samples have no name of their own. */
const NO_NAME = mapKey('name', 'text');

/**
 * Exact first and last times of all found series in one statement, each looked for only where the search saw it.
 * Rows: [series number from 1, first, last] in epoch seconds or null.
 */
export function catalogueEdges(
  table: MappedTable,
  series: readonly FoundSeries[],
  nowMs: number,
): Question<readonly SeriesEdges[]> {
  const { relation, time, family } = table;
  const keys = askedKeys(table);
  const { from, before } = {
    from: (bound: string) => time.from('s', bound),
    before: (bound: string) => time.before('s', bound),
  };
  const pick = (bounds: readonly string[], order: string) =>
    `select ${time.seconds('s')} as seconds from ${relation} s where ${keys.match} and ${bounds.join(' and ')} order by ${time.column('s')} ${order} limit 1`;
  const first = [
    from('asked.first_from'),
    before('asked.first_to'),
    from(time.parameter(7)),
    before(time.parameter(8)),
  ];
  const last = [from('asked.last_from'), from(time.parameter(9)), before(time.parameter(6))];
  const times = [3, 4, 5].map((number) => `$${number}::${time.boundType}[]`).join(', ');
  const text = `
    select asked.number, first.seconds, last.seconds
    from unnest($1::${keys.unit.type}[], $2::${keys.name.type}[], ${times})
      with ordinality asked(work_unit_id, name, first_from, first_to, last_from, number)
    left join lateral (${pick(first, 'asc')}) first on true
    left join lateral (${pick(last, 'desc')}) last on true`;
  const undated = series.filter(({ firstFromMs, firstToMs }) => firstFromMs < firstToMs);
  return {
    statement: { name: `catalogue-edges-${family}`, text },
    values: [
      ...seriesParameters(keys, series),
      series.map(({ firstFromMs }) => time.bound(firstFromMs)),
      series.map(({ firstToMs }) => time.bound(firstToMs)),
      series.map(({ lastFromMs }) => time.bound(lastFromMs)),
      time.bound(nowMs + AHEAD_LIMIT_MS),
      time.bound(least(undated.map(({ firstFromMs }) => firstFromMs))),
      time.bound(most(undated.map(({ firstToMs }) => firstToMs))),
      time.bound(least(series.map(({ lastFromMs }) => lastFromMs))),
    ],
    decode: (rows) => {
      const byNumber = new Map(rows.map((row) => [Number(row[0]), row]));
      return series.map((_, index) => edgesOf(byNumber.get(index + 1)));
    },
  };
}

function edgesOf(row: Row | undefined): SeriesEdges {
  const time = (value: unknown) => (typeof value === 'number' ? epochSecondsToMs(value) : undefined);
  return { firstMs: time(row?.[1]), lastMs: time(row?.[2]) };
}

/** Samples that the cadence is told from: 20 intervals. */
export const CADENCE_SAMPLES = 21;
/** The last sample is looked at as well. */
const AFTER_LAST_MS = 1;
/** Fewer intervals than this tell nothing. */
export const LEAST_INTERVALS = 2;

/**
 * The median of the last 20 intervals of each series, in ms, in one statement; undefined where too few samples are in
 * reach. Samples of one time are one point: they are no interval.
 * @param reachMs how far before its last sample a series is looked at
 */
export function cadences(
  table: MappedTable,
  series: readonly { readonly workUnitId: string; readonly name: string; readonly lastMs: number }[],
  reachMs: number,
): Question<readonly (number | undefined)[]> {
  const { relation, time, family } = table;
  const keys = askedKeys(table);
  const bounds = [
    time.from('s', 'asked.since'),
    time.before('s', 'asked.until'),
    time.from('s', time.parameter(5)),
    time.before('s', time.parameter(6)),
  ];
  const text = `
    select asked.number, percentile_disc(0.5) within group (order by intervals.seconds)
    from unnest($1::${keys.unit.type}[], $2::${keys.name.type}[], $3::${time.boundType}[], $4::${time.boundType}[])
      with ordinality asked(work_unit_id, name, since, until, number)
    cross join lateral (
      select ${time.secondsBetween('lag(newest.place) over (order by newest.place)', 'newest.place')} seconds
      from (
        select distinct ${time.column('s')} as place from ${relation} s
        where ${keys.match} and ${bounds.join(' and ')}
        order by place desc limit ${CADENCE_SAMPLES}) newest) intervals
    where intervals.seconds is not null
    group by asked.number having count(*) >= ${LEAST_INTERVALS}`;
  return {
    statement: { name: `cadence-${family}`, text },
    values: [
      ...seriesParameters(keys, series),
      series.map(({ lastMs }) => time.bound(lastMs - reachMs)),
      series.map(({ lastMs }) => time.bound(lastMs + AFTER_LAST_MS)),
      time.bound(least(series.map(({ lastMs }) => lastMs)) - reachMs),
      time.bound(most(series.map(({ lastMs }) => lastMs)) + AFTER_LAST_MS),
    ],
    decode: (rows) => {
      const byNumber = new Map(rows.map((row) => [Number(row[0]), Number(row[1]) * 1_000]));
      return series.map((_, index) => roundedMs(byNumber.get(index + 1)));
    },
  };
}

/** Bounds over all series stand beside each one's own: as parameters they exclude chunks before the join is made. */
function least(timesMs: readonly number[]): number {
  return timesMs.reduce((a, b) => Math.min(a, b), timesMs[0] ?? 0);
}

function most(timesMs: readonly number[]): number {
  return timesMs.reduce((a, b) => Math.max(a, b), timesMs[0] ?? 0);
}

/** To the microsecond: the database counts no finer. */
export function roundedMs(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 1_000) / 1_000;
}
