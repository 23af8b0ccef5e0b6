// The npm packages of the lock file. npm writes node_modules/.package-lock.json last: with it complete and equal to our
// lock, and every package's folder in place, there is nothing to do. `npm ls` would take longer than the whole check may.
import { existsSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupFailure, sentenceFor } from './failure.mjs';
import { npmFailure, runNpm } from './npm-client.mjs';
import { tick } from './reporter.mjs';

/** What an installation takes on disk, for the sentence about a full one. */
const NEEDS_MB = 400;
/** Less room than this after an unfinished installation was the reason for it. */
const FULL_BELOW_MB = 50;

/**
 * Why the packages are not complete.
 * @param {string} root
 * @returns {string | undefined} undefined: complete
 */
export function packagesMissing(root) {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden))
    return existsSync(join(root, 'node_modules'))
      ? 'npm packages: the installation was not finished'
      : 'npm packages: not installed';
  const wanted = readLock(join(root, 'package-lock.json'));
  const present = readLock(hidden);
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const have = present[path];
    if (have === undefined) {
      // A package for another platform is left out by npm.
      if (entry.optional === true) continue;
      return `npm packages: ${path} is not installed`;
    }
    if (have.version !== entry.version || have.integrity !== entry.integrity)
      return `npm packages: ${path} is not the version of the lock file`;
    if (!existsSync(join(root, path, 'package.json'))) return `npm packages: ${path} is damaged`;
  }
  return undefined;
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
  } catch (error) {
    // A half-written file is the same as none: everything counts as missing.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/**
 * Installs the packages of the lock file.
 * @param {string} root
 * @param {import('./reporter.mjs').Reporter} reporter
 */
export async function installPackages(root, reporter) {
  reporter.line('npm packages: installing from the lock file');
  // Gone first, so that an interruption anywhere is noticed.
  rmSync(join(root, 'node_modules', '.package-lock.json'), { force: true });
  const stop = tick(reporter, (elapsedS) => `npm packages: ${elapsedS} s`);
  const result = await runNpm(['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'], {
    cwd: root,
  }).finally(stop);
  const about = { step: 'the npm packages', place: join(root, 'node_modules'), needsMb: NEEDS_MB };
  if (result.exitCode !== 0) throw npmFailure(result, about);
  // npm says "done" also when the last bytes found no room: it writes its list of what is there without looking back.
  const missing = packagesMissing(root);
  if (missing === undefined) return;
  const code = freeMb(root) < FULL_BELOW_MB ? 'ENOSPC' : 'INCOMPLETE';
  throw new SetupFailure(sentenceFor(code, { ...about, detail: `${missing}: run the same command again` }), { code });
}

/** @param {string} path */
function freeMb(path) {
  const { bavail, bsize } = statfsSync(path);
  return (bavail * bsize) / 1e6;
}
