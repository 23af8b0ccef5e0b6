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
 */
export function migrate(db: SqliteDatabase, migrations: Migrations): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > migrations.length) {
    throw new FutureDatabaseError(`made by a newer Taktline (schema ${version}, this one knows ${migrations.length})`);
  }
  for (const [at, step] of migrations.entries()) {
    if (at < version) continue;
    db.transaction(() => {
      db.exec(step);
      db.pragma(`user_version = ${at + 1}`);
    })();
  }
}
