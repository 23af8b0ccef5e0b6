import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { sourceHash } from '../../../scripts/build.mjs';
import { type Running, run } from '../../support/child-output';
import { temporaryFolder } from '../../support/temporary-folder';

const ROOT = resolve(import.meta.dirname, '../../..');
const IS_READY = spawnSync(process.execPath, [join(ROOT, 'scripts', 'bootstrap.mjs'), '--check']).status === 0;
if (!IS_READY)
  console.log('skipped: the scripts that start programs, because the set-up is not complete (npm run setup)');

/** A project with these scripts, packages and runtimes, and a build of its own making that counts as fresh. */
function project(programs: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  cpSync(join(ROOT, 'scripts'), join(folder, 'scripts'), { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(ROOT, name), join(folder, name));
  for (const name of ['node_modules', '.runtime']) symlinkSync(join(ROOT, name), join(folder, name));
  mkdirSync(join(folder, 'out', 'main'), { recursive: true });
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, 'out', 'main', `${name}.js`), text);
  writeFileSync(join(folder, 'out', '.built-from'), sourceHash(folder));
  return folder;
}

/** Whether a process with this id is there and no zombie. */
function isThere(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH')
      return false;
    throw error;
  }
}

/** Resolves when no process with this id is left. */
async function gone(pid: number): Promise<void> {
  await vi.waitFor(() => expect(isThere(pid)).toBe(false), { timeout: 30_000, interval: 20 });
}

function childrenOf(pid: number): { readonly pid: number; readonly name: string }[] {
  const pids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  return pids.map((child) => ({ pid: child, name: readFileSync(`/proc/${child}/comm`, 'utf8').trim() }));
}

function pidSaid(running: Running): number {
  return Number(/pid (\d+)/.exec(running.stdout())?.[1]);
}

describe.runIf(IS_READY && process.platform === 'linux')('programs of out/main', () => {
  const STAYS = `process.on('SIGTERM', () => process.exit(9)); console.log('pid ' + process.pid); setInterval(() => {}, 1000);`;

  test('get the arguments, stdout to themselves and the tools Node; their exit code is passed on', async () => {
    const folder = project({
      plant: `console.log(process.argv.slice(2).join(), process.versions.node); process.exit(3);`,
    });
    const plant = run(process.execPath, ['scripts/run-entry.mjs', 'plant', '--port', '0'], { cwd: folder });
    expect(await plant.ended).toBe(3);
    expect(plant.stdout()).toMatch(/^--port,0 2[2-9]\.\S+\n$/);
  });

  test('an unknown one is named', async () => {
    const asked = run(process.execPath, ['scripts/run-entry.mjs', 'nope'], { cwd: project({}) });
    expect(await asked.ended).toBe(1);
    expect(asked.stderr()).toMatch(/^taktline: There is no program "nope"/m);
  });

  test('are told to end, and their answer is passed on', async () => {
    const plant = run(process.execPath, ['scripts/run-entry.mjs', 'plant'], { cwd: project({ plant: STAYS }) });
    await plant.said(/pid \d+/);
    plant.child.kill('SIGTERM');
    expect(await plant.ended).toBe(9);
  });

  test('end when npm is told to end, although the shell between them passes no signal on', async () => {
    const plant = run('npm', ['run', '--silent', 'plant'], { cwd: project({ plant: STAYS }) });
    await plant.said(/pid \d+/);
    plant.child.kill('SIGTERM');
    await gone(pidSaid(plant));
  });

  test('do not outlive a killed script', async () => {
    const plant = run(process.execPath, ['scripts/run-entry.mjs', 'plant'], { cwd: project({ plant: STAYS }) });
    await plant.said(/pid \d+/);
    plant.child.kill('SIGKILL');
    await gone(pidSaid(plant));
  });
});

const APP = `
  const { app, BrowserWindow } = require('electron');
  const { Worker } = require('node:worker_threads');
  const version = "new (require('better-sqlite3'))(':memory:').prepare('select sqlite_version()').pluck().get()";
  app.setPath('userData', require('node:path').join(__dirname, 'user-data'));
  app.whenReady().then(() => {
    const worker = new Worker("require('node:worker_threads').parentPort.postMessage(" + version + ")", { eval: true });
    worker.on('message', (inWorker) => {
      new BrowserWindow();
      console.log([eval(version) === inWorker, app.getName(), app.getAppPath() === process.cwd(), process.argv.includes('--mine')].join());
      console.log('window open');
      if (process.argv.includes('--quit')) app.exit(7);
    });
  });
`;

describe.runIf(IS_READY && process.platform === 'linux')('npm start', () => {
  function start(args: readonly string[]): Running {
    const env = { ...process.env };
    for (const name of ['DISPLAY', 'WAYLAND_DISPLAY']) delete env[name];
    return run(process.execPath, ['scripts/start.mjs', ...args], { cwd: project({ index: APP }), env });
  }

  test('opens a window on a display of its own; SQLite opens in main and in a worker; arguments and exit code pass', async () => {
    const app = start(['--mine', '--quit']);
    expect([await app.ended, app.stderr()]).toEqual([
      7,
      expect.stringMatching(/started one without a screen \(Xvfb :\d+\)/),
    ]);
    expect(app.stdout()).toMatch(/^true,taktline,true,true\n/);
  });

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'leaves neither the app nor the display behind after %s',
    async (signal) => {
      const app = start([]);
      await app.said(/window open/);
      const children = childrenOf(app.child.pid ?? 0);
      expect(children.map(({ name }) => name).sort()).toEqual(['Xvfb', 'electron']);
      app.child.kill(signal);
      await app.ended;
      for (const { pid } of children) await gone(pid);
    },
  );
});
