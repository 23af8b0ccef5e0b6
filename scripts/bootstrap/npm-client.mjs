// Everything that comes from the npm registry comes through npm itself, so its cache, proxies, logins and mirrors hold
// here too. What it brings is checked against the checksums pinned in this project, not against the registry's word.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { onInterrupt } from './cleanup.mjs';
import { SetupFailure, sentenceFor } from './failure.mjs';
import { megabytesText } from './reporter.mjs';

/**
 * @typedef {object} Pin a package of the registry, to the byte
 * @property {string} name
 * @property {string} version
 * @property {string} integrity `sha512-…` of its tarball, base64
 * @property {number} sizeBytes of its tarball, for progress
 */

/** npm's own waits between tries (10 s, then 60 s) keep a person without a network waiting for more than a minute. */
const PATIENCE = /** @type {const} */ (['--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=8000']);

/** A step of which nothing can be measured says less often that it still runs. */
const SILENT_EVERY_S = 5;

/**
 * The path of npm's own script, to be run by the running Node.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string}
 */
export function npmScript(env = process.env) {
  const beside = dirname(process.execPath);
  const candidates = [
    env.npm_execpath ?? '',
    ...(env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'npm')),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  for (const candidate of candidates) {
    if (candidate === '' || !existsSync(candidate)) continue;
    const real = realpathSync(candidate);
    if (basename(real) === 'npm-cli.js') return real;
  }
  throw new SetupFailure(
    'npm was not found: install it together with Node (20.19 or later) and run the same command again.',
  );
}

/**
 * Runs npm to its end. It dies with this process, also when this one is killed: no second npm may meet it.
 * @param {readonly string[]} args
 * @param {{ cwd: string, onStdout?: (text: string) => void }} options
 * @returns {Promise<{ exitCode: number, stdout: string, stderr: string }>}
 */
export function runNpm(args, options) {
  const command = [process.execPath, npmScript(), ...args];
  const leash =
    process.platform === 'linux' && existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'KILL'] : [];
  const [file = '', ...rest] = [...leash, ...command];
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...rest, ...PATIENCE], { cwd: options.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const forget = onInterrupt(() => child.kill('SIGKILL'));
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', (error) => {
      forget();
      reject(error);
    });
    child.on('close', (code) => {
      forget();
      resolve({ exitCode: code ?? 1, stdout, stderr });
    });
  });
}

/**
 * The failure that npm's output tells of.
 * @param {{ exitCode: number, stderr: string }} result
 * @param {{ step: string, place: string, needsMb?: number }} about
 * @returns {SetupFailure}
 */
export function npmFailure(result, about) {
  const code = /npm (?:error|ERR!) code (\w+)/.exec(result.stderr)?.[1];
  const detail = result.stderr
    .split('\n')
    .filter((line) => /^npm (?:error|ERR!) (?!code |A complete log)/.test(line))
    .map((line) => line.replace(/^npm (?:error|ERR!) /, ''))
    .slice(0, 3)
    .join(' ');
  const known = code ?? `npm exit code ${result.exitCode}`;
  return new SetupFailure(sentenceFor(known, { ...about, detail }), { code: known });
}

/**
 * Brings one pinned package as a tarball file and checks it.
 * @param {Pin} pin
 * @param {{ folder: string, step: string, reporter: import('./reporter.mjs').Reporter }} options folder: must be empty
 * @returns {Promise<string>} path of the tarball
 * @throws {SetupFailure} codes `EINTEGRITY`, `ENOSPC`, npm's network codes
 */
export async function fetchPackage(pin, options) {
  const about = {
    step: `the package ${pin.name}`,
    place: dirname(options.folder),
    needsMb: Math.ceil(pin.sizeBytes / 1e6),
  };
  const stop = watchDownload(pin, options);
  const args = [
    'pack',
    `${pin.name}@${pin.version}`,
    '--ignore-scripts',
    '--prefer-offline',
    '--pack-destination',
    options.folder,
  ];
  const result = await runNpm(args, { cwd: options.folder }).finally(stop);
  if (result.exitCode !== 0) throw npmFailure(result, about);
  const file = readdirSync(options.folder).find((name) => name.endsWith('.tgz'));
  if (file === undefined) throw npmFailure({ exitCode: 0, stderr: 'npm error no tarball was written' }, about);
  const path = join(options.folder, file);
  if ((await sha512Of(path)) !== pin.integrity)
    throw new SetupFailure(sentenceFor('EINTEGRITY', about), { code: 'EINTEGRITY' });
  return path;
}

/**
 * npm says nothing while it downloads; its cache grows one temporary file, whose size tells how far it is.
 * @param {Pin} pin
 * @param {{ step: string, reporter: import('./reporter.mjs').Reporter }} options
 * @returns {() => void}
 */
function watchDownload(pin, options) {
  const startMs = Date.now();
  const tmp = join(npmCacheFolder(), '_cacache', 'tmp');
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
    const doneBytes = largestNewFile(tmp, startMs);
    // Nothing grows while npm asks for the address, waits, or has the package in its cache.
    if (doneBytes > 0) options.reporter.progress(megabytesText(options.step, doneBytes, pin.sizeBytes));
    else if (ticks % SILENT_EVERY_S === 0) options.reporter.progress(`${options.step}: ${ticks} s`);
  }, 1000);
  return () => clearInterval(timer);
}

function npmCacheFolder() {
  const asked = spawnSync(process.execPath, [npmScript(), 'config', 'get', 'cache'], { encoding: 'utf8' });
  return asked.stdout.trim();
}

/**
 * @param {string} folder
 * @param {number} sinceMs
 */
function largestNewFile(folder, sinceMs) {
  if (!existsSync(folder)) return 0;
  const sizes = readdirSync(folder).map((name) => {
    const stat = statSync(join(folder, name), { throwIfNoEntry: false });
    return stat !== undefined && stat.mtimeMs >= sinceMs ? stat.size : 0;
  });
  return Math.max(0, ...sizes);
}

/**
 * @param {string} path
 * @returns {Promise<string>} `sha512-…`, base64, as npm writes it
 */
export async function sha512Of(path) {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return `sha512-${hash.digest('base64')}`;
}
