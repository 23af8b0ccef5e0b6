import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type DirectoryLock, lockDirectory } from '../../config/directory-lock';
import { PlantEngine } from './engine';
import { ENGINE_VERSION } from './engine-facts';

/**
 * The embedded plant's directory: `taktline-plant.json` says what it is and whether it was finished, `lock` who
 * uses it, `pgdata` holds the database. An unfinished database never opens again, so it is deleted and made
 * anew; anything else that is not ours is left alone.
 */

const MARKER = 'taktline-plant.json';
const LOCK = 'lock';
const DATABASE_FOLDER = 'pgdata';
const FORMAT = 1;

const Marker = z.object({
  format: z.number(),
  engine: z.string(),
  state: z.enum(['creating', 'ready']),
});
type Marker = z.infer<typeof Marker>;

export interface OpenedDirectory {
  readonly engine: PlantEngine;
  /** True when the database was made just now. */
  readonly isNew: boolean;
  /** Closes the engine and gives the directory free. */
  close(): Promise<void>;
  /** Gives the directory free when the engine is broken and cannot be closed. */
  abandon(): void;
}

export interface OpenDirectoryOptions {
  /** How long to wait for another process that is just ending, in ms. */
  readonly lockWaitMs?: number;
  /** The extension's archive that the build has made; default: the package's own, which takes longer. */
  readonly archivePath?: string;
}

const DEFAULT_LOCK_WAIT_MS = 5_000;

/**
 * Opens the plant's directory, making it where there is none.
 * @throws Error with one sentence that names the directory and the remedy
 */
export async function openDataDirectory(dataDir: string, options: OpenDirectoryOptions = {}): Promise<OpenedDirectory> {
  const directory = resolve(dataDir);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const lock = await lockDirectory(join(directory, LOCK), { waitMs: options.lockWaitMs ?? DEFAULT_LOCK_WAIT_MS });
    try {
      return await openLocked(directory, lock, options.archivePath);
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The plant's data directory ${directory} ${reason}`, { cause: error });
  }
}

async function openLocked(directory: string, lock: DirectoryLock, archivePath?: string): Promise<OpenedDirectory> {
  const database = join(directory, DATABASE_FOLDER);
  const marker = readMarker(directory);
  if (marker === undefined) refuseForeign(directory);
  else refuseOtherVersions(marker);
  const isNew = marker?.state !== 'ready';
  if (isNew) {
    writeMarker(directory, 'creating');
    rmSync(database, { recursive: true, force: true });
  }
  const engine = await PlantEngine[isNew ? 'create' : 'open'](database, archivePath);
  if (isNew) writeMarker(directory, 'ready');
  return {
    engine,
    isNew,
    close: async () => {
      await engine.close();
      lock.release();
    },
    abandon: () => lock.release(),
  };
}

function readMarker(directory: string): Marker | undefined {
  let text: string;
  try {
    text = readFileSync(join(directory, MARKER), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return Marker.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`has an unreadable ${MARKER}; choose another directory, or remove this one.`, { cause: error });
  }
}

/** Without a marker only an empty directory may become ours: a slip in a path must not cost anybody's files. */
function refuseForeign(directory: string): void {
  const foreign = readdirSync(directory).find((name) => name !== LOCK && !name.startsWith(`${LOCK}.`));
  if (foreign === undefined) return;
  throw new Error(`is not empty (${foreign}) and was not made by Taktline; choose an empty or a new directory.`);
}

function refuseOtherVersions(marker: Marker): void {
  if (marker.format === FORMAT && marker.engine === ENGINE_VERSION) return;
  throw new Error(
    `was made by another version of the embedded plant (${marker.engine}, this is ${ENGINE_VERSION}); ` +
      'choose another directory, or remove this one to start over.',
  );
}

function writeMarker(directory: string, state: Marker['state']): void {
  const marker: Marker = { format: FORMAT, engine: ENGINE_VERSION, state };
  const draft = join(directory, `${MARKER}.new`);
  writeFileSync(draft, `${JSON.stringify(marker)}\n`, { mode: 0o600 });
  renameSync(draft, join(directory, MARKER));
}
