import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { FilePasswordStore, tokenFileOf } from '../../../../src/main/config/file-password-store';
import { readSettings } from '../../../../src/main/config/settings';
import { createLog } from '../../../../src/main/diagnostics/log';
import { type Engine, startEngine } from '../../../../src/main/engine/engine';
import { storePlaces } from '../../../../src/main/engine/store-places';
import { connectPlant } from '../../../../src/main/plant/connection';
import { DEMO_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import { SourceSetup } from '../../../../src/main/setup/source-setup';
import { applianceAddress } from '../../../../src/main/upstream/appliance-address';
import { decodeHistoryFrame, type HistoryAnswer } from '../../../../src/shared/history-frame';
import { DEFAULT_PLANT_TABLES } from '../../../../src/shared/plant-tables';
import type { ClientMessage } from '../../../../src/shared/protocol';
import { HOUR_MS, MINUTE_MS, type TimeRange } from '../../../../src/shared/time';
import { type BreakableLine, layLine } from '../../../support/breakable-line';
import { STORE_WORKER_ENTRY } from '../../../support/demo-programs';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { LiveRecord } from '../../../support/live-record';
import { provisionTestSchema } from '../../../support/schema';
import { SecretFilesTwin } from '../../../support/secret-files';
import { temporaryFolder } from '../../../support/temporary-folder';
import { openViewer, type TestViewer } from '../../../support/viewer';
import { prepareAll, runSql } from '../history/history-fixture';

/** Two appliances: one follows the plant, the other follows that one, over a line that can be cut. */

const SERIES = { table: 'metric', workUnitId: 'mill', name: 'load' } as const;
const HOURS = 30;

let plant: TestPlant;
const engines: Engine[] = [];
const lines: BreakableLine[] = [];
const log: string[] = [];

beforeAll(async () => {
  plant = await startTestPlant({ runJobs: false });
  await provisionTestSchema(plant.address(), DEMO_SCHEMA_SETTINGS);
  await runSql(
    plant.address(),
    `insert into metric select t, u, 'load', extract(epoch from t)::int % 100
     from generate_series(now() - interval '${HOURS} hours', now() - interval '2 minutes', '10 seconds') t,
     unnest(array['mill', 'saw']) u`,
  );
  await prepareAll(plant.address());
}, 120_000);
afterEach(async () => {
  for (const engine of engines.splice(0).toReversed()) await engine.stop();
  for (const line of lines.splice(0)) await line.close();
});
afterAll(() => plant?.stop());

async function startOne(dataFolder: string, name: string): Promise<Engine> {
  const engine = await startEngine({
    sourceName: name,
    settings: readSettings(readFileSync('resources/default-settings.json', 'utf8')),
    rendererFolder: join(dataFolder, 'none'),
    secrets: new SecretFilesTwin(),
    log: createLog((line) => log.push(`${name} ${line}`), Date.now),
    store: { ...storePlaces(dataFolder, name), workerEntryPath: STORE_WORKER_ENTRY },
  });
  engines.push(engine);
  return engine;
}

async function startFirst(): Promise<Engine> {
  const first = await startOne(temporaryFolder(), 'test plant');
  first.followPlant(plant.address('taktline_reader'), DEFAULT_PLANT_TABLES);
  return first;
}

/** The appliance behind it, over a line of its own. */
async function startBehind(
  first: Engine,
  folder = temporaryFolder(),
): Promise<{ engine: Engine; line: BreakableLine }> {
  const { url, token } = first.windowSession();
  const target = { host: '127.0.0.1', port: Number(new URL(url).port) };
  const line = await layLine(target, { asHost: `${target.host}:${target.port}` });
  lines.push(line);
  const engine = await startOne(folder, 'behind');
  engine.followAppliance(applianceAddress(`http://127.0.0.1:${line.port}`), token);
  return { engine, line };
}

async function ask(viewer: TestViewer, question: Partial<ClientMessage & { type: 'history' }>): Promise<HistoryAnswer> {
  const requestId = Math.floor(Math.random() * 1e9);
  viewer.say({
    type: 'history',
    requestId,
    series: [SERIES],
    range: { fromMs: 0, toMs: 1 },
    pointBudget: 1_000,
    ...question,
  });
  const holds = (frame: Uint8Array) => decodeHistoryFrame(frame).requestId === requestId;
  return decodeHistoryFrame(await viewer.frame(holds));
}

const insert = (value: number, unit = 'mill') =>
  runSql(plant.address(), `insert into metric values (clock_timestamp(), '${unit}', 'load', ${value})`);

const countsOf = ({ tiles }: HistoryAnswer, { fromMs, toMs }: TimeRange) =>
  tiles.reduce((total, { columns, range }) => {
    if (columns.kind === 'raw') return total;
    return columns.counts.reduce((sum, count, at) => {
      const startMs = range.fromMs + at * MINUTE_MS;
      return startMs >= fromMs && startMs < toMs ? sum + count : sum;
    }, total);
  }, 0);

async function rowsSince(fromMs: number): Promise<readonly string[]> {
  const client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
  try {
    const { rows } = await client.query<{ ms: number; value: number }>(
      `select (extract(epoch from time) * 1000)::float8 as ms, value from metric
       where work_unit_id = 'mill' and time >= to_timestamp($1::float8 / 1000) order by time, value`,
      [fromMs],
    );
    return rows.map(({ ms, value }) => `${ms} ${value}`);
  } finally {
    await client.end();
  }
}

test('an appliance behind another shows the same catalogue, link, history and live values', {
  timeout: 120_000,
}, async () => {
  const first = await startFirst();
  const { engine: behind } = await startBehind(first);
  const viewer = await openViewer(behind.newBrowserAddress());
  const { units } = await viewer.message('catalogue', (message) => message.units.length === 2);
  const direct = await openViewer(first.newBrowserAddress());
  expect(units).toEqual((await direct.message('catalogue', (message) => message.units.length === 2)).units);
  await viewer.link(({ state, feed }) => state === 'online' && feed === 'listen');
  expect((await viewer.message('source')).facts.sourceName).toBe('test plant');

  const toMs = Math.floor(Date.now() / HOUR_MS - 1) * HOUR_MS;
  const range = { fromMs: toMs - 4 * HOUR_MS, toMs };
  const [own, theirs] = [await ask(viewer, { range }), await ask(direct, { range })];
  expect([own.resolution, own.missing, countsOf(own, range)]).toEqual([theirs.resolution, [], 1_440]);
  expect(own.tiles.map(({ columns }) => columns)).toEqual(theirs.tiles.map(({ columns }) => columns));
  const raw = { fromMs: toMs - 10 * MINUTE_MS, toMs };
  const [ownRaw, theirRaw] = [await ask(viewer, { range: raw }), await ask(direct, { range: raw })];
  expect([ownRaw.resolution, ownRaw.before, ownRaw.after]).toEqual(['raw', theirRaw.before, theirRaw.after]);

  const record = new LiveRecord(viewer, SERIES);
  viewer.say({ type: 'subscribe', workUnitIds: 'all', tailMs: 60_000 });
  await viewer.message('snapshot');
  await insert(4_711);
  await vi.waitFor(() => expect(record.values()).toContain(4_711), { timeout: 10_000 });
  viewer.close();
  direct.close();
});

test('what was missed while the line was cut comes once, and which link it was is said', {
  timeout: 120_000,
}, async () => {
  const first = await startFirst();
  const { engine: behind, line } = await startBehind(first);
  const viewer = await openViewer(behind.newBrowserAddress());
  await viewer.link(({ state, feed }) => state === 'online' && feed === 'listen');
  const fromMs = Date.now();
  const record = new LiveRecord(viewer, SERIES, fromMs);
  viewer.say({ type: 'subscribe', workUnitIds: 'all', tailMs: 60_000 });
  await viewer.message('snapshot');
  for (let value = 1; value <= 5; value += 1) await insert(value);
  await vi.waitFor(() => expect(record.values()).toContain(5), { timeout: 10_000 });
  line.cut();
  const lost = await viewer.link(({ state }) => state === 'offline');
  expect([lost.broken, lost.reason]).toEqual(['appliance', expect.stringContaining('The appliance http://127.0.0.1:')]);
  for (let value = 6; value <= 10; value += 1) await insert(value);
  await runSql(
    plant.address(),
    `delete from metric where work_unit_id = 'mill' and value = 2 and time > now() - interval '5 minutes'`,
  );
  line.mend();
  await vi.waitFor(async () => expect(record.rows()).toEqual(await rowsSince(fromMs)), {
    timeout: 90_000,
    interval: 500,
  });
  expect(record.values().filter((value) => value > 5)).toEqual([6, 7, 8, 9, 10]);
  viewer.close();
});

test('its plant away, the appliance behind says so; without that appliance it shows what it has on its own disk', {
  timeout: 120_000,
}, async () => {
  const first = await startFirst();
  const folder = temporaryFolder();
  const { engine: behind, line } = await startBehind(first, folder);
  const viewer = await openViewer(behind.newBrowserAddress());
  await viewer.message('catalogue', ({ units }) => units.length === 2);
  viewer.say({ type: 'pin', workUnitId: 'mill', pinned: true });
  await viewer.message('pins', ({ pins }) => pins[0]?.state === 'complete');
  viewer.close();
  await behind.stop();
  line.cut();

  const alone = await startOne(folder, 'behind');
  alone.followAppliance(applianceAddress(`http://127.0.0.1:${line.port}`), 'any');
  const later = await openViewer(alone.newBrowserAddress());
  const { units } = await later.message('catalogue', (message) => message.units.length === 2);
  expect(units.map(({ workUnitId }) => workUnitId)).toEqual(['mill', 'saw']);
  await later.link(({ state, asOfMs, broken }) => state === 'offline' && asOfMs !== null && broken === 'appliance');
  const toMs = Math.floor(Date.now() / HOUR_MS - 2) * HOUR_MS;
  const range = { fromMs: toMs - 4 * HOUR_MS, toMs };
  const kept = await ask(later, { range });
  expect([kept.resolution, kept.missing, countsOf(kept, range)]).toEqual(['1min', [], 1_440]);
  const saw = await ask(later, { range, series: [{ ...SERIES, workUnitId: 'saw' }] });
  expect([saw.missing, saw.missingReason]).toEqual([[range], 'plant-away']);
  later.close();
});

test('a wrong token, and an appliance that follows itself, are told in a sentence', { timeout: 60_000 }, async () => {
  const first = await startFirst();
  const { url } = first.windowSession();
  const at = applianceAddress(`http://${new URL(url).host}`);
  const refused = await startOne(temporaryFolder(), 'refused');
  refused.followAppliance(at, 'not-a-token');
  const viewer = await openViewer(refused.newBrowserAddress());
  const { reason } = await viewer.link(({ state }) => state === 'offline');
  expect(reason).toContain('it does not take our token');
  viewer.close();

  const mirror = await startOne(temporaryFolder(), 'mirror');
  const own = mirror.windowSession();
  mirror.followAppliance(applianceAddress(`http://${new URL(own.url).host}`), own.token);
  const looker = await openViewer(mirror.newBrowserAddress());
  const itself = await looker.link(({ state }) => state === 'offline');
  expect(itself.reason).toContain('that is this very appliance');
  looker.close();
});

test('a person gives another appliance: it is tried in sentences, kept without its token, and the token in a place of its own', {
  timeout: 60_000,
}, async () => {
  const first = await startFirst();
  const direct = await openViewer(first.newBrowserAddress());
  await direct.link(({ state }) => state === 'online');
  await direct.message('catalogue', ({ units }) => units.length === 2);
  const { url, token } = first.windowSession();
  const dataFolder = temporaryFolder();
  const file = new FilePasswordStore(tokenFileOf(dataFolder));
  let followed = 0;
  const setup = new SourceSetup({
    ...{ dataFolder, tokenStores: [file], tokenPlaces: [file] },
    followConfigured: async () => {
      followed += 1;
    },
  });
  const good = { url: `http://${new URL(url).host}`, token, tokenPlace: 'file' as const };
  const lastOf = async (request: typeof good) => (await setup.sourceTest(request)).stages.at(-1);
  expect(await lastOf({ ...good, token: 'wrong' })).toMatchObject({
    isGood: false,
    sentence: expect.stringContaining('does not take this token'),
  });
  expect(await lastOf({ ...good, url: 'http://127.0.0.1:1' })).toMatchObject({
    sentence: expect.stringContaining('nothing listens'),
  });
  expect(await lastOf({ ...good, url: 'line-3' })).toMatchObject({
    sentence: expect.stringContaining('no address of an appliance'),
  });
  expect(await lastOf({ ...good, token: '' })).toMatchObject({
    sentence: expect.stringContaining('Give a viewer token'),
  });
  expect(await setup.sourceUse({ ...good, token: 'wrong' })).toMatchObject({ ok: false });
  expect(followed).toBe(0);

  const found = await setup.sourceTest(good);
  expect([found.isGood, found.stages.map(({ sentence }) => sentence)]).toEqual([
    true,
    [
      `${good.url} is reached.`,
      'It takes the token.',
      'It follows test plant, which is online.',
      'It shows 2 work units.',
    ],
  ]);
  expect(await setup.sourceUse(good)).toMatchObject({ ok: true });
  const kept = readFileSync(join(dataFolder, 'settings.json'), 'utf8');
  expect([followed, JSON.parse(kept), await file.read()]).toEqual([
    1,
    { source: { kind: 'appliance', url: good.url, tokenPlace: 'file' } },
    token,
  ]);
  expect(await setup.sourceTest({ ...good, token: '' })).toMatchObject({ isGood: true });
  expect(await setup.sourceState()).toMatchObject({ url: good.url, tokenPlaces: [{ place: 'file' }] });
  direct.close();
});
