import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDirectory } from '../../src/main/config/directory-lock';
import {
  type EmbeddedPlantHandle,
  type PlantProcessState,
  startEmbeddedPlant,
} from '../../src/main/demo/plant/supervisor';
import type { PlantAddress } from '../../src/main/plant/connection';
import { CACHE_FOLDER, PLANT_ENTRY, PROJECT_ROOT } from './demo-programs';
import { nativeTestServer, startNativeTestPlant } from './native-plant';

/** A TimescaleDB of a test's own, ready in about a second. */
export interface TestPlant {
  readonly engine: 'embedded' | 'native';
  /** @param user `taktline` (default), `taktline_reader`, `line_writer` or `postgres` */
  address(user?: string): PlantAddress;
  /** Ends it and deletes its data; idempotent. */
  stop(): Promise<void>;
}

/** A process on a copy of a prepared data directory, with what only the embedded plant has. */
export interface EmbeddedTestPlant extends TestPlant {
  readonly engine: 'embedded';
  readonly supervisor: EmbeddedPlantHandle;
  readonly dataDir: string;
  /** What the plant's process has logged. */
  readonly logLines: readonly string[];
}

export interface TestPlantOptions {
  /** Whether due policies run by themselves. A native server's workers do unless told; an embedded plant's runner does not. */
  readonly runJobs?: boolean;
}

export interface EmbeddedTestPlantOptions extends TestPlantOptions {
  /** Further arguments of the plant's process. */
  readonly extraArguments?: readonly string[];
  /** As of the supervisor. */
  readonly pingEveryMs?: number;
  readonly onStateChange?: (state: PlantProcessState) => void;
}

/** What a prepared data directory is made by. */
const PREPARED_BY = ['engine.ts', 'engine-facts.ts', 'engine-package.ts', 'data-directory.ts'];
const PREPARING_MS = 60_000;

/** Starts a plant for one test file: on the server of `TAKTLINE_TEST_PLANT_URL` where that is set, else an embedded one. */
export async function startTestPlant(options: TestPlantOptions = {}): Promise<TestPlant> {
  const server = nativeTestServer(process.env);
  if (server === undefined) return startEmbeddedTestPlant(options);
  return startNativeTestPlant(server, { runJobs: options.runJobs ?? true });
}

/** Starts an embedded plant for a test of what only the embedded plant has or does. */
export async function startEmbeddedTestPlant(options: EmbeddedTestPlantOptions = {}): Promise<EmbeddedTestPlant> {
  const prepared = await preparedDataDirectory();
  const dataDir = mkdtempSync(join(tmpdir(), 'taktline-plant-'));
  cpSync(prepared, dataDir, { recursive: true });
  const logLines: string[] = [];
  const supervisor = await startEmbeddedPlant({
    entryPath: PLANT_ENTRY,
    dataDir,
    log: (line) => logLines.push(line),
    extraArguments: [...(options.runJobs === true ? [] : ['--no-jobs']), ...(options.extraArguments ?? [])],
    ...(options.pingEveryMs === undefined ? {} : { pingEveryMs: options.pingEveryMs }),
    ...(options.onStateChange === undefined ? {} : { onStateChange: options.onStateChange }),
  });
  return {
    engine: 'embedded',
    address: (user = 'taktline') => ({ ...supervisor.address, user }),
    supervisor,
    dataDir,
    logLines,
    stop: async () => {
      await supervisor.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A finished, empty data directory, made once for each version of what makes it; do not start a plant on it. */
export async function preparedDataDirectory(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of PREPARED_BY) hash.update(readFileSync(join(PROJECT_ROOT, 'src/main/demo/plant', file)));
  const folder = join(CACHE_FOLDER, `data-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE_FOLDER, { recursive: true });
  const lock = await lockDirectory(`${folder}.lock`, { waitMs: PREPARING_MS });
  try {
    if (!existsSync(folder)) await prepare(folder);
  } finally {
    lock.release();
  }
  return folder;
}

async function prepare(folder: string): Promise<void> {
  const draft = `${folder}.${randomUUID()}`;
  const plant = await startEmbeddedPlant({
    entryPath: PLANT_ENTRY,
    dataDir: draft,
    log: () => {},
    extraArguments: ['--no-jobs'],
  });
  await plant.stop();
  renameSync(draft, folder);
}
