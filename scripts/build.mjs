// Builds out/ with electron-vite when what it was built from has changed. The new build grows beside and takes the place
// of the old one whole, so a failed or interrupted build leaves the old one usable.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureReady } from './bootstrap/ensure-ready.mjs';
import { asFailure, runMain, SetupFailure } from './bootstrap/failure.mjs';
import { layout, PROJECT_ROOT } from './bootstrap/layout.mjs';
import { withLock } from './bootstrap/lock.mjs';
import { isMain } from './bootstrap/main-module.mjs';
import { createReporter } from './bootstrap/reporter.mjs';
import { runChild, toolEnvironment } from './child.mjs';

const SOURCES = /** @type {const} */ ([
  'src',
  'sql',
  'resources',
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'scripts/slim-extension.mjs',
  'scripts/bootstrap/tarball.mjs',
]);
const STAMP = '.built-from';

/**
 * A hash over names and contents of everything that goes into a build.
 * @param {string} root project folder
 * @returns {string} hex
 */
export function sourceHash(root) {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const path of filesUnder(join(root, source)))
      hash
        .update(`${relative(root, path)}\0`)
        .update(readFileSync(path))
        .update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} path file or folder, may be absent
 * @returns {string[]} files, in a fixed order
 */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [path];
    throw error;
  }
}

/**
 * Whether out/ holds a whole build of the present sources.
 * @param {string} root
 * @param {string} [hash] of the present sources
 */
export function isFresh(root, hash = sourceHash(root)) {
  const stamp = join(layout(root).out, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

/**
 * Builds unless out/ is fresh. Two processes never build at once: the second waits and finds it done.
 * @param {{ root?: string, nodePath?: string, reporter?: import('./bootstrap/reporter.mjs').Reporter }} [options]
 *   nodePath: a Node of 22.12 or later (default: the running one)
 * @returns {Promise<boolean>} true when it has built
 * @throws {SetupFailure} when the sources do not build; what electron-vite said stands before it on stderr
 */
export async function buildIfStale(options = {}) {
  const root = options.root ?? PROJECT_ROOT;
  const reporter = options.reporter ?? createReporter();
  if (isFresh(root)) return false;
  const { buildLock } = layout(root);
  const waits = (/** @type {number} */ pid) => reporter.line(`build: process ${pid} is building here, waiting for it`);
  try {
    return await withLock(
      buildLock,
      () => build({ root, reporter, nodePath: options.nodePath ?? process.execPath }),
      waits,
    );
  } catch (error) {
    throw asFailure(error, { step: 'the build', place: layout(root).out });
  }
}

/**
 * @param {{ root: string, nodePath: string, reporter: import('./bootstrap/reporter.mjs').Reporter }} options
 */
async function build({ root, nodePath, reporter }) {
  // Taken before building: a file changed meanwhile makes the result stale, not fresh by mistake.
  const hash = sourceHash(root);
  if (isFresh(root, hash)) return false;
  const startMs = performance.now();
  const { out, runtime } = layout(root);
  const next = join(runtime, 'build-next');
  const old = join(runtime, 'build-old');
  for (const folder of [next, old]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(runtime, { recursive: true });
  const command = [
    nodePath,
    join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
    'build',
    '--outDir',
    next,
  ];
  const { exitCode, output } = await runChild(command, { cwd: root, env: toolEnvironment(nodePath), quiet: true });
  if (exitCode !== 0) {
    reporter.line(output);
    throw new SetupFailure('The sources do not build: see the lines above.', { code: 'BUILD' });
  }
  writeFileSync(join(next, STAMP), hash);
  if (existsSync(out)) renameSync(out, old);
  renameSync(next, out);
  rmSync(old, { recursive: true, force: true });
  reporter.line(`build: ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
  return true;
}

async function main() {
  const { nodePath } = await ensureReady({ needs: ['packages', 'node'] });
  const built = await buildIfStale({ nodePath });
  if (!built) console.error('build: out/ is up to date');
  return 0;
}

if (isMain(import.meta.url)) await runMain(main);
