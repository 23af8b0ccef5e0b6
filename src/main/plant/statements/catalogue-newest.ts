import type { PlantTable } from '../mapping/plant-table';
import type { Question, Row } from '../statement-lane';
import { CADENCE_SAMPLES, LEAST_INTERVALS, roundedMs } from './catalogue-edges';
import { AHEAD_LIMIT_MS, MAX_SERIES } from './catalogue-names';
import { epochSecondsToMs } from './columns';

/** A series as the newest rows tell of it. */
export interface NewestSeries {
  readonly workUnitId: string;
  /** Empty for a unit's OEE samples. */
  readonly name: string;
  /** No sample is older; there may be none so old. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Undefined where too few samples were seen. */
  readonly cadenceMs: number | undefined;
}

/** Rows looked at in one sweep where an index on time alone serves, newest first. */
const NEWEST_ROWS = 200_000;
/** Rows looked at of each unit where an index on unit and time serves. */
const NEWEST_ROWS_PER_UNIT = 5_000;

/**
 * The series of a table whose indexes lead from no series to the next: those that the newest rows name, with last
 * sample and cadence, and as first the first row of the unit or the table. What has been silent for longer than the
 * newest rows reach is not found; what was found once is remembered.
 *
 * Rows: [unit, name, first, last, cadence] in epoch seconds.
 * @param sinceMs rows older than this are not looked at; undefined for all
 */
export function newestSeries(
  table: PlantTable,
  nowMs: number,
  sinceMs: number | undefined,
): Question<readonly NewestSeries[]> {
  const { mapped } = table;
  const { time } = mapped;
  const text = `
    with recursive ${table.access === 'unit' ? byUnit(table, sinceMs !== undefined) : byTime(table, sinceMs !== undefined)},
    moments as (select distinct unit, name, first, seconds from newest),
    numbered as (
      select unit, name, first, seconds, seconds - lead(seconds) over newer as gap, row_number() over newer as number
      from moments window newer as (partition by unit, name order by seconds desc))
    select unit, name, min(first), max(seconds),
      case when count(gap) filter (where number < ${CADENCE_SAMPLES}) >= ${LEAST_INTERVALS}
        then percentile_disc(0.5) within group (order by gap) filter (where number < ${CADENCE_SAMPLES}) end
    from numbered group by unit, name limit ${MAX_SERIES}`;
  return {
    statement: { name: `catalogue-newest-${mapped.family}`, text },
    values: [time.bound(nowMs + AHEAD_LIMIT_MS), ...(sinceMs === undefined ? [] : [time.bound(sinceMs)])],
    decode: (rows) => rows.map(newestIn),
  };
}

/** What is selected of a row, and which rows count. */
function rowsOf({ mapped }: PlantTable, isBounded: boolean) {
  const { unit, time } = mapped;
  const keys = mapped.family === 'metric' ? [unit, mapped.name] : [unit];
  const due = [time.before('r', time.parameter(1)), ...(isBounded ? [time.from('r', time.parameter(2))] : [])];
  return {
    columns: `${unit.text('r')} as unit, ${mapped.family === 'metric' ? mapped.name.text('r') : `''::text`} as name, ${time.seconds('r')} as seconds`,
    within: [...due, ...keys.map((key) => `${key.column('r')} is not null`)].join(' and '),
    column: time.column('r'),
    due: due[0],
  };
}

function byTime(table: PlantTable, isBounded: boolean): string {
  const { relation, time } = table.mapped;
  const { columns, within, column, due } = rowsOf(table, isBounded);
  // Without an index the rows are all read anyway, and sorting them would cost more than that.
  const newest = table.access === 'scan' ? '' : `order by ${column} desc limit ${NEWEST_ROWS}`;
  return `
    oldest as (select ${time.seconds('r')} as first from ${relation} r where ${due} order by ${column} limit 1),
    newest as (select seen.*, oldest.first from oldest, (select ${columns} from ${relation} r where ${within} ${newest}) seen)`;
}

function byUnit(table: PlantTable, isBounded: boolean): string {
  const { relation, unit, time } = table.mapped;
  const { columns, within, column, due } = rowsOf(table, isBounded);
  const key = unit.column('r');
  return `
    units as (
      (select ${key} as unit from ${relation} r where ${key} is not null order by ${key} limit 1)
      union all
      select next.* from units cross join lateral (
        select ${key} from ${relation} r where ${key} > units.unit order by ${key} limit 1) next),
    newest as (
      select seen.*, oldest.first from units
      cross join lateral (
        select ${time.seconds('r')} as first from ${relation} r where ${key} = units.unit and ${due} order by ${column} limit 1) oldest
      cross join lateral (
        select ${columns} from ${relation} r where ${key} = units.unit and ${within}
        order by ${column} desc limit ${NEWEST_ROWS_PER_UNIT}) seen)`;
}

function newestIn(row: Row): NewestSeries {
  return {
    workUnitId: String(row[0]),
    name: String(row[1]),
    firstMs: epochSecondsToMs(Number(row[2])),
    lastMs: epochSecondsToMs(Number(row[3])),
    cadenceMs: row[4] === null ? undefined : roundedMs(Number(row[4]) * 1_000),
  };
}
