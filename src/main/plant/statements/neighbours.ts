import { OEE_SCORES } from '../../../shared/series';
import type { TimeRange } from '../../../shared/time';
import { mapKey } from '../mapping/mapped-key';
import type { MappedTable } from '../mapping/mapped-table';
import type { Question, Row, Statement } from '../statement-lane';
import { epochSecondsToMs, sampleValue } from './columns';
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
function statement(table: MappedTable): Statement {
  const { relation, unit, time } = table;
  const isUnit = `${unit.column('s')} = asked.work_unit_id`;
  const source =
    table.family === 'metric'
      ? {
          nameType: table.name.type,
          value: table.value('s'),
          key: `${isUnit} and ${table.name.column('s')} = asked.name`,
        }
      : {
          nameType: 'text',
          value: `case asked.name ${OEE_SCORES.map((score) => `when '${score}' then ${table.score('s', score)}`).join(' ')} end`,
          key: isUnit,
        };
  const side = (name: string, bounds: readonly string[], order: string) => `
    select asked.number, '${name}', edge.* from asked cross join lateral (
      select ${time.seconds('s')}, ${source.value} from ${relation} s
      where ${source.key} and ${bounds.join(' and ')} order by ${time.column('s')} ${order} limit 1) edge`;
  const [from, to, earliest, latest] = [3, 4, 5, 6].map(time.parameter) as [string, string, string, string];
  return {
    name: `neighbours-${table.family}`,
    text: `
    with asked as (select * from unnest($1::${unit.type}[], $2::${source.nameType}[]) with ordinality asked(work_unit_id, name, number))
    ${side('before', [time.before('s', from), time.from('s', earliest)], 'desc')}
    union all
    ${side('after', [time.from('s', to), time.before('s', latest)], 'asc')}`,
  };
}

/** Scores are named by us, in no column. */
const SCORE_NAMES = mapKey('name', 'text');

/** @param reachMs how far to look on either side, in ms */
export function neighbours(
  table: MappedTable,
  series: readonly SeriesName[],
  range: TimeRange,
  reachMs: number,
): Question<readonly Neighbours[]> {
  const bounds = [range.fromMs, range.toMs, range.fromMs - reachMs, range.toMs + reachMs].map(table.time.bound);
  const decode = (rows: readonly Row[]) => {
    const edges = new Map(rows.map((row) => [`${row[0]} ${row[1]}`, edgeOf(row)]));
    return series.map((_, index) => ({
      before: edges.get(`${index + 1} before`),
      after: edges.get(`${index + 1} after`),
    }));
  };
  const names = table.family === 'metric' ? table.name : SCORE_NAMES;
  const values = [...seriesParameters({ unit: table.unit, name: names }, series), ...bounds];
  return { statement: statement(table), values, decode };
}

function edgeOf(row: Row): EdgeSample {
  return {
    timeMs: epochSecondsToMs(Number(row[2])),
    value: row[3] === null ? Number.NaN : sampleValue(Number(row[3])),
  };
}
