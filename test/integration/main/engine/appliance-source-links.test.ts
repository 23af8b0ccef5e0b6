import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readSettings, type Settings } from '../../../../src/main/config/settings';
import { createLog } from '../../../../src/main/diagnostics/log';
import { type Engine, startEngine } from '../../../../src/main/engine/engine';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { applianceAddress } from '../../../../src/main/upstream/appliance-address';
import { DEFAULT_PLANT_TABLES } from '../../../../src/shared/plant-tables';
import type { PlantLink } from '../../../../src/shared/protocol';
import { type BreakableLine, layLine } from '../../../support/breakable-line';
import { freePort } from '../../../support/free-port';
import { LiveRecord } from '../../../support/live-record';
import { SecretFilesTwin } from '../../../support/secret-files';
import { temporaryFolder } from '../../../support/temporary-folder';
import { openViewer, type TestViewer } from '../../../support/viewer';
import { postgresPrograms, type RealPostgres, startRealPostgres } from '../plant/real-postgres';

/** An appliance behind another one: which link is broken, the other started anew, and the way to it by TLS. */

const programs = postgresPrograms();
if (programs === undefined) console.log('left out: links to another appliance, because PostgreSQL is not installed');
const ADDRESS = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
if (ADDRESS === undefined) console.log('left out: another appliance by TLS, because there is no address on a network');

const SERIES = { table: 'metric', workUnitId: 'press-1', name: 'force' } as const;

/** The link as the viewer was last told of it; undefined before it is told anew. */
function newestLink(viewer: TestViewer): () => PlantLink | undefined {
  let newest: PlantLink | undefined;
  viewer.onMessage((message) => {
    if (message.type === 'link') newest = message.link;
  });
  return () => newest;
}

describe.skipIf(programs === undefined)('an appliance behind another one', () => {
  let plant: RealPostgres;
  let writer: PlantConnection;
  const engines = new Set<Engine>();
  const lines: BreakableLine[] = [];

  beforeAll(async () => {
    plant = await startRealPostgres(programs ?? '');
    writer = await connectPlant(plant.address, { applicationName: 'test writer' });
    await writer.query(
      'create table metric (time timestamptz not null, work_unit_id text not null, name text not null, value float8)',
    );
    await writer.query('create index on metric (work_unit_id, name, time desc)');
    await insert(0);
  }, 60_000);
  afterEach(async () => {
    for (const engine of engines) await engine.stop();
    engines.clear();
    for (const line of lines.splice(0)) await line.close();
  });
  afterAll(async () => {
    await writer?.end();
    await plant?.stop();
  });

  const insert = (value: number) =>
    writer.query(`insert into metric values (clock_timestamp(), 'press-1', 'force', ${value})`);

  async function startOne(name: string, secrets = new SecretFilesTwin(), gateway: Partial<Settings['gateway']> = {}) {
    const settings = readSettings(readFileSync('resources/default-settings.json', 'utf8'));
    const engine = await startEngine({
      sourceName: name,
      settings: { ...settings, gateway: { ...settings.gateway, ...gateway } },
      rendererFolder: join(temporaryFolder(), 'none'),
      secrets,
      log: createLog(() => {}, Date.now),
    });
    engines.add(engine);
    return engine;
  }

  test('tells which of the two links is broken, and is back with what was missed', { timeout: 60_000 }, async () => {
    const line = await layLine({ host: plant.address.host, port: plant.address.port });
    lines.push(line);
    const first = await startOne('test plant');
    first.followPlant({ ...plant.address, port: line.port }, DEFAULT_PLANT_TABLES);
    const behind = await startOne('behind');
    const { url, token } = first.windowSession();
    behind.followAppliance(applianceAddress(`http://${new URL(url).host}`), token);
    const viewer = await openViewer(behind.newBrowserAddress());
    await viewer.link(({ state, feed }) => state === 'online' && feed === 'poll');
    const record = new LiveRecord(viewer, SERIES);
    const newest = newestLink(viewer);
    viewer.say({ type: 'subscribe', workUnitIds: 'all', tailMs: 60_000 });
    await viewer.message('snapshot');
    line.cut();
    const away = await viewer.link(({ state }) => state === 'offline');
    expect(away).toMatchObject({
      broken: 'plant',
      reason: expect.stringMatching(/^The appliance http:\S+ is reached, what it follows is not: ./),
      asOfMs: expect.any(Number),
    });
    await insert(41);
    line.mend();
    await vi.waitFor(() => expect(record.values()).toContain(41), { timeout: 30_000 });
    expect(record.values().filter((value) => value === 41)).toHaveLength(1);
    await vi.waitFor(() => expect(newest()?.state).toBe('online'), { timeout: 30_000 });
    viewer.close();
  });

  test('the other one started anew is followed again by the same lasting token', { timeout: 60_000 }, async () => {
    const secrets = new SecretFilesTwin();
    const port = await freePort();
    const before = await startOne('test plant', secrets, { port });
    before.followPlant(plant.address, DEFAULT_PLANT_TABLES);
    const { token } = await before.network.keys.issue('behind');
    const behind = await startOne('behind');
    behind.followAppliance(applianceAddress(`http://127.0.0.1:${port}`), token);
    const viewer = await openViewer(behind.newBrowserAddress());
    await viewer.link(({ state, feed }) => state === 'online' && feed === 'poll');
    const record = new LiveRecord(viewer, SERIES);
    const newest = newestLink(viewer);
    viewer.say({ type: 'subscribe', workUnitIds: 'all', tailMs: 60_000 });
    await viewer.message('snapshot');
    await before.stop();
    engines.delete(before);
    await viewer.link(({ state, broken }) => state === 'offline' && broken === 'appliance');
    await insert(42);
    const after = await startOne('test plant', secrets, { port });
    after.followPlant(plant.address, DEFAULT_PLANT_TABLES);
    await vi.waitFor(() => expect(newest()?.state).toBe('online'), { timeout: 30_000 });
    await vi.waitFor(() => expect(record.values()).toContain(42), { timeout: 30_000 });
    expect(record.values().filter((value) => value === 42)).toHaveLength(1);
    const [{ id } = { id: '' }] = after.network.keys.list();
    await after.network.keys.revoke(id);
    const { reason } = await viewer.link((link) => link.state === 'offline' && link.reason?.includes('token') === true);
    expect(reason).toContain('it does not take our token (any more)');
    viewer.close();
  });

  test.runIf(ADDRESS)(
    'by TLS it is taken for what the pinned root vouches for, and for nothing else',
    { timeout: 60_000 },
    async () => {
      const port = await freePort();
      const first = await startOne('test plant', new SecretFilesTwin(), { listen: 'lan', port });
      first.followPlant(plant.address, DEFAULT_PLANT_TABLES);
      const { token } = await first.network.keys.issue('behind');
      const root = first.network.facts()?.certificate?.root?.pem;
      const url = `https://${ADDRESS}:${port}`;
      const linkOf = async (ca: string | undefined, state: 'online' | 'offline') => {
        const behind = await startOne('behind');
        behind.followAppliance(applianceAddress(url, ca), token);
        const viewer = await openViewer(behind.newBrowserAddress());
        const link = await viewer.link((each) => each.state === state);
        viewer.close();
        return link;
      };
      expect(await linkOf(undefined, 'offline')).toMatchObject({
        broken: 'appliance',
        reason: expect.stringContaining('of an authority that is not known here'),
      });
      const other = await startOne('another plant', new SecretFilesTwin(), { listen: 'lan', port: await freePort() });
      expect(await linkOf(other.network.facts()?.certificate?.root?.pem, 'offline')).toMatchObject({
        reason: expect.stringContaining('of an authority that is not known here'),
      });
      expect(await linkOf(root, 'online')).toMatchObject({ state: 'online' });
    },
  );
});
