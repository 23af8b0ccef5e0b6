import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { PlantProcessState } from '../../../../../src/main/demo/plant/supervisor';
import { startEmbeddedPlant } from '../../../../../src/main/demo/plant/supervisor';
import { connectPlant } from '../../../../../src/main/plant/connection';
import { PLANT_ENTRY } from '../../../../support/demo-programs';
import {
  type EmbeddedTestPlant,
  preparedDataDirectory,
  startEmbeddedTestPlant,
} from '../../../../support/embedded-plant';

let plant: EmbeddedTestPlant;
const states: PlantProcessState[] = [];
beforeAll(async () => {
  plant = await startEmbeddedTestPlant({ pingEveryMs: 500, onStateChange: (state) => states.push(state) });
});
afterAll(() => plant.stop());

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Where nobody collects orphans, one that has ended stays as a zombie.
    const isZombie = existsSync(`/proc/${pid}/stat`) && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return !isZombie;
  } catch (error) {
    expect(error).toMatchObject({ code: 'ESRCH' });
    return false;
  }
}

test('a killed plant comes back by itself on the same port, with its data', async () => {
  let onLost: () => void = () => {};
  const lost = new Promise<void>((resolve) => {
    onLost = resolve;
  });
  const before = await connectPlant(plant.address(), { applicationName: 'taktline test' }, () => onLost());
  await before.query('CREATE TABLE survivor AS SELECT 7 AS n');
  const pid = plant.supervisor.pid();
  process.kill(Number(pid), 'SIGKILL');
  await lost;
  await vi.waitFor(() => expect(states).toEqual(['ready', 'restarting', 'ready']), { timeout: 30_000, interval: 50 });
  expect(plant.supervisor.pid()).not.toBe(pid);
  const after = await connectPlant(plant.address(), { applicationName: 'taktline test' });
  expect((await after.query('SELECT n FROM survivor')).rows).toEqual([{ n: 7 }]);
  await after.end();
});

test('a statement without end is ended with its process, and the next one serves', async () => {
  const pid = plant.supervisor.pid();
  const client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
  await expect(client.query('SELECT count(*) FROM generate_series(1, 100000000000)')).rejects.toThrow();
  await vi.waitFor(
    () => {
      expect(plant.supervisor.pid()).not.toBe(pid);
      expect(states.at(-1)).toBe('ready');
    },
    { timeout: 30_000, interval: 50 },
  );
  expect(plant.logLines.join('\n')).toContain('SIGKILL');
  const again = await connectPlant(plant.address(), { applicationName: 'taktline test' });
  expect((await again.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await again.end();
});

test('it tells who held the session how long, and forgets on request', async () => {
  const client = await connectPlant(plant.address(), { applicationName: 'line simulator' });
  await client.query('SELECT count(*) FROM generate_series(1, 200000)');
  const { holds } = await plant.supervisor.stats({ reset: true });
  const own = holds.find((hold) => hold.applicationName === 'line simulator');
  expect(own?.longestMs).toBeGreaterThan(1);
  expect(own?.longestStatement).toContain('generate_series');
  expect((await plant.supervisor.stats()).holds.map((hold) => hold.applicationName)).not.toContain('line simulator');
  await client.end();
});

test('its process ends with the one that started it, even when that is killed', async () => {
  const program = `
    const { fork } = require('node:child_process');
    const child = fork(process.argv[1], ['--data', process.argv[2], '--port', '0'], { execArgv: [] });
    child.on('message', (message) => { if (message.type === 'ready') console.log(child.pid); });`;
  const data = join(plant.dataDir, '..', `taktline-orphan-${process.pid}`);
  cpSync(await preparedDataDirectory(), data, { recursive: true });
  const parent = spawn(process.execPath, ['-e', program, PLANT_ENTRY, data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(String(line));
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 20_000, interval: 50 });
  expect(existsSync(join(data, 'lock'))).toBe(false);
  rmSync(data, { recursive: true, force: true });
});

test('a first start that fails gives the plant’s own sentence and leaves nothing running', async () => {
  const extraArguments = ['--lock-wait-ms', '100'];
  const options = { entryPath: PLANT_ENTRY, dataDir: plant.dataDir, extraArguments, log: () => {} };
  await expect(startEmbeddedPlant(options)).rejects.toThrow(`is in use by process ${plant.supervisor.pid()}`);
});

test('stopping twice is stopping once, and nothing comes back', async () => {
  const pid = Number(plant.supervisor.pid());
  await Promise.all([plant.supervisor.stop(), plant.supervisor.stop()]);
  expect(isAlive(pid)).toBe(false);
  expect(states.at(-1)).toBe('stopped');
  expect(plant.supervisor.pid()).toBeUndefined();
  await expect(plant.supervisor.stats()).rejects.toThrow('not running');
});
