// The one way from a fresh clone to a project that can run: looks at what is missing, brings that, and only that.
// When nothing is missing it takes no lock and writes nothing.
import { mkdirSync } from 'node:fs';
import { findElectron, installElectron, retryOfficial } from './electron.mjs';
import { asFailure, SetupFailure } from './failure.mjs';
import { layout, PROJECT_ROOT, removeLeftovers } from './layout.mjs';
import { findChromium, inspectSystem, installLibraries, installTestProgram, TEST_PROGRAMS } from './libraries.mjs';
import { withLock } from './lock.mjs';
import { installPackages, packagesMissing } from './packages.mjs';
import { createReporter } from './reporter.mjs';
import { findToolNode, installToolNode } from './tool-node.mjs';

/** @typedef {'packages' | 'node' | 'electron' | 'libraries' | import('./libraries.mjs').TestProgram} Need */
/** @typedef {{ need: Need, sentence: string }} Missing */

/**
 * @typedef {object} Ready
 * @property {string} nodePath a Node of 22.12 or later
 * @property {string} electronPath '' when Electron was not asked for
 * @property {'official' | 'registry'} electronKind
 * @property {boolean} noSandboxNeeded true for root alone: Chromium refuses to run its sandbox as root
 * @property {string} chromiumPath '' when there is none
 */

/** @type {readonly Need[]} */
export const ALL_NEEDS = ['packages', 'node', 'electron', 'libraries'];

/**
 * What is missing; changes nothing.
 * @param {{ root?: string, needs?: readonly Need[] }} [options]
 * @returns {Missing[]} in the order of the needs
 */
export function inspectSetup(options = {}) {
  const root = options.root ?? PROJECT_ROOT;
  /** @type {Missing[]} */
  const missing = [];
  for (const need of options.needs ?? ALL_NEEDS) {
    const sentence = INSPECTIONS[need](root);
    if (sentence !== undefined) missing.push({ need, sentence });
  }
  return missing;
}

/** What only some tests need: without it they are left out with a reason. */
export const OPTIONAL_NEEDS = /** @type {const} */ ([
  'chromium',
  'certutil',
  'postgres',
  'redis',
  'pgbouncer',
  'cjkFont',
]);

/** @param {Need} need */
export const isOptional = (need) => OPTIONAL_NEEDS.some((optional) => optional === need);

/** @param {import('./libraries.mjs').TestProgram} program @param {string} root */
function testProgramMissing(program, root) {
  const { title, find } = TEST_PROGRAMS[program];
  return find(root) === undefined ? `${title}: not installed (optional)` : undefined;
}

/** @type {Readonly<Record<Need, (root: string) => string | undefined>>} each: what is missing, in a few words */
const INSPECTIONS = {
  packages: packagesMissing,
  node: (root) => {
    if (findToolNode(layout(root).nodeFolder) !== undefined) return undefined;
    return `Node for the tools: ${process.versions.node} is too old, a newer one is not here`;
  },
  electron: (root) => (findElectron(root) === undefined ? 'Electron runtime: not here' : undefined),
  libraries: (root) => {
    const { libraries, xvfb } = inspectSystem(findElectron(root)?.path);
    const all = [...libraries, ...(xvfb ? ['Xvfb'] : [])];
    return all.length === 0 ? undefined : `system libraries: ${all.join(', ')}`;
  },
  chromium: (root) => testProgramMissing('chromium', root),
  certutil: (root) => testProgramMissing('certutil', root),
  postgres: (root) => testProgramMissing('postgres', root),
  redis: (root) => testProgramMissing('redis', root),
  pgbouncer: (root) => testProgramMissing('pgbouncer', root),
  cjkFont: (root) => testProgramMissing('cjkFont', root),
};

/**
 * Brings what is missing.
 * @param {{ root?: string, needs?: readonly Need[], check?: boolean, official?: boolean, reporter?: import('./reporter.mjs').Reporter }} [options]
 *   check: bring nothing, fail when something is missing; official: try Electron's own runtime again
 * @returns {Promise<Ready>}
 * @throws {SetupFailure} one sentence for a person
 */
export async function ensureReady(options = {}) {
  const root = options.root ?? PROJECT_ROOT;
  const needs = options.needs ?? ALL_NEEDS;
  const reporter = options.reporter ?? createReporter();
  const missing = inspectSetup({ root, needs }).filter(({ need }) => options.check !== true || !isOptional(need));
  if (missing.length > 0 && options.check === true) {
    throw new SetupFailure(`Not ready: ${missing.map(({ sentence }) => sentence).join('; ')}. Run: npm run setup`, {
      code: 'NOT_READY',
    });
  }
  if (missing.length > 0 || options.official === true)
    await bringUnderLock({ root, needs, reporter, official: options.official === true });
  return ready(root, needs);
}

/**
 * @param {{ root: string, needs: readonly Need[], reporter: import('./reporter.mjs').Reporter, official: boolean }} options
 */
async function bringUnderLock(options) {
  const { runtime, setupLock } = layout(options.root);
  try {
    mkdirSync(runtime, { recursive: true });
    await withLock(
      setupLock,
      async () => {
        removeLeftovers(runtime);
        await bring(options);
      },
      (pid) => options.reporter.line(`another set-up (process ${pid}) is at work here: waiting for it`),
    );
  } catch (error) {
    throw asFailure(error, { step: 'the set-up', place: runtime });
  }
}

/**
 * @param {{ root: string, needs: readonly Need[], reporter: import('./reporter.mjs').Reporter, official: boolean }} options
 */
async function bring(options) {
  const { root, needs, reporter } = options;
  const { runtime, nodeFolder } = layout(root);
  // Looked at again: whoever held the lock before may have brought it.
  const isMissing = (/** @type {Need} */ need) =>
    needs.includes(need) && inspectSetup({ root, needs: [need] }).length > 0;
  if (isMissing('packages')) await installPackages(root, reporter);
  const wantsElectron = isMissing('electron');
  if (isMissing('node') || (wantsElectron && findToolNode(nodeFolder) === undefined))
    await installToolNode({ folder: nodeFolder, runtime, reporter });
  const nodePath = findToolNode(nodeFolder) ?? process.execPath;
  if (wantsElectron) await installElectron({ root, nodePath, reporter });
  if (options.official) await retryOfficial({ root, nodePath, reporter });
  if (isMissing('libraries')) await installLibraries(inspectSystem(findElectron(root)?.path), reporter);
  for (const program of OPTIONAL_NEEDS) if (isMissing(program)) await installTestProgram(program, root, reporter);
}

/**
 * @param {string} root
 * @param {readonly Need[]} needs
 * @returns {Ready}
 */
function ready(root, needs) {
  const left = inspectSetup({ root, needs }).find(({ need }) => !isOptional(need));
  if (left !== undefined)
    throw new SetupFailure(`Still missing after the set-up: ${left.sentence}. Run: npm run setup`, {
      code: 'NOT_READY',
    });
  const electron = needs.includes('electron') ? findElectron(root) : undefined;
  return {
    nodePath: findToolNode(layout(root).nodeFolder) ?? process.execPath,
    electronPath: electron?.path ?? '',
    electronKind: electron?.kind ?? 'official',
    noSandboxNeeded: process.platform === 'linux' && process.getuid?.() === 0,
    chromiumPath: findChromium() ?? '',
  };
}
