import { mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DamagedFileError } from './damaged-file-error';
import { FutureDatabaseError, type Migrations, migrate } from './migrations';
import { setAside } from './set-aside';
import { assertSynchronous, openSqlite, type SqliteDatabase, type SqliteOptions, sqliteTrouble } from './sqlite';
import type { FileStatus, FileTrouble } from './store-status';

export interface HealingFileOptions<Parts> {
  readonly path: string;
  /** What people call it, at the start of a sentence. */
  readonly title: string;
  readonly sqlite: SqliteOptions;
  readonly migrations: Migrations;
  /** Builds what works on an open file; an error of SQLite here counts as damage. */
  readonly build: (db: SqliteDatabase) => Parts;
  /** How many damaged files are kept; undefined: all. */
  readonly keepAside: number | undefined;
  /** A file from a newer Taktline is set aside as well; otherwise it is left alone and done without. */
  readonly setAsideFuture: boolean;
  /** Puts something better than an empty file in the place of a damaged one; false: there is nothing. */
  readonly recover?: () => boolean;
  readonly now: () => number;
}

/** What cannot be opened is tried again so often: a lock is given back, a disk is mounted again, room is made. */
const RETRY_MS = 30_000;
/** A file that is damaged again so soon after it was made lies on a failing disk. */
const AGAIN_MS = 10_000;
/** Reading or writing may fail for a moment; what goes on failing is no better than damage. */
const MOST_FAILURES = 3;

/**
 * A database file for which trouble is a normal day: a damaged one is set aside and begun anew, one that is locked, not
 * writable or full is left alone and done without, and tried again. Whoever uses it gets an answer either way.
 */
export class HealingFile<Parts> {
  readonly #options: HealingFileOptions<Parts>;
  #open: { readonly db: SqliteDatabase; readonly parts: Parts } | undefined;
  #trouble: { readonly kind: FileTrouble; readonly sentence: string } | undefined;
  #notice: string | undefined;
  #setAsideCount = 0;
  #isBegunAnew = false;
  #failures = 0;
  #setAsideMs = Number.NEGATIVE_INFINITY;
  #triedMs = Number.NEGATIVE_INFINITY;
  #isWritten = false;
  #isClosed = false;

  constructor(options: HealingFileOptions<Parts>) {
    this.#options = options;
  }

  /** Does something with the file; `otherwise` where there is none to be had. */
  use<Result>(action: (parts: Parts, db: SqliteDatabase) => Result, otherwise: Result): Result {
    const open = this.#opened();
    if (open === undefined) return otherwise;
    try {
      return action(open.parts, open.db);
    } catch (error) {
      this.#answer(error);
      return otherwise;
    }
  }

  /** As {@link use}, for what writes. */
  write<Result>(action: (parts: Parts, db: SqliteDatabase) => Result, otherwise: Result): Result {
    return this.use((parts, db) => {
      const result = action(parts, db);
      if (!this.#isWritten) assertSynchronous(db, this.#options.sqlite.synchronous);
      this.#isWritten = true;
      if (this.#trouble?.kind === 'full') this.#trouble = undefined;
      return result;
    }, otherwise);
  }

  status(): FileStatus {
    return {
      state: this.#open === undefined ? 'unavailable' : 'ready',
      trouble: this.#trouble?.kind,
      sentence: this.#trouble?.sentence ?? this.#notice,
      setAside: this.#setAsideCount,
      begunAnew: this.#isBegunAnew,
    };
  }

  /** Closes it for good; idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#letGo();
  }

  #opened(): { readonly db: SqliteDatabase; readonly parts: Parts } | undefined {
    if (this.#open !== undefined || this.#isClosed) return this.#open;
    const nowMs = this.#options.now();
    if (Math.abs(nowMs - this.#triedMs) < RETRY_MS) return undefined;
    this.#triedMs = nowMs;
    try {
      mkdirSync(dirname(this.#options.path), { recursive: true, mode: 0o700 });
      this.#open = this.#openOnce();
      this.#trouble = undefined;
    } catch (error) {
      this.#answer(error);
    }
    return this.#open;
  }

  #openOnce(): { readonly db: SqliteDatabase; readonly parts: Parts } {
    const { path, sqlite, migrations, build } = this.#options;
    const db = openSqlite(path, sqlite);
    try {
      migrate(db, migrations);
      this.#isWritten = false;
      return { db, parts: build(db) };
    } catch (error) {
      db.close();
      throw error;
    }
  }

  #answer(error: unknown): void {
    const kind = this.#kindOf(error);
    if (kind === undefined) throw error;
    if (kind === 'full' && this.#open !== undefined) {
      this.#trouble = { kind, sentence: this.#sentence(kind, error) };
      return;
    }
    this.#letGo();
    const isLeftAlone = error instanceof FutureDatabaseError && !this.#options.setAsideFuture;
    if (kind === 'damaged' && !isLeftAlone) this.#beginAnew(error);
    else this.#giveUp(kind, error);
  }

  #kindOf(error: unknown): FileTrouble | undefined {
    const kind = troubleKind(error);
    if (kind !== 'failing') return kind;
    this.#failures += 1;
    return this.#failures % MOST_FAILURES === 0 ? 'damaged' : kind;
  }

  #giveUp(kind: FileTrouble, error: unknown): void {
    this.#trouble = { kind, sentence: this.#sentence(kind, error) };
    this.#triedMs = this.#options.now();
  }

  #beginAnew(cause: unknown): void {
    const isAgain = Math.abs(this.#options.now() - this.#setAsideMs) < AGAIN_MS;
    try {
      const aside = this.#setAside();
      if (isAgain) {
        this.#giveUp('damaged', cause);
        return;
      }
      const isRecovered = this.#openAnew();
      this.#isBegunAnew = !isRecovered;
      const remedy = isRecovered ? 'its copy took its place' : 'a new one begun';
      this.#notice = `${this.#options.title} was damaged (${messageOf(cause)}): it was set aside as ${aside}, ${remedy}.`;
      this.#trouble = undefined;
    } catch (error) {
      this.#giveUp(troubleKind(error) ?? 'unwritable', error);
    }
  }

  /** Opens what recovering brings, or an empty file. @returns whether it was recovered */
  #openAnew(): boolean {
    const isRecovered = this.#options.recover?.() === true;
    try {
      this.#open = this.#openOnce();
      return isRecovered;
    } catch (error) {
      if (!isRecovered || troubleKind(error) !== 'damaged') throw error;
      this.#setAside();
      this.#open = this.#openOnce();
      return false;
    }
  }

  /** @returns the name of what was set aside */
  #setAside(): string {
    const { path, now, keepAside } = this.#options;
    const aside = setAside(path, now(), keepAside);
    this.#setAsideCount += 1;
    this.#setAsideMs = now();
    return basename(aside);
  }

  #letGo(): void {
    const db = this.#open?.db;
    this.#open = undefined;
    try {
      db?.close();
    } catch (error) {
      // Its last checkpoint failed; what that means was said by the statement that failed before, or is found at the next opening.
      this.#notice = `${this.#options.title} could not be closed cleanly: ${messageOf(error)}.`;
    }
  }

  #sentence(kind: FileTrouble, error: unknown): string {
    const { title, path } = this.#options;
    switch (kind) {
      case 'locked':
        return `${title} ${path} is in use by another Taktline: this one works without it. Close the other one, or give this one a data folder of its own (--data).`;
      case 'unwritable':
        return `${title} ${path} cannot be opened for writing (${messageOf(error)}): Taktline works without it. Correct the rights of the folder.`;
      case 'full':
        return `There is no room for ${path} (${messageOf(error)}): nothing new is kept in it. Make room on the disk.`;
      case 'damaged':
        return `${title} ${path} cannot be used: ${messageOf(error)}. Taktline works without it.`;
      case 'failing':
        return `Reading or writing ${path} failed (${messageOf(error)}): Taktline works without it. Look at the disk.`;
    }
  }
}

function troubleKind(error: unknown): FileTrouble | undefined {
  if (error instanceof FutureDatabaseError || error instanceof DamagedFileError) return 'damaged';
  const trouble = sqliteTrouble(error);
  if (trouble !== undefined) return trouble;
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined || !('syscall' in (error as object))) return undefined;
  return code === 'ENOSPC' || code === 'EDQUOT' ? 'full' : 'unwritable';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
