import { LineCalendar, type PlantCalendar } from './calendar-rules';

/**
 * The calendar as it lies in the plant's own table: a row for each line that differs from the others, one for all others, each
 * with its rules as one JSON document. Who reads them takes all or nothing: with one row left out its line would go by the
 * shifts of another.
 */

/** Where the rows lie in the plant. */
export const CALENDAR_TABLE = 'taktline.work_calendar';
/** What the documents are written in; readers know this form and those before it. */
export const CALENDAR_VERSION = 1;
/** Stands for every line without a row of its own. */
export const ALL_OTHER_LINES = '';
/** More rows are no calendar of a plant, but a mistake. */
export const MAX_CALENDAR_ROWS = 500;

export interface CalendarRow {
  /** {@link ALL_OTHER_LINES}, or a line's name. */
  readonly line: string;
  readonly version: number;
  /** The rules as JSON. */
  readonly document: string;
}

export type CalendarRead =
  | { readonly kind: 'none' }
  | { readonly kind: 'calendar'; readonly calendar: PlantCalendar }
  /** With a sentence for a person: which row, which place in it, and the remedy. */
  | { readonly kind: 'fault'; readonly sentence: string };

/** @param rows in any order, more than {@link MAX_CALENDAR_ROWS} at most */
export function calendarOfRows(rows: readonly CalendarRow[]): CalendarRead {
  if (rows.length === 0) return { kind: 'none' };
  if (rows.length > MAX_CALENDAR_ROWS) return fault(`holds more than ${MAX_CALENDAR_ROWS} lines`);
  const lines: [line: string, rules: LineCalendar][] = [];
  let other: LineCalendar | undefined;
  for (const row of rows) {
    const read = readRow(row);
    if (typeof read === 'string') return fault(`cannot be used: the row of ${lineText(row.line)} ${read}`);
    if (row.line === ALL_OTHER_LINES) other = read;
    else lines.push([row.line, read]);
  }
  const calendar = { ...(other === undefined ? {} : { default: other }), lines: Object.fromEntries(lines) };
  return { kind: 'calendar', calendar };
}

/** The rows of a decoded calendar, that for all other lines first. */
export function rowsOfCalendar({ default: other, lines }: PlantCalendar): readonly CalendarRow[] {
  const row = (line: string, rules: LineCalendar) => ({
    ...{ line, version: CALENDAR_VERSION },
    document: JSON.stringify(rules),
  });
  return [
    ...(other === undefined ? [] : [row(ALL_OTHER_LINES, other)]),
    ...Object.entries(lines).map(([line, rules]) => row(line, rules)),
  ];
}

/** Whether two rows say the same, however their documents are written; a row that cannot be read says nothing. */
export function saysTheSame(a: CalendarRow, b: CalendarRow): boolean {
  const [one, other] = [readRow(a), readRow(b)];
  return typeof one !== 'string' && typeof other !== 'string' && JSON.stringify(one) === JSON.stringify(other);
}

/** A row's line for a person. */
export function lineText(line: string): string {
  return line === ALL_OTHER_LINES ? 'all other lines' : `line "${line}"`;
}

/** The rules, or what is wrong with them. */
function readRow({ version, document }: CalendarRow): LineCalendar | string {
  if (version !== CALENDAR_VERSION)
    return `is written in version ${version}, and this Taktline reads ${CALENDAR_VERSION}; update it`;
  const result = LineCalendar.safeParse(parsed(document));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  return `has a wrong value at ${issue?.path.join('.') || 'its top level'}: ${issue?.message}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no calendar either: the decoder says so.
    return undefined;
  }
}

function fault(what: string): CalendarRead {
  return {
    kind: 'fault',
    sentence: `The plant's calendar (${CALENDAR_TABLE}) ${what}. The calendar that was in use before stays; write it anew with "provision calendar".`,
  };
}
