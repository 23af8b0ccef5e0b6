import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { CHECKED_ROWS_SCHEMA, CheckedTable } from './checked-table';
import { DamagedFileError } from './damaged-file-error';
import { HealingFile } from './healing-file';
import type { Migrations } from './migrations';
import { copyInto, type SqliteDatabase } from './sqlite';
import type { FileStatus } from './store-status';
import type { CheckedRow } from './stored-tile';

export const ENTERED_MIGRATIONS: Migrations = [CHECKED_ROWS_SCHEMA];
const PAGE_BYTES = 4_096;

/**
 * What people entered: each change is on the disk before it is called kept, and a copy beside the file is replaced after
 * it. A damaged file is set aside (for good) and the copy takes its place.
 */
export class EnteredFile {
  readonly #path: string;
  readonly #file: HealingFile<CheckedTable>;
  #copyTrouble: string | undefined;
  #isSavedAgain = false;

  constructor({ path, now }: { readonly path: string; readonly now: () => number }) {
    this.#path = path;
    this.#file = new HealingFile({
      path,
      title: 'The file of what was entered',
      sqlite: { synchronous: 'FULL', pageSizeBytes: PAGE_BYTES },
      migrations: ENTERED_MIGRATIONS,
      build: verified,
      setAsideFuture: false,
      keepAside: undefined,
      recover: () => {
        const isThere = existsSync(this.#copyPath);
        if (isThere) copyFileSync(this.#copyPath, path);
        return isThere;
      },
      now,
    });
  }

  /** Undefined: not known just now; {@link status} says why. */
  load(): readonly CheckedRow[] | undefined {
    // Damage that only shows now is healed by the first attempt.
    const rows = this.#loadOnce() ?? this.#loadOnce();
    // An empty file in the place of a damaged one does not mean that nothing had been entered.
    return this.#file.status().begunAnew && !this.#isSavedAgain ? undefined : rows;
  }

  /** @returns whether these rows are on the disk, in the place of all earlier ones */
  save(rows: readonly CheckedRow[]): boolean {
    return this.#file.write((table, db) => {
      table.replaceAll(rows);
      this.#copy(db);
      this.#isSavedAgain = true;
      return true;
    }, false);
  }

  status(): FileStatus {
    const status = this.#file.status();
    return { ...status, sentence: status.sentence ?? this.#copyTrouble };
  }

  close(): void {
    this.#file.close();
  }

  #loadOnce(): readonly CheckedRow[] | undefined {
    return this.#file.use<readonly CheckedRow[] | undefined>((table) => {
      const { rows, isWhole } = table.load();
      if (!isWhole) throw new DamagedFileError('its checksums differ');
      return rows;
    }, undefined);
  }

  get #copyPath(): string {
    return `${this.#path}.copy`;
  }

  /** The change itself is kept whatever happens to the copy. */
  #copy(db: SqliteDatabase): void {
    const draft = `${this.#copyPath}.new`;
    try {
      rmSync(draft, { force: true });
      copyInto(db, draft);
      const file = openSync(draft, 'r+');
      fsyncSync(file);
      closeSync(file);
      renameSync(draft, this.#copyPath);
      this.#copyTrouble = undefined;
    } catch (error) {
      this.#copyTrouble = `What was entered is kept, its copy is not: ${(error as Error).message}.`;
    }
  }
}

/** It is small: all of it is looked at when it is opened. */
function verified(db: SqliteDatabase): CheckedTable {
  const found = db.pragma('integrity_check', { simple: true });
  if (found !== 'ok') throw new DamagedFileError(`its check says: ${String(found)}`);
  const table = new CheckedTable(db);
  if (!table.load().isWhole) throw new DamagedFileError('its checksums differ');
  return table;
}
