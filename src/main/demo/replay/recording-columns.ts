import { parseTime } from './time-text';

/** Where a recording's time and value stand in each row, counted from 0. */
export interface RecordingColumns {
  readonly time: number;
  readonly value: number;
}

export interface ColumnNames {
  readonly time?: string;
  readonly value?: string;
}

/** Headings that mean a time; compared without case, spaces and underscores. */
const TIME_HEADINGS = new Set(['timestamp', 'time', 'datetime', 'date', 'ts', 'timestamputc', 'timeutc']);
const VALUE_HEADINGS = new Set(['value', 'val', 'reading', 'measurement']);

/**
 * Finds the two columns by their headings, or by the names given.
 * @param metricName a column headed by the metric's own name is its value
 * @throws Error with one sentence that names the file and the remedy
 */
export function findColumns(
  header: readonly string[],
  names: ColumnNames,
  metricName: string,
  file: string,
): RecordingColumns {
  if (header.some((heading) => parseTime(heading) !== undefined)) {
    throw new Error(`${file} has no header line; put "timestamp,value" above the first row.`);
  }
  const time = names.time === undefined ? theOne(header, isTimeHeading) : named(header, names.time, file);
  if (time === undefined) {
    throw new Error(`${file}: no one column is the time (headings: ${list(header)}); name it with --time-column.`);
  }
  const value = names.value === undefined ? valueColumn(header, time, metricName) : named(header, names.value, file);
  if (value === undefined || value === time) {
    throw new Error(`${file}: no one column is the value (headings: ${list(header)}); name it with --value-column.`);
  }
  return { time, value };
}

function valueColumn(header: readonly string[], time: number, metricName: string): number | undefined {
  const byMetric = theOne(header, (heading) => normal(heading) === normal(metricName));
  const byName = byMetric ?? theOne(header, (heading) => VALUE_HEADINGS.has(normal(heading)));
  return byName ?? (header.length === 2 ? 1 - time : undefined);
}

/** The only column that fits; two that fit are as bad as none: nothing is guessed. */
function theOne(header: readonly string[], fits: (heading: string) => boolean): number | undefined {
  const found = header.flatMap((heading, index) => (fits(heading) ? [index] : []));
  return found.length === 1 ? found[0] : undefined;
}

function named(header: readonly string[], name: string, file: string): number {
  const index = header.findIndex((heading) => heading.trim() === name);
  if (index < 0) throw new Error(`${file} has no column "${name}"; its headings are ${list(header)}.`);
  return index;
}

function isTimeHeading(heading: string): boolean {
  return TIME_HEADINGS.has(normal(heading));
}

function normal(heading: string): string {
  return heading.toLowerCase().replace(/[\s_-]/g, '');
}

function list(header: readonly string[]): string {
  const shown = header.slice(0, 8).map((heading) => JSON.stringify(heading.slice(0, 40)));
  return `${shown.join(', ')}${header.length > shown.length ? ', …' : ''}`;
}
