import { CHECKED_ROWS_SCHEMA } from './checked-table';
import type { Migrations } from './migrations';

/**
 * Chosen by measuring (docs/store.md): pages of 2 kB waste least of a tile's last page, and a table keyed by one
 * integer with the bytes in the row needs no second look-up.
 */
export const CACHE_PAGE_BYTES = 2_048;

export const CACHE_MIGRATIONS: Migrations = [
  `CREATE TABLE series (
     id INTEGER PRIMARY KEY,
     table_name TEXT NOT NULL,
     work_unit_id TEXT NOT NULL,
     name TEXT NOT NULL,
     row_check INTEGER NOT NULL
   );
   CREATE TABLE tile (
     id INTEGER PRIMARY KEY,
     as_of_ms REAL NOT NULL,
     sealed INTEGER NOT NULL,
     used_at INTEGER NOT NULL,
     marks_check INTEGER NOT NULL,
     bytes_check INTEGER NOT NULL,
     bytes BLOB NOT NULL
   );
   CREATE INDEX tile_by_use ON tile (used_at);
   ${CHECKED_ROWS_SCHEMA}`,
  // Tiles at 1hour spanned 28 days and span 4 now: the same number stands for another tile (its level is bits 24 to 26).
  'DELETE FROM tile WHERE (id >> 24) & 7 = 6',
];
