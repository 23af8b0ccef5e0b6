import { OEE_SCORES, type SeriesTable } from '../../../shared/series';
import type { TimeRange } from '../../../shared/time';
import type { Question, Row, Statement } from '../statement-lane';
import { epochSecondsToMs, sampleValue, timestamp } from './columns';
import { type SeriesName, seriesParameters } from './series-list';

/** A sample beside a range; NaN is a bad one. */
export interface EdgeSample {
  readonly timeMs: number;
  readonly value: number;
}

/** The last sample before a range and the first at or after its end, where there are any within reach. */
export interface Neighbours {
  readonly before: EdgeSample | undefined;
  readonly after: EdgeSample | undefined;
}

/**
 * One row per series and side that has one: [series number from 1, 'before' | 'after', epoch seconds, value].
 * `reach` bounds the look-out on both sides, so that a series which has been silent for a year costs no scan of the year.
 */
function statement(table: SeriesTable): Statement {
  const source =
    table === 'metric'
      ? {
          from: 'public.metric s',
          value: 's.value',
          key: 's.work_unit_id = asked.work_unit_id and s.name = asked.name',
        }
      : {
          from: 'public.performance_metric s',
          value: `case asked.name ${OEE_SCORES.map((score) => `when '${score}' then s.${score}`).join(' ')} end`,
          key: 's.work_unit_id = asked.work_unit_id',
        };
  const side = (name: string, bounds: string, order: string) => `
    select asked.number, '${name}', edge.* from asked cross join lateral (
      select date_part('epoch', s.time), ${source.value} from ${source.from}
      where ${source.key} and ${bounds} order by s.time ${order} limit 1) edge`;
  return {
    name: `neighbours-${table}`,
    text: `
    with asked as (select * from unnest($1::text[], $2::text[]) with ordinality asked(work_unit_id, name, number))
    ${side('before', 's.time < $3 and s.time >= $5', 'desc')}
    union all
    ${side('after', 's.time >= $4 and s.time < $6', 'asc')}`,
  };
}

const STATEMENTS: Readonly<Record<SeriesTable, Statement>> = { metric: statement('metric'), oee: statement('oee') };

/** @param reachMs how far to look on either side, in ms */
export function neighbours(
  table: SeriesTable,
  series: readonly SeriesName[],
  range: TimeRange,
  reachMs: number,
): Question<readonly Neighbours[]> {
  const bounds = [range.fromMs, range.toMs, range.fromMs - reachMs, range.toMs + reachMs].map(timestamp);
  const decode = (rows: readonly Row[]) => {
    const edges = new Map(rows.map((row) => [`${row[0]} ${row[1]}`, edgeOf(row)]));
    return series.map((_, index) => ({
      before: edges.get(`${index + 1} before`),
      after: edges.get(`${index + 1} after`),
    }));
  };
  return { statement: STATEMENTS[table], values: [...seriesParameters(series), ...bounds], decode };
}

function edgeOf(row: Row): EdgeSample {
  return {
    timeMs: epochSecondsToMs(Number(row[2])),
    value: row[3] === null ? Number.NaN : sampleValue(Number(row[3])),
  };
}
