import type { SeriesTable } from '../../../shared/series';
import type { Question, Row } from '../statement-lane';
import { AHEAD_LIMIT_MS, type FoundSeries } from './catalogue-names';
import { epochSecondsToMs, timestamp } from './columns';

/** First and last sample of a series, in ms; undefined where retention has left only aggregates. */
export interface SeriesEdges {
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
}

const RAW = {
  metric: { table: 'public.metric', match: 's.work_unit_id = asked.work_unit_id and s.name = asked.name' },
  oee: { table: 'public.performance_metric', match: 's.work_unit_id = asked.work_unit_id' },
} as const satisfies Record<SeriesTable, object>;

function names(series: readonly { readonly workUnitId: string; readonly name: string }[]): [string[], string[]] {
  return [series.map(({ workUnitId }) => workUnitId), series.map(({ name }) => name)];
}

/**
 * Exact first and last times of all found series in one statement, each looked for only where the search saw it.
 * Rows: [series number from 1, first, last] in epoch seconds or null.
 */
export function catalogueEdges(
  table: SeriesTable,
  series: readonly FoundSeries[],
  nowMs: number,
): Question<readonly SeriesEdges[]> {
  const { table: raw, match } = RAW[table];
  const pick = (bounds: string, order: string) =>
    `select date_part('epoch', s.time) at from ${raw} s where ${match} and ${bounds} order by s.time ${order} limit 1`;
  const text = `
    select asked.number, first.at, last.at
    from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[])
      with ordinality asked(work_unit_id, name, first_from, first_to, last_from, number)
    left join lateral (${pick('s.time >= asked.first_from and s.time < asked.first_to and s.time >= $7 and s.time < $8', 'asc')}) first on true
    left join lateral (${pick('s.time >= asked.last_from and s.time >= $9 and s.time < $6', 'desc')}) last on true`;
  const undated = series.filter(({ firstFromMs, firstToMs }) => firstFromMs < firstToMs);
  return {
    statement: { name: `catalogue-edges-${table}`, text },
    values: [
      ...names(series),
      series.map(({ firstFromMs }) => timestamp(firstFromMs)),
      series.map(({ firstToMs }) => timestamp(firstToMs)),
      series.map(({ lastFromMs }) => timestamp(lastFromMs)),
      timestamp(nowMs + AHEAD_LIMIT_MS),
      timestamp(least(undated.map(({ firstFromMs }) => firstFromMs))),
      timestamp(most(undated.map(({ firstToMs }) => firstToMs))),
      timestamp(least(series.map(({ lastFromMs }) => lastFromMs))),
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
const CADENCE_SAMPLES = 21;
/** Fewer intervals than this tell nothing. */
const LEAST_INTERVALS = 2;

/**
 * The median of the last 20 intervals of each series, in ms, in one statement; undefined where too few samples are in
 * reach. Samples of one time are one point: they are no interval.
 * @param reachMs how far before its last sample a series is looked at
 */
export function cadences(
  table: SeriesTable,
  series: readonly { readonly workUnitId: string; readonly name: string; readonly lastMs: number }[],
  reachMs: number,
): Question<readonly (number | undefined)[]> {
  const { table: raw, match } = RAW[table];
  const text = `
    select asked.number, percentile_disc(0.5) within group (order by intervals.seconds)
    from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) with ordinality asked(work_unit_id, name, since, until, number)
    cross join lateral (
      select date_part('epoch', newest.time - lag(newest.time) over (order by newest.time)) seconds
      from (
        select distinct s.time from ${raw} s
        where ${match} and s.time >= asked.since and s.time <= asked.until and s.time >= $5 and s.time <= $6
        order by s.time desc limit ${CADENCE_SAMPLES}) newest) intervals
    where intervals.seconds is not null
    group by asked.number having count(*) >= ${LEAST_INTERVALS}`;
  return {
    statement: { name: `cadence-${table}`, text },
    values: [
      ...names(series),
      series.map(({ lastMs }) => timestamp(lastMs - reachMs)),
      series.map(({ lastMs }) => timestamp(lastMs)),
      timestamp(least(series.map(({ lastMs }) => lastMs)) - reachMs),
      timestamp(most(series.map(({ lastMs }) => lastMs))),
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
function roundedMs(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 1_000) / 1_000;
}
