import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { FAST_FOLDER } from '../../support/fast-folder';
import { seededRandom } from '../../support/sample-tiles';

/** How tiles could be laid out in a file; the first is the one that the store uses. */
const FORMS = {
  'one table, number as key': {
    ddl: 'CREATE TABLE tile (id INTEGER PRIMARY KEY, as_of_ms REAL, sealed INTEGER, used_at INTEGER, marks_check INTEGER, bytes_check INTEGER, bytes BLOB)',
    insert: ['INSERT INTO tile VALUES (@id, @asOfMs, 1, @usedAt, @check, @check, @bytes)'],
    read: 'SELECT * FROM tile WHERE id = @id',
  },
  'marks and bytes apart': {
    ddl: 'CREATE TABLE tile (id INTEGER PRIMARY KEY, as_of_ms REAL, sealed INTEGER, used_at INTEGER, marks_check INTEGER, bytes_check INTEGER); CREATE TABLE tile_bytes (id INTEGER PRIMARY KEY, bytes BLOB)',
    insert: [
      'INSERT INTO tile VALUES (@id, @asOfMs, 1, @usedAt, @check, @check)',
      'INSERT INTO tile_bytes VALUES (@id, @bytes)',
    ],
    read: 'SELECT * FROM tile JOIN tile_bytes USING (id) WHERE id = @id',
  },
  'three columns as key, WITHOUT ROWID': {
    ddl: 'CREATE TABLE tile (series INTEGER, level INTEGER, from_ms INTEGER, as_of_ms REAL, sealed INTEGER, used_at INTEGER, marks_check INTEGER, bytes_check INTEGER, bytes BLOB, PRIMARY KEY (series, level, from_ms)) WITHOUT ROWID',
    insert: ['INSERT INTO tile VALUES (@series, 1, @fromMs, @asOfMs, 1, @usedAt, @check, @check, @bytes)'],
    read: 'SELECT * FROM tile WHERE series = @series AND level = 1 AND from_ms = @fromMs',
  },
  'three columns in an index': {
    ddl: 'CREATE TABLE tile (series INTEGER, level INTEGER, from_ms INTEGER, as_of_ms REAL, sealed INTEGER, used_at INTEGER, marks_check INTEGER, bytes_check INTEGER, bytes BLOB, UNIQUE (series, level, from_ms))',
    insert: ['INSERT INTO tile VALUES (@series, 1, @fromMs, @asOfMs, 1, @usedAt, @check, @check, @bytes)'],
    read: 'SELECT * FROM tile WHERE series = @series AND level = 1 AND from_ms = @fromMs',
  },
} as const;

export const PAGE_SIZES = [1_024, 2_048, 4_096, 8_192, 16_384] as const;
export const FORM_NAMES = Object.keys(FORMS) as readonly (keyof typeof FORMS)[];
const SERIES = 50;
const READS = 2_000;
const STEP_MS = 600_000;

export interface LayoutResult {
  /** Size of the file over the bytes of the tiles. */
  readonly fileRatio: number;
  readonly readUs: number;
}

/** Fills a file with tiles of one size, in random order as pans and zooms bring them, and reads some of them. */
export function measureLayout(
  form: keyof typeof FORMS,
  pageSizeBytes: number,
  tileBytes: number,
  totalBytes: number,
): LayoutResult {
  const folder = mkdtempSync(join(FAST_FOLDER, 'taktline-layout-'));
  const path = join(folder, 'layout.sqlite');
  const db = new Database(path);
  try {
    db.pragma(`page_size = ${pageSizeBytes}`);
    db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.exec(`${FORMS[form].ddl}; CREATE INDEX tile_by_use ON tile (used_at)`);
    const rows = rowsOf(Math.ceil(totalBytes / tileBytes), tileBytes);
    const inserts = FORMS[form].insert.map((sql) => db.prepare(sql));
    for (let at = 0; at < rows.length; at += 50) {
      db.transaction(() => {
        for (const row of rows.slice(at, at + 50)) for (const insert of inserts) insert.run(row);
      })();
    }
    const read = db.prepare(FORMS[form].read);
    const startMs = performance.now();
    for (let at = 0; at < READS; at++) read.get(rows[(at * 7_919) % rows.length]);
    const readUs = ((performance.now() - startMs) * 1_000) / READS;
    db.pragma('wal_checkpoint(TRUNCATE)');
    return { fileRatio: statSync(path).size / (rows.length * tileBytes), readUs };
  } finally {
    db.close();
    rmSync(folder, { recursive: true });
  }
}

function rowsOf(count: number, tileBytes: number) {
  const bytes = Buffer.alloc(tileBytes, 0x5a);
  const rows = Array.from({ length: count }, (_, at) => {
    const [series, tile] = [1 + (at % SERIES), Math.floor(at / SERIES)];
    const id = (series * 8 + 1) * 2 ** 24 + 2_900_000 + tile;
    return { id, series, fromMs: 1.7e12 + tile * STEP_MS, asOfMs: 1.7e12 + at, usedAt: 2_900_000, check: 4e9, bytes };
  });
  const random = seededRandom(5);
  for (let at = rows.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const [a, b] = [rows[at], rows[other]];
    if (a !== undefined && b !== undefined) [rows[at], rows[other]] = [b, a];
  }
  return rows;
}
