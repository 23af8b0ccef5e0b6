/**
 * What the plant's indexes let us ask for:
 * - `series`: one series over a range, and the next series after another (skip scan);
 * - `unit`: one unit over a range, and the next unit; metrics of one unit are told apart by reading them;
 * - `time`: all series over a range;
 * - `scan`: nothing; every statement reads the whole table.
 */
export type TableAccess = 'series' | 'unit' | 'time' | 'scan';

/** A plain index: its columns in order, and which of them descend. */
export interface TableIndex {
  readonly columns: readonly string[];
  readonly descending: readonly boolean[];
}

export interface KeyColumns {
  readonly unit: string;
  /** Undefined for OEE. */
  readonly name: string | undefined;
  readonly time: string;
}

/** An index that a skip scan goes along: the order of its key columns. */
export interface FoundAccess {
  readonly access: TableAccess;
  /** Columns of the series in the order of the index; of the unit alone for access `unit`. */
  readonly keyOrder: readonly string[];
}

/** The best that the indexes of a table allow. */
export function accessBy(indexes: readonly TableIndex[], { unit, name, time }: KeyColumns): FoundAccess {
  const leadsWith = (...columns: string[]) =>
    indexes.find(
      (index) =>
        columns.every((column, at) => index.columns[at] === column) &&
        // A skip scan compares rows as a whole: its columns must run the same way.
        new Set(index.descending.slice(0, columns.length - 1)).size === 1,
    );
  const keys =
    name === undefined
      ? [[unit]]
      : [
          [unit, name],
          [name, unit],
        ];
  for (const keyOrder of keys) if (leadsWith(...keyOrder, time) !== undefined) return { access: 'series', keyOrder };
  if (leadsWith(unit, time) !== undefined) return { access: 'unit', keyOrder: [unit] };
  if (indexes.some(({ columns }) => columns[0] === time)) return { access: 'time', keyOrder: [] };
  return { access: 'scan', keyOrder: [] };
}

/** A table above this size is not read as a whole, over and over; about a million rows. */
export const MAX_SCANNED_BYTES = 128 * 1024 * 1024;
