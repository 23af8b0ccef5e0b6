// Debian's packages, installed for the system or unpacked beside the project.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onInterrupt } from './cleanup.mjs';
import { SetupFailure } from './failure.mjs';
import { withTemporaryFolder } from './layout.mjs';

/**
 * @param {readonly (readonly string[])[]} wanted
 * @param {string} what
 * @param {import('./reporter.mjs').Reporter} reporter
 */
export async function installAsRoot(wanted, what, reporter) {
  await withFreshLists(wanted, { what, reporter, command: ['install', '-y', '--no-install-recommends'] });
}

/**
 * Packages without installing them: nothing of the system changes and no service starts.
 * @param {readonly (readonly string[])[]} wanted
 * @param {{ into: string, runtime: string, what: string, reporter: import('./reporter.mjs').Reporter }} options
 *   into: a folder that is then whole or not there, with the packages' files by their paths
 */
export async function unpackPackages(wanted, { into, runtime, what, reporter }) {
  await withTemporaryFolder(runtime, async (folder) => {
    const unpacked = join(folder, 'unpacked');
    mkdirSync(unpacked);
    await withFreshLists(wanted, { what, reporter, command: ['download'], cwd: folder });
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.deb'))) {
      const { status, stderr } = spawnSync('dpkg-deb', ['-x', join(folder, name), unpacked], { encoding: 'utf8' });
      if (status !== 0) throw new SetupFailure(`${name} cannot be unpacked: ${(stderr ?? 'no dpkg-deb').trim()}`);
    }
    rmSync(into, { recursive: true, force: true });
    renameSync(unpacked, into);
  });
}

/**
 * A command of apt-get for these packages, by the names of this release; with newer lists where the present ones do not
 * do and we may fetch them.
 * @param {readonly (readonly string[])[]} wanted
 * @param {{ command: readonly string[], what: string, reporter: import('./reporter.mjs').Reporter, cwd?: string }} options
 */
async function withFreshLists(wanted, { command, what, reporter, cwd }) {
  const update = async () => {
    if (process.getuid?.() === 0) await runApt(['update'], { what: `${what}: package lists`, reporter });
  };
  let known = candidates(wanted);
  if (wanted.some((names) => !names.some((name) => known.has(name)))) {
    await update();
    known = candidates(wanted);
  }
  const args = [...command, ...choosePackages(wanted, known)];
  try {
    await runApt(args, { what, reporter, cwd });
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    // Lists that are too old name files that the mirror no longer has.
    await update();
    await runApt(args, { what, reporter, cwd });
  }
}

/** @param {readonly (readonly string[])[]} wanted */
export function aptNames(wanted) {
  return wanted.map((names) => names[0] ?? '').join(' ');
}

/**
 * Which of the names this release can install.
 * @param {readonly (readonly string[])[]} wanted
 * @returns {Set<string>}
 */
export function candidates(wanted) {
  const asked = spawnSync('apt-cache', ['policy', ...wanted.flat()], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  return parseCandidates(asked.stdout ?? '');
}

/**
 * @param {string} policy what `apt-cache policy` prints
 * @returns {Set<string>} packages with a candidate that is no stub for a snap
 */
export function parseCandidates(policy) {
  const known = new Set();
  for (const match of policy.matchAll(/^(\S+):\n(?: {2}.*\n)*? {2}Candidate: (.*)$/gm)) {
    const [, name = '', version = ''] = match;
    if (version !== '(none)' && !version.includes('snap')) known.add(name);
  }
  return known;
}

/**
 * One name per wanted package: the first that is known, else the first.
 * @param {readonly (readonly string[])[]} wanted
 * @param {ReadonlySet<string>} known
 * @returns {string[]}
 */
export function choosePackages(wanted, known) {
  return wanted.map((names) => names.find((name) => known.has(name)) ?? names[0] ?? '');
}

/**
 * @param {readonly string[]} args
 * @param {{ what: string, reporter: import('./reporter.mjs').Reporter, cwd?: string | undefined }} options
 */
function runApt(args, { what, reporter, cwd }) {
  reporter.line(`${what}: apt-get ${args.join(' ')}`);
  return new Promise((resolve, reject) => {
    const child = spawn(
      'apt-get',
      [
        '-q',
        '-o',
        'APT::Status-Fd=3',
        '-o',
        'DPkg::Lock::Timeout=120',
        '-o',
        'Dpkg::Options::=--force-confold',
        ...args,
      ],
      {
        cwd,
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
        stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      },
    );
    // TERM, not KILL: dpkg finishes the package in hand, and a later run goes on from there.
    const forget = onInterrupt(() => child.kill('SIGTERM'));
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.stdio[3]?.on('data', (text) => {
      const percent = /(?:dl|pm)status:[^:]*:([\d.]+):/.exec(String(text))?.[1];
      if (percent !== undefined) reporter.progress(`${what}: ${Math.round(Number(percent))} %`);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      forget();
      if (code === 0) return resolve(undefined);
      const why = stderr
        .split('\n')
        .filter((line) => line.startsWith('E: '))
        .map((line) => line.slice(3))
        .slice(0, 2)
        .join(' ');
      reject(
        new SetupFailure(
          `apt-get ${args[0]} failed${why === '' ? '' : `: ${why}`} Run it by hand to see more: apt-get ${args.join(' ')}`,
        ),
      );
    });
  });
}
