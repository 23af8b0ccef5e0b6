// What Electron needs of the system on Linux, and the programs that some tests run. Installed where we may (root on
// Debian and its kin), else the exact command is printed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { aptNames, candidates, choosePackages, installAsRoot, unpackPackages } from './apt.mjs';
import { SetupFailure } from './failure.mjs';
import { layout } from './layout.mjs';

/** Each line: the names a package goes by, older releases first (Debian 13 and Ubuntu 24.04 renamed some for 64-bit time). */
const LIBRARY_PACKAGES = /** @type {const} */ ([
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libxss1'],
  ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
]);
const POSTGRES_FOLDER = '/usr/lib/postgresql';
const CREATE_CLUSTER_FILE = '/etc/postgresql-common/createcluster.conf';
const DISPLAY_PACKAGES = /** @type {const} */ ([['xvfb']]);

/**
 * @param {string} program
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} its path
 */
export function findProgram(program, env = process.env) {
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** @param {NodeJS.ProcessEnv} [env] */
export function hasDisplay(env = process.env) {
  return process.platform !== 'linux' || (env.DISPLAY ?? '') !== '' || (env.WAYLAND_DISPLAY ?? '') !== '';
}

/**
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} path of a Chromium for the browser tests
 */
export function findChromium(env = process.env) {
  const named = env.TAKTLINE_CHROMIUM_PATH ?? '';
  return [named, '/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => path !== '' && existsSync(path));
}

/**
 * The libraries that the dynamic linker does not find for an executable.
 * @param {string} lddOutput
 * @returns {string[]} e.g. `libgtk-3.so.0`
 */
export function missingLibraries(lddOutput) {
  return [...lddOutput.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
}

/**
 * What of the system is missing.
 * @param {string | undefined} electronPath undefined: not there yet, so its libraries are not looked at
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {{ libraries: string[], xvfb: boolean }}
 */
export function inspectSystem(electronPath, env = process.env) {
  if (process.platform !== 'linux') return { libraries: [], xvfb: false };
  const ldd = electronPath === undefined ? '' : spawnSync('ldd', [electronPath], { encoding: 'utf8' }).stdout;
  return { libraries: missingLibraries(ldd ?? ''), xvfb: !hasDisplay(env) && findProgram('Xvfb', env) === undefined };
}

/**
 * Brings what `inspectSystem` found missing.
 * @param {{ libraries: string[], xvfb: boolean }} missing
 * @param {import('./reporter.mjs').Reporter} reporter
 * @throws {SetupFailure} with the exact command, where we may not or cannot
 */
export async function installLibraries(missing, reporter) {
  const wanted = [...(missing.libraries.length > 0 ? LIBRARY_PACKAGES : []), ...(missing.xvfb ? DISPLAY_PACKAGES : [])];
  const what = [...missing.libraries, ...(missing.xvfb ? ['Xvfb (a display without a screen)'] : [])].join(', ');
  if (findProgram('apt-get') === undefined) {
    throw new SetupFailure(
      `This system lacks ${what}: install them with its package manager (on Debian: ${aptNames(wanted)}) and run the same command again.`,
    );
  }
  if (process.getuid?.() !== 0) {
    throw new SetupFailure(
      `This system lacks ${what}. Run this, then the same command again: sudo apt-get install -y ${choosePackages(wanted, candidates(wanted)).join(' ')}`,
    );
  }
  await installAsRoot(wanted, 'system libraries', reporter);
}

/** @returns {string | undefined} folder of a PostgreSQL server's programs, where Debian's packages put them */
export function findPostgres() {
  if (!existsSync(POSTGRES_FOLDER)) return undefined;
  const folders = readdirSync(POSTGRES_FOLDER).map((version) => join(POSTGRES_FOLDER, version, 'bin'));
  return folders.find((folder) => existsSync(join(folder, 'initdb')));
}

/**
 * Debian's `redis-tools` holds Redis' one binary without the service that `redis-server` would start for good; under
 * the name of the server it is the server.
 * @returns {string | undefined} its path
 */
export function findRedis() {
  return findProgram('redis-server') ?? findProgram('redis-check-rdb');
}

/**
 * @param {string} root project folder
 * @returns {string | undefined} its path: the one that the set-up has unpacked, or the system's
 */
export function findPgBouncer(root) {
  const unpacked = join(layout(root).pgbouncerFolder, 'usr', 'sbin', 'pgbouncer');
  return existsSync(unpacked) ? unpacked : findProgram('pgbouncer');
}

/** Where Debian's packages put fonts with Chinese characters. */
const CJK_FONTS = [
  'truetype/wqy/wqy-microhei.ttc',
  'truetype/wqy/wqy-zenhei.ttc',
  'opentype/noto/NotoSansCJK-Regular.ttc',
];

/**
 * A font with Chinese characters, which few systems of other countries have.
 * @param {string} root project folder
 * @returns {string | undefined} its path: the one that the set-up has unpacked, or the system's
 */
export function findCjkFont(root) {
  const unpacked = join(layout(root).cjkFontFolder, 'usr', 'share', 'fonts');
  const paths = [unpacked, '/usr/share/fonts'].flatMap((folder) => CJK_FONTS.map((name) => join(folder, name)));
  return paths.find((path) => existsSync(path));
}

/**
 * What some tests run or need; without one its tests are left out with a reason. With `unpacked` it is unpacked beside the
 * project, into that folder together with these libraries: installing it would start a service for good, or change what
 * the system's own windows look like.
 * @typedef {'chromium' | 'certutil' | 'postgres' | 'redis' | 'pgbouncer' | 'cjkFont'} TestProgram
 * @typedef {{ folder: 'pgbouncerFolder' | 'cjkFontFolder', libraries: readonly (readonly string[])[] }} Unpacked
 * @typedef {{ title: string, packageName: string, find: (root: string) => string | undefined, prepare?: () => void, unpacked?: Unpacked }} TestProgramFacts
 * @type {Readonly<Record<TestProgram, TestProgramFacts>>}
 */
export const TEST_PROGRAMS = {
  chromium: { title: 'Chromium', packageName: 'chromium', find: () => findChromium() },
  // Chromium's list of trusted authorities is edited with it.
  certutil: { title: 'certutil', packageName: 'libnss3-tools', find: () => findProgram('certutil') },
  postgres: { title: 'PostgreSQL server', packageName: 'postgresql', find: findPostgres, prepare: wantNoCluster },
  redis: { title: 'Redis server', packageName: 'redis-tools', find: findRedis },
  pgbouncer: {
    title: 'PgBouncer',
    packageName: 'pgbouncer',
    find: findPgBouncer,
    unpacked: { folder: 'pgbouncerFolder', libraries: [['libevent-2.1-7', 'libevent-2.1-7t64'], ['libc-ares2']] },
  },
  cjkFont: {
    title: 'Font with Chinese characters',
    packageName: 'fonts-wqy-microhei',
    find: findCjkFont,
    unpacked: { folder: 'cjkFontFolder', libraries: [] },
  },
};

/** The tests start servers of their own: installing the package must not start one for good. */
function wantNoCluster() {
  if (existsSync(CREATE_CLUSTER_FILE)) return;
  mkdirSync(dirname(CREATE_CLUSTER_FILE), { recursive: true });
  writeFileSync(CREATE_CLUSTER_FILE, 'create_main_cluster = false\n');
}

/**
 * Brings a program of the tests where we may; it is optional, so a reason is printed instead of a failure.
 * @param {TestProgram} program
 * @param {string} root project folder
 * @param {import('./reporter.mjs').Reporter} reporter
 */
export async function installTestProgram(program, root, reporter) {
  const { title, packageName, prepare, unpacked } = TEST_PROGRAMS[program];
  // Unpacking needs no rights.
  const may = unpacked !== undefined || process.getuid?.() === 0;
  if (process.platform !== 'linux' || !may || findProgram('apt-get') === undefined) {
    const command = `sudo apt-get install -y ${packageName}`;
    reporter.line(`${title}: not installed, its tests will be skipped (on Debian: ${command})`);
    return;
  }
  try {
    prepare?.();
    if (unpacked === undefined) await installAsRoot([[packageName]], title, reporter);
    else await unpackTestProgram(packageName, unpacked, { title, root, reporter });
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    reporter.line(`${title}: could not be installed, its tests will be skipped (${error.message})`);
  }
}

/**
 * @param {string} packageName
 * @param {Unpacked} unpacked
 * @param {{ title: string, root: string, reporter: import('./reporter.mjs').Reporter }} options
 */
async function unpackTestProgram(packageName, { folder, libraries }, { title, root, reporter }) {
  const { runtime, [folder]: into } = layout(root);
  await unpackPackages([[packageName], ...libraries], { into, runtime, what: title, reporter });
}
