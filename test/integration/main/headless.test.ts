import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant } from '../../../src/main/plant/connection';
import { decodeHistoryFrame } from '../../../src/shared/history-frame';
import { type RunningAppliance, startAppliance } from '../../support/appliance-process';
import { startTestPlant, type TestPlant } from '../../support/embedded-plant';
import { provisionTestSchema } from '../../support/schema';
import { temporaryFolder } from '../../support/temporary-folder';
import { openViewer } from '../../support/viewer';

/** The appliance without a window, as its users start it: a process, flags, a plant that has the tables already. */

let plant: TestPlant;

/** Starts it with arguments that it must refuse; resolves with its exit code and all that it said. */
async function refused(args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  const { child, lines } = startAppliance(args);
  const [code] = await once(child, 'close');
  return { code, said: lines.join('\n') };
}

beforeAll(async () => {
  plant = await startTestPlant();
  await provisionTestSchema(plant.address());
  const client = await connectPlant(plant.address('line_writer'), { applicationName: 'headless test' });
  await client.query(
    "INSERT INTO metric (time, work_unit_id, name, value) SELECT now() - n * interval '1 second', 'press-7', 'force', n FROM generate_series(1, 100) n",
  );
  await client.end();
});

afterAll(() => plant.stop());

async function expectToShowThePlant(appliance: RunningAppliance, name?: string): Promise<void> {
  const viewer = await openViewer(await appliance.line(/#code=/));
  const welcome = await viewer.message('welcome');
  const { port, database } = plant.address();
  expect(welcome.sourceName).toBe(name ?? `127.0.0.1:${port}/${database}`);
  await viewer.link(({ state, feed }) => state === 'online' && feed === 'listen');
  const catalogue = await viewer.message('catalogue', ({ units }) =>
    units.some((unit) => unit.workUnitId === 'press-7'),
  );
  expect(catalogue.units).toHaveLength(1);
  viewer.say({ type: 'subscribe', workUnitIds: 'all' });
  const series = { table: 'metric', workUnitId: 'press-7', name: 'force' } as const;
  const toMs = welcome.plantTimeMs + 60_000;
  viewer.say({ type: 'history', requestId: 1, series: [series], range: { fromMs: toMs - 600_000, toMs } });
  const answer = decodeHistoryFrame(await viewer.frame());
  const values = answer.tiles.flatMap((tile) => (tile.columns.kind === 'raw' ? [...tile.columns.values] : []));
  expect(values).toEqual(Array.from({ length: 100 }, (_, at) => 100 - at));
  const writer = await connectPlant(plant.address('line_writer'), { applicationName: 'headless test' });
  await writer.query("INSERT INTO metric (time, work_unit_id, name, value) VALUES (now(), 'press-7', 'force', 4711)");
  await writer.end();
  await viewer.message('update', ({ units }) =>
    units.some((unit) => unit.series.some((each) => each.values.includes(4711))),
  );
  await connectPlant(plant.address(), { applicationName: 'headless test' }).then(async (owner) => {
    await owner.query('DELETE FROM metric WHERE value = 4711');
    await owner.end();
  });
  viewer.close();
}

describe('a real plant', () => {
  test('is shown live and in history from a URL file, by a role that can only read; psql variables are ignored and named', async () => {
    const folder = temporaryFolder();
    const { port, database } = plant.address();
    writeFileSync(join(folder, 'plant.url'), `postgresql://taktline_reader@127.0.0.1:${port}/${database}\n`);
    const appliance = startAppliance(['--plant-url-file', join(folder, 'plant.url'), '--data', join(folder, 'data')], {
      PGHOST: '192.0.2.1',
      PGPASSWORD: 'hunter2',
    });
    expect(await appliance.line(/^Ignored/)).toContain('PGHOST, PGPASSWORD');
    await expectToShowThePlant(appliance);
    expect(appliance.lines.join('\n')).not.toContain('hunter2');
  });

  test('is shown from the variables that psql reads', async () => {
    const { port, database } = plant.address();
    const env = { PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: 'taktline_reader', PGDATABASE: database };
    await expectToShowThePlant(startAppliance(['--plant-from-env', '--data', join(temporaryFolder(), 'data')], env));
  });
});

describe('a plant that was set up in the data folder', () => {
  function folderWith(passwordPlace: string): string {
    const folder = temporaryFolder();
    const { port, database } = plant.address();
    const configured = {
      name: 'Bottling',
      ...{ host: '127.0.0.1', port, database, user: 'taktline_reader', tls: { mode: 'disable' }, passwordPlace },
    };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ plant: configured }));
    return folder;
  }

  test('is shown without any flag, under its own name', async () => {
    await expectToShowThePlant(startAppliance(['--data', folderWith('none')]), 'Bottling');
  });

  test('whose password the desktop’s keyring keeps is shown once systemd hands it over', async () => {
    const credentials = temporaryFolder();
    writeFileSync(join(credentials, 'taktline-plant-password'), 'hunter2');
    const env = { CREDENTIALS_DIRECTORY: credentials };
    const appliance = startAppliance(['--data', folderWith('keyring')], env);
    await expectToShowThePlant(appliance, 'Bottling');
    expect(appliance.lines.join('\n')).not.toContain('hunter2');
  });

  test('whose password is not to be had is waited for, and every screen says where it must lie', async () => {
    const appliance = startAppliance(['--data', folderWith('keyring')]);
    const viewer = await openViewer(await appliance.line(/#code=/));
    const { link } = await viewer.message('welcome');
    viewer.close();
    expect(link.reason).toMatch(/systemd credential taktline-plant-password, or the file .*plant-password/);
    expect(await appliance.line(/^The password of taktline_reader is not kept here/)).toBeDefined();
  });
});

describe('bad input ends the start with one sentence', () => {
  const data = () => ['--data', join(temporaryFolder(), 'data')];

  test('an unknown flag', async () => {
    const { code, said } = await refused(['--prot', '80', ...data()]);
    expect(code).toBe(2);
    expect(said).toContain("Unknown option '--prot'");
  });

  test('a plant URL file that is not there', async () => {
    const { code, said } = await refused(['--plant-url-file', 'nowhere.url', ...data()]);
    expect(code).toBe(1);
    expect(said).toMatch(/^The plant URL file nowhere\.url cannot be read \(ENOENT\)/);
  });

  test('a data folder that another appliance works in, until that one has ended', async () => {
    const args = ['--plant-url-file', join(temporaryFolder(), 'plant.url'), ...data()];
    const { port, database } = plant.address();
    writeFileSync(args[1] ?? '', `postgresql://taktline_reader@127.0.0.1:${port}/${database}\n`);
    const first = startAppliance(args);
    await first.line(/#code=/);
    const { code, said } = await refused(args);
    expect(code).toBe(1);
    expect(said).toMatch(new RegExp(`^The data folder .* is in use by process ${first.child.pid}; stop that one`));
    const ended = once(first.child, 'exit');
    first.child.kill('SIGTERM');
    await ended;
    expect(await startAppliance(args).line(/#code=/)).toBeDefined();
  });

  test('a port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, said } = await refused(['--port', String(port), ...data()]);
    other.close();
    expect(code).toBe(1);
    expect(said.split('\n')).toHaveLength(1);
    expect(said).toContain(String(port));
  });

  test('a data folder of another version, which stays as it is', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'taktline-folder.json'), '{"version":99}');
    const { code, said } = await refused(['--data', folder]);
    expect(code).toBe(1);
    expect(said).toContain('folder version 99');
  });

  test('settings that are no JSON', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'settings.json'), '{');
    const { code, said } = await refused(['--data', folder]);
    expect(code).toBe(1);
    expect(said).toContain('settings.json is not valid JSON');
  });
});
