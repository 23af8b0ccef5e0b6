import { crc32 } from '../../shared/crc32';
import { DamagedFileError } from './damaged-file-error';
import type { SqliteDatabase } from './sqlite';

/** Steps from an empty file to the present schema; the number of a step is its place, counted from 1. Never changed, only added to. */
export type Migrations = readonly string[];

/** The file was made by a newer Taktline: nothing in it is touched. */
export class FutureDatabaseError extends Error {
  override readonly name = 'FutureDatabaseError';
}

/**
 * Brings a file to the present schema, each step in a transaction of its own with its number.
 * @throws FutureDatabaseError when the file knows more steps than we do
 * @throws DamagedFileError when its number is not the one that was written
 */
export function migrate(db: SqliteDatabase, migrations: Migrations): void {
  const version = versionOf(db);
  if (version > migrations.length) {
    throw new FutureDatabaseError(`made by a newer Taktline (schema ${version}, this one knows ${migrations.length})`);
  }
  for (const [at, step] of migrations.entries()) {
    if (at < version) continue;
    db.transaction(() => {
      db.exec(step);
      db.pragma(`user_version = ${at + 1}`);
      db.pragma(`application_id = ${schemaMark(at + 1)}`);
    })();
  }
}

/** SQLite checks nothing of its header: without a mark beside it a flipped bit would pass for a newer Taktline's number. */
function versionOf(db: SqliteDatabase): number {
  const version = Number(db.pragma('user_version', { simple: true }));
  const mark = Number(db.pragma('application_id', { simple: true }));
  if (mark !== schemaMark(version)) throw new DamagedFileError('its schema number is not the one that was written');
  return version;
}

/** 0 for a file that has no schema yet, as SQLite makes it. A signed 32-bit number. */
export function schemaMark(version: number): number {
  return version === 0 ? 0 : crc32(new TextEncoder().encode(`taktline ${version}`)) | 0;
}
