import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { isFresh } from '../../scripts/build.mjs';

/** Where the tests of the plant find its program and keep what they prepare; may be deleted at any time. */
export const PROJECT_ROOT = resolve(__dirname, '..', '..');
export const CACHE_FOLDER = join(PROJECT_ROOT, '.runtime', 'test-plant');

const PLANT_SOURCES = ['src/main/demo/plant', 'src/main/demo/plant-process.ts', 'package-lock.json'];

/** Hash over the plant's sources: hex, 16 digits. */
export function plantSourceHash(): string {
  const hash = createHash('sha256');
  for (const source of PLANT_SOURCES) {
    for (const file of filesOf(join(PROJECT_ROOT, source))) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** The built program: the one of `out/` when it is fresh, else one built from the present sources of the plant alone. */
export async function plantEntry(): Promise<string> {
  if (isFresh(PROJECT_ROOT)) return join(PROJECT_ROOT, 'out', 'main', 'plant.js');
  const folder = join(CACHE_FOLDER, `entry-${plantSourceHash()}`);
  if (!existsSync(folder)) await buildEntry(folder);
  return join(folder, 'plant.js');
}

async function buildEntry(folder: string): Promise<void> {
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
        input: { plant: join(PROJECT_ROOT, 'src/main/demo/plant-process.ts') },
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

function filesOf(path: string): string[] {
  if (path.endsWith('.ts') || path.endsWith('.json')) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
