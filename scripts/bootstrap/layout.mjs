// Where set-up keeps what it brings. All of it lies under the project's own folder and may be deleted at any time.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onInterrupt } from './cleanup.mjs';

/** The project's folder: two above this file. */
export const PROJECT_ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const TEMPORARY_PREFIX = 'tmp-';

/**
 * @param {string} root project folder
 */
export function layout(root) {
  const runtime = join(root, '.runtime');
  return {
    root,
    runtime,
    setupLock: join(runtime, 'setup.lock'),
    buildLock: join(runtime, 'build.lock'),
    nodeFolder: join(runtime, 'node'),
    electronFolder: join(runtime, 'electron'),
    pgbouncerFolder: join(runtime, 'pgbouncer'),
    cjkFontFolder: join(runtime, 'cjk-font'),
    nodeModules: join(root, 'node_modules'),
    lockFile: join(root, 'package-lock.json'),
    out: join(root, 'out'),
  };
}

/**
 * Removes the temporary folders of runs that were killed. Only while holding the set-up lock: then none is in use.
 * @param {string} runtime
 */
export function removeLeftovers(runtime) {
  for (const name of readdirSync(runtime)) {
    if (name.startsWith(TEMPORARY_PREFIX)) rmSync(join(runtime, name), { recursive: true, force: true });
  }
}

/**
 * Runs an action with a folder of its own beside the final place (same file system, so that a rename is atomic);
 * the folder is gone afterwards, however the action ends.
 * @template T
 * @param {string} runtime
 * @param {(folder: string) => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withTemporaryFolder(runtime, action) {
  mkdirSync(runtime, { recursive: true });
  const folder = mkdtempSync(join(runtime, TEMPORARY_PREFIX));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const forget = onInterrupt(remove);
  try {
    return await action(folder);
  } finally {
    forget();
    remove();
  }
}
