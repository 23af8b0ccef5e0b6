// The Electron runtime as its makers publish it: node_modules/electron/install.js fetches it from GitHub, or from
// ELECTRON_MIRROR, or takes it from its own cache. ELECTRON_OVERRIDE_DIST_PATH names a runtime brought by hand.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onInterrupt } from './cleanup.mjs';
import { tick } from './reporter.mjs';

/** Unreachable hosts often swallow packets: so long may the first sign of life take. */
const REACHABLE_WITHIN_MS = 5_000;
/** A slow line may take its time once the host has answered. */
const DOWNLOAD_WITHIN_MS = 15 * 60_000;
const DEFAULT_MIRROR = 'https://github.com/electron/electron/releases/download/';

const EXECUTABLES = /** @type {Record<string, string>} */ ({
  darwin: 'Electron.app/Contents/MacOS/Electron',
  linux: 'electron',
  win32: 'electron.exe',
});

/**
 * @param {string} root project folder
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} path of the executable, undefined when it is not there whole
 */
export function findOfficial(root, env = process.env) {
  const executable = EXECUTABLES[process.platform];
  if (executable === undefined) return undefined;
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override !== undefined && override !== '') {
    const path = join(override, executable);
    return existsSync(path) ? path : undefined;
  }
  const packageFolder = join(root, 'node_modules', 'electron');
  const versionFile = join(packageFolder, 'dist', 'version');
  const pathFile = join(packageFolder, 'path.txt');
  if (!existsSync(versionFile) || !existsSync(pathFile)) return undefined;
  const wanted = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version;
  // path.txt is written last by the installer.
  if (readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') !== wanted) return undefined;
  const path = join(packageFolder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(path) ? path : undefined;
}

/**
 * Tries to bring the official runtime.
 * @param {{ root: string, nodePath: string, reporter: import('./reporter.mjs').Reporter, env?: NodeJS.ProcessEnv }} options
 *   nodePath: a Node new enough for Electron's installer
 * @returns {Promise<string | undefined>} undefined: not to be had here; the reason has been reported
 */
export async function installOfficial(options) {
  const env = options.env ?? process.env;
  options.reporter.line('Electron runtime: trying the official one');
  const stop = tick(options.reporter, (elapsedS) => `Electron runtime: official download, ${elapsedS} s`, 5000);
  const installed = await runInstaller(options, env).finally(stop);
  const path = findOfficial(options.root, env);
  if (path === undefined) options.reporter.line(`Electron runtime: the official one cannot be had here (${installed})`);
  return path;
}

/**
 * @param {{ root: string, nodePath: string }} options
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} how it ended, in a few words
 */
function runInstaller(options, env) {
  return new Promise((resolve) => {
    const script = join(options.root, 'node_modules', 'electron', 'install.js');
    const child = spawn(options.nodePath, [script], { cwd: options.root, env, stdio: ['ignore', 'ignore', 'pipe'] });
    const forget = onInterrupt(() => child.kill('SIGKILL'));
    let stderr = '';
    let ending = '';
    const end = (/** @type {string} */ why) => {
      ending = why;
      child.kill('SIGKILL');
    };
    const limit = setTimeout(() => end('it took too long'), DOWNLOAD_WITHIN_MS);
    // Behind a proxy only the installer itself knows the way; then its own time-outs must do.
    if (!usesProxy(env)) {
      void reachable(env).then((isReachable) => {
        if (!isReachable) setTimeout(() => end('no answer from its host'), 1000).unref();
      });
    }
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', (error) => {
      ending = error.message;
    });
    child.on('close', (code) => {
      clearTimeout(limit);
      forget();
      const firstLine = stderr.split('\n').find((line) => line.trim() !== '') ?? '';
      resolve(ending !== '' ? ending : code === 0 ? 'done' : firstLine.trim());
    });
  });
}

/** @param {NodeJS.ProcessEnv} env */
function usesProxy(env) {
  return ['ELECTRON_GET_USE_PROXY', 'HTTPS_PROXY', 'https_proxy', 'npm_config_https_proxy'].some(
    (name) => (env[name] ?? '') !== '',
  );
}

/** @param {NodeJS.ProcessEnv} env */
async function reachable(env) {
  const mirror = env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? DEFAULT_MIRROR;
  try {
    await fetch(mirror, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(REACHABLE_WITHIN_MS) });
    return true;
  } catch {
    // Whatever the reason, the answer is the same: no host there. The installer's own message is reported.
    return false;
  }
}
