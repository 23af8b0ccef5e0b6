import { crc32 } from 'node:zlib';
import type { SeriesKey } from '../../shared/series';
import type { CheckedRow } from './stored-tile';

/**
 * Checksums of rows. SQLite's own checks see a third of single-bit damage (measured); so every row carries a checksum
 * over its key and its marks, and a tile one over its bytes as well. What fails counts as unknown, never as empty.
 */
export function bytesCheck(bytes: Uint8Array): number {
  return crc32(bytes);
}

export function seriesCheck(id: number, key: SeriesKey): number {
  return textCheck([id, key.table, key.workUnitId, key.name]);
}

/** Ties a tile's marks and the checksum of its bytes to the whole key. */
export function marksCheck(
  series: SeriesKey,
  row: { readonly id: number; readonly as_of_ms: number; readonly sealed: number; readonly bytes_check: number },
): number {
  return textCheck([series.table, series.workUnitId, series.name, row.id, row.as_of_ms, row.sealed, row.bytes_check]);
}

export function rowCheck({ kind, id, body }: CheckedRow): number {
  return textCheck([kind, id, body]);
}

function textCheck(fields: readonly (string | number)[]): number {
  return crc32(JSON.stringify(fields));
}
