import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { isFresh } from '../../scripts/build.mjs';
import { CACHE_FOLDER, PROJECT_ROOT } from './plant-entry';

/** The programs of the demo, built: `plant.js`, `simulator.js`, `replay.js` in one folder. */
export interface DemoEntries {
  readonly plantEntryPath: string;
  readonly simulatorEntryPath: string;
  readonly replayEntryPath: string;
}

const SOURCES = ['src/main/demo', 'src/main/provisioning', 'src/main/plant', 'src/main/config', 'sql'];
const ENTRIES = { plant: 'plant-process.ts', simulator: 'simulator-process.ts', replay: 'replay-process.ts' };

/** Those of `out/` when it is fresh, else built from the present sources of the demo alone. */
export async function demoEntries(): Promise<DemoEntries> {
  const folder = isFresh(PROJECT_ROOT) ? join(PROJECT_ROOT, 'out', 'main') : await builtFolder();
  return {
    plantEntryPath: join(folder, 'plant.js'),
    simulatorEntryPath: join(folder, 'simulator.js'),
    replayEntryPath: join(folder, 'replay.js'),
  };
}

async function builtFolder(): Promise<string> {
  const hash = createHash('sha256').update(readFileSync(join(PROJECT_ROOT, 'package-lock.json')));
  for (const source of SOURCES) {
    for (const entry of readdirSync(join(PROJECT_ROOT, source), { withFileTypes: true, recursive: true })) {
      if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
    }
  }
  const folder = join(CACHE_FOLDER, `demo-${hash.digest('hex').slice(0, 16)}`);
  if (!existsSync(folder)) await buildInto(folder);
  return folder;
}

async function buildInto(folder: string): Promise<void> {
  const draft = `${folder}.${randomUUID()}`;
  mkdirSync(draft, { recursive: true });
  await build({
    configFile: false,
    root: PROJECT_ROOT,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: draft,
      minify: false,
      rollupOptions: {
        input: Object.fromEntries(
          Object.entries(ENTRIES).map(([name, file]) => [name, join(PROJECT_ROOT, 'src/main/demo', file)]),
        ),
        output: { format: 'cjs', entryFileNames: '[name].js' },
      },
    },
  });
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another test file has just built the same.
    if (!existsSync(folder)) throw error;
    rmSync(draft, { recursive: true });
  }
}
