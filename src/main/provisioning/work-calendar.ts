import {
  ALL_OTHER_LINES,
  CALENDAR_TABLE,
  type CalendarRead,
  type CalendarRow,
  calendarOfRows,
  MAX_CALENDAR_ROWS,
  rowsOfCalendar,
  saysTheSame,
} from '../../shared/calendar/calendar-rows';
import type { PlantCalendar } from '../../shared/calendar/calendar-rules';
import { ProvisioningFailure } from './provisioning-failure';
import type { SqlClient } from './sql-client';

/** What writing a calendar does to the plant's table, by lines; both empty: it says that already. */
export interface CalendarChange {
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/** By the catalogue: no error where the table, or a right, is lacking. */
const IS_THERE = `
  SELECT EXISTS (
    SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname || '.' || c.relname = $1
      AND pg_catalog.has_schema_privilege(n.oid, 'usage') AND pg_catalog.has_table_privilege(c.oid, 'select')) AS there`;

const ROWS = `
  SELECT line, document_version, document::text AS document FROM ${CALENDAR_TABLE}
  ORDER BY line LIMIT ${MAX_CALENDAR_ROWS + 1}`;

const PUT = `
  INSERT INTO ${CALENDAR_TABLE} (line, document_version, document) VALUES ($1, $2, $3::jsonb)
  ON CONFLICT (line) DO UPDATE SET document_version = excluded.document_version, document = excluded.document,
    written_at = clock_timestamp(), written_by = session_user`;

const DROP = `DELETE FROM ${CALENDAR_TABLE} WHERE NOT line = ANY ($1)`;

/** The calendar in the plant's own table; undefined where there is no such table for us. */
export async function readWorkCalendar(client: SqlClient): Promise<CalendarRead | undefined> {
  return (await isThere(client)) ? calendarOfRows(await readRows(client)) : undefined;
}

export type CalendarTable = 'writable' | 'read-only' | 'not-there';

const MAY_WRITE = `SELECT pg_catalog.has_table_privilege($1, 'insert')
  AND pg_catalog.has_table_privilege($1, 'update') AND pg_catalog.has_table_privilege($1, 'delete') AS may`;

/** What this login can do with the plant's table. */
export async function workCalendarTable(client: SqlClient): Promise<CalendarTable> {
  if (!(await isThere(client))) return 'not-there';
  return (await client.query(MAY_WRITE, [CALENDAR_TABLE])).rows[0]?.may === true ? 'writable' : 'read-only';
}

/** What {@link writeWorkCalendar} would do; changes nothing. @throws as that */
export async function planWorkCalendar(client: SqlClient, wanted: PlantCalendar): Promise<CalendarChange> {
  const rows = checkedRows(wanted);
  await expectTable(client);
  return changeOf(await readRows(client), rows);
}

/**
 * Puts a calendar in the place of whatever the plant's table holds, in one transaction: who reads sees the one or the other.
 * @param wanted decoded; without any line the table is empty afterwards, and each appliance goes by its own settings
 * @throws ProvisioningFailure `settings` for one that cannot be kept, `refused` where there is no table for it; the database's error
 */
export async function writeWorkCalendar(client: SqlClient, wanted: PlantCalendar): Promise<CalendarChange> {
  const rows = checkedRows(wanted);
  await expectTable(client);
  await client.query('BEGIN');
  try {
    // Two who write at once would else mix their lines; readers do not wait for it.
    await client.query(`LOCK TABLE ${CALENDAR_TABLE} IN SHARE ROW EXCLUSIVE MODE`);
    const change = changeOf(await readRows(client), rows);
    await client.query(DROP, [rows.map(({ line }) => line)]);
    for (const { line, version, document } of rows)
      if (change.written.includes(line)) await client.query(PUT, [line, version, document]);
    await client.query('COMMIT');
    return change;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      // Deliberately not passed on: the session is gone, and why it went is the error itself.
    });
    throw error;
  }
}

function checkedRows(wanted: PlantCalendar): readonly CalendarRow[] {
  const rows = rowsOfCalendar(wanted);
  if (Object.hasOwn(wanted.lines, ALL_OTHER_LINES))
    throw new ProvisioningFailure('settings', 'A line of the calendar has no name; write its rules under "default".');
  if (rows.length > MAX_CALENDAR_ROWS) {
    const message = `The calendar names ${rows.length} lines, and ${MAX_CALENDAR_ROWS} are kept at most; let "default" serve those that are alike.`;
    throw new ProvisioningFailure('settings', message);
  }
  return rows;
}

async function isThere(client: SqlClient): Promise<boolean> {
  return (await client.query(IS_THERE, [CALENDAR_TABLE])).rows[0]?.there === true;
}

async function expectTable(client: SqlClient): Promise<void> {
  if (await isThere(client)) return;
  throw new ProvisioningFailure(
    'refused',
    `The plant has no table ${CALENDAR_TABLE} that this login may read; plan and apply first, as the role that provisions.`,
  );
}

async function readRows(client: SqlClient): Promise<readonly CalendarRow[]> {
  const { rows } = await client.query(ROWS);
  return rows.map((row) => ({
    line: String(row.line),
    version: Number(row.document_version),
    document: String(row.document),
  }));
}

function changeOf(found: readonly CalendarRow[], wanted: readonly CalendarRow[]): CalendarChange {
  const isThereAs = (row: CalendarRow) => found.some((each) => each.line === row.line && saysTheSame(each, row));
  const isWanted = ({ line }: CalendarRow) => wanted.some((row) => row.line === line);
  return {
    written: wanted.filter((row) => !isThereAs(row)).map(({ line }) => line),
    removed: found.filter((row) => !isWanted(row)).map(({ line }) => line),
  };
}
