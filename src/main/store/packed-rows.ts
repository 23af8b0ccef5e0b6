import type { CheckedRow } from './stored-tile';

/** Rows as one text: between threads it is copied in one go, where objects would be taken apart and made anew one by one. */
export function packRows(rows: readonly CheckedRow[]): string {
  return JSON.stringify(rows.map(({ kind, id, body }) => [kind, id, body]));
}

/** The rows of {@link packRows}, from our own other thread. */
export function unpackRows(packed: string): readonly CheckedRow[] {
  return (JSON.parse(packed) as readonly (readonly [string, string, string])[]).map(([kind, id, body]) => ({
    kind,
    id,
    body,
  }));
}
