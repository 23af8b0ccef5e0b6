import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { EnteredFile } from '../../../../src/main/store/entered-file';
import { TileCache, type TileCacheOptions } from '../../../../src/main/store/tile-cache';
import { FAST_FOLDER } from '../../../support/fast-folder';

/** A clock of a test, and a cache on it in a folder of its own. */
export interface CacheRig {
  readonly cache: TileCache;
  readonly path: string;
  readonly clock: { nowMs: number };
  /** The same file, opened again. */
  reopen(options?: Partial<TileCacheOptions>): TileCache;
}

export function openCache(options: Partial<TileCacheOptions> = {}): CacheRig {
  const path = options.path ?? join(newFolder(), 'tiles.sqlite');
  const clock = { nowMs: Date.UTC(2026, 5, 1) };
  const open = (more: Partial<TileCacheOptions>) => {
    const cache = new TileCache({ budgetBytes: 1e8, now: () => clock.nowMs, ...options, ...more, path });
    onTestFinished(() => cache.close());
    return cache;
  };
  return { cache: open({}), path, clock, reopen: (more = {}) => open(more) };
}

export function openEntered(path = join(newFolder(), 'entered.sqlite')): {
  file: EnteredFile;
  path: string;
  clock: { nowMs: number };
} {
  const clock = { nowMs: Date.UTC(2026, 5, 1) };
  const file = new EnteredFile({ path, now: () => clock.nowMs });
  onTestFinished(() => file.close());
  return { file, path, clock };
}

/** A folder of the running test; gone when it has ended. */
export function newFolder(): string {
  const folder = mkdtempSync(join(FAST_FOLDER, 'taktline-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Looks into a closed file with a connection of our own. */
export function inspect<Result>(path: string, look: (db: Database.Database) => Result): Result {
  const db = new Database(path);
  try {
    return look(db);
  } finally {
    db.close();
  }
}
