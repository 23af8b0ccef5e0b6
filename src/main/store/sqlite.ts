import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';

export type SqliteDatabase = Database.Database;

export interface SqliteOptions {
  /** NORMAL may lose the last transactions in a power cut, never the file; FULL loses none. */
  readonly synchronous: 'NORMAL' | 'FULL';
  /** Of a new file; an existing one keeps its own. */
  readonly pageSizeBytes: number;
  /** The file never grows beyond it: a write then ends with "full". */
  readonly maxFileBytes?: number;
}

/** What an error of SQLite tells about the file. */
export type SqliteTrouble = 'damaged' | 'locked' | 'unwritable' | 'full' | 'failing';

/** What `PRAGMA synchronous` answers. */
const SYNCHRONOUS_LEVEL = { NORMAL: 1, FULL: 2 } as const;
/** Another process on the file is another Taktline and will not go away within a moment. */
const BUSY_TIMEOUT_MS = 100;
/** Inner pages of the tree are at hand; the rest comes from the system's cache, which would only be held twice. */
const CACHE_KIB = 2 * 1024;
/** In the file's header: 1 is a rollback journal, 2 a WAL (https://sqlite.org/fileformat2.html, 1.3.3). */
const WRITE_FORMAT_OFFSET = 18;
const WAL_LIMIT_BYTES = 16 * 1024 * 1024;
const WAL_CHECKPOINT_BYTES = 4 * 1024 * 1024;

/**
 * Opens a file for this connection alone, in WAL mode. One connection a file: a second one, in whatever process, is
 * refused as "locked".
 * @throws SqliteError; {@link sqliteTrouble} tells what it means
 */
export function openSqlite(path: string, options: SqliteOptions): SqliteDatabase {
  assertWritableFormat(path);
  const db = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    db.pragma(`page_size = ${options.pageSizeBytes}`);
    // So that a smaller budget can give pages back to the disk.
    db.pragma('auto_vacuum = INCREMENTAL');
    // Before the first access: the index of the WAL then lives in our memory and nobody else can open the file.
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('cell_size_check = ON');
    db.pragma('trusted_schema = OFF');
    const mode = db.pragma('journal_mode = WAL', { simple: true });
    if (mode !== 'wal') throw new Database.SqliteError(`the journal mode is ${String(mode)}`, 'SQLITE_READONLY');
    setSynchronous(db, options.synchronous);
    db.pragma(`cache_size = -${CACHE_KIB}`);
    db.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
    const pageBytes = Number(db.pragma('page_size', { simple: true }));
    db.pragma(`wal_autocheckpoint = ${Math.ceil(WAL_CHECKPOINT_BYTES / pageBytes)}`);
    if (options.maxFileBytes !== undefined) limitFile(db, options.maxFileBytes);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * SQLite takes a file whose header names an unknown write format for one that may only be read, which would be a matter
 * of rights and not of damage.
 */
function assertWritableFormat(path: string): void {
  if (!existsSync(path)) return;
  const header = Buffer.alloc(WRITE_FORMAT_OFFSET + 1);
  const file = openSync(path, 'r');
  try {
    if (readSync(file, header) < header.length) return;
  } finally {
    closeSync(file);
  }
  const format = header.readUInt8(WRITE_FORMAT_OFFSET);
  if (format !== 1 && format !== 2) throw new Database.SqliteError(`its write format is ${format}`, 'SQLITE_NOTADB');
}

function setSynchronous(db: SqliteDatabase, level: SqliteOptions['synchronous']): void {
  db.pragma(`synchronous = ${level}`);
}

/** The file grows no further than this, or than it is. */
function limitFile(db: SqliteDatabase, maxFileBytes: number): void {
  const pageBytes = Number(db.pragma('page_size', { simple: true }));
  db.pragma(`max_page_count = ${Math.ceil(maxFileBytes / pageBytes)}`);
}

/** After the first write: before it the pragma does not tell what is in force. @throws Error when it is not as asked */
export function assertSynchronous(db: SqliteDatabase, level: SqliteOptions['synchronous']): void {
  const found = db.pragma('synchronous', { simple: true });
  if (found !== SYNCHRONOUS_LEVEL[level]) throw new Error(`synchronous is ${String(found)} and should be ${level}`);
}

/** What the pages in use take, in bytes: the file without those that are free. */
export function usedBytes(db: SqliteDatabase): number {
  const pragma = (name: string) => Number(db.pragma(name, { simple: true }));
  return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
}

/** Whether the file has reached its bound, so that "full" means our own limit and not the disk. */
export function isAtLimit(db: SqliteDatabase): boolean {
  return Number(db.pragma('page_count', { simple: true })) >= Number(db.pragma('max_page_count', { simple: true }));
}

/** Gives up to so many free pages back to the disk. */
export function shrinkFile(db: SqliteDatabase, pages: number): void {
  db.pragma(`incremental_vacuum(${pages})`);
}

/** A whole copy as a new file. */
export function copyInto(db: SqliteDatabase, path: string): void {
  db.prepare('VACUUM INTO ?').run(path);
}

/** What an error tells about the file; undefined: it is no error of SQLite. */
export function sqliteTrouble(error: unknown): SqliteTrouble | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined;
  const [, primary = ''] = error.code.split('_');
  switch (primary) {
    // ERROR: a statement of ours does not fit the schema, so the schema is not what we wrote.
    case 'NOTADB':
    case 'CORRUPT':
    case 'FORMAT':
    case 'ERROR':
    case 'MISMATCH':
    case 'TOOBIG':
    case 'CONSTRAINT':
      return 'damaged';
    case 'BUSY':
    case 'LOCKED':
    case 'PROTOCOL':
      return 'locked';
    case 'CANTOPEN':
    case 'READONLY':
    case 'PERM':
    case 'AUTH':
      return 'unwritable';
    case 'FULL':
      return 'full';
    default:
      return 'failing';
  }
}
