import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readSettings } from '../../../../src/main/config/settings';
import { createLog } from '../../../../src/main/diagnostics/log';
import { type Engine, startEngine } from '../../../../src/main/engine/engine';
import { storePlaces } from '../../../../src/main/engine/store-places';
import { newCachedTile } from '../../../../src/main/history/cached-tile';
import { connectPlant, type PlantAddress } from '../../../../src/main/plant/connection';
import { DEMO_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import { writeWorkCalendar } from '../../../../src/main/provisioning/work-calendar';
import { PlantCalendar } from '../../../../src/shared/calendar/calendar-rules';
import { decodeHistoryFrame, type HistoryAnswer } from '../../../../src/shared/history-frame';
import { DEFAULT_PLANT_TABLES } from '../../../../src/shared/plant-tables';
import { TILE_SPAN_MS } from '../../../../src/shared/series';
import { emptyBuckets } from '../../../../src/shared/tile';
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS, type TimeRange } from '../../../../src/shared/time';
import { STORE_WORKER_ENTRY } from '../../../support/demo-programs';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { catalogueOf, putOnBoard } from '../../../support/on-board';
import { provisionTestSchema } from '../../../support/schema';
import { SecretFilesTwin } from '../../../support/secret-files';
import { temporaryFolder } from '../../../support/temporary-folder';
import { openViewer } from '../../../support/viewer';
import { prepareAll, runSql } from '../history/history-fixture';

const SERIES = { table: 'metric', workUnitId: 'mill', name: 'load' } as const;
const DAYS = 3;
const CALENDAR = PlantCalendar.parse({
  default: { timeZone: 'Europe/Berlin', shifts: [{ name: 'Day', start: '06:00', end: '18:00' }] },
});

let plant: TestPlant;
let address: PlantAddress;
const engines: Engine[] = [];
const lines: string[] = [];

beforeAll(async () => {
  plant = await startTestPlant({ runJobs: false });
  address = plant.address('taktline_reader');
  await provisionTestSchema(plant.address(), DEMO_SCHEMA_SETTINGS);
  await runSql(
    plant.address(),
    `insert into metric select t, u, 'load', extract(epoch from t)::int % 100
     from generate_series(now() - interval '${DAYS} days', now(), '10 seconds') t, unnest(array['mill', 'saw']) u`,
  );
  await prepareAll(plant.address());
  const client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
  await writeWorkCalendar(client, CALENDAR).finally(() => client.end());
}, 120_000);
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
});
afterAll(() => plant?.stop());

async function startAppliance(dataFolder: string, to: PlantAddress = address): Promise<Engine> {
  const engine = await startEngine({
    sourceName: 'test plant',
    secrets: new SecretFilesTwin(),
    settings: readSettings(readFileSync('resources/default-settings.json', 'utf8')),
    rendererFolder: join(dataFolder, 'none'),
    log: createLog((line) => lines.push(line), Date.now),
    store: { ...storePlaces(dataFolder, 'test plant'), workerEntryPath: STORE_WORKER_ENTRY },
  });
  engines.push(engine);
  engine.followPlant(to, DEFAULT_PLANT_TABLES);
  return engine;
}

async function askOne(viewer: Awaited<ReturnType<typeof openViewer>>, range: TimeRange): Promise<HistoryAnswer> {
  viewer.say({ type: 'history', requestId: 1, series: [SERIES], range, pointBudget: 1_000 });
  return decodeHistoryFrame(await viewer.frame());
}

const sumOf = ({ tiles }: HistoryAnswer, range: TimeRange, bucketMs: number) =>
  tiles.reduce((total, { columns, range: own }) => {
    if (columns.kind === 'raw') return total;
    return columns.counts.reduce((sum, count, at) => {
      const startMs = own.fromMs + at * bucketMs;
      return startMs >= range.fromMs && startMs < range.toMs ? sum + count : sum;
    }, total);
  }, 0);

test('a pinned unit is carried along: without the plant its past is there, and what was not pinned is said to be missing', async () => {
  const folder = temporaryFolder();
  const online = await startAppliance(folder);
  const viewer = await openViewer(online.newBrowserAddress());
  await viewer.message('catalogue', ({ units }) => units.length === 2);
  const { facts } = await viewer.message('source', (each) => each.facts.calendarFrom === 'plant');
  expect(facts.calendar).toEqual(CALENDAR);
  viewer.say({ type: 'pin', workUnitId: 'mill', pinned: true });
  const { pins } = await viewer.message('pins', (message) => message.pins[0]?.state === 'complete');
  expect(pins).toMatchObject([{ workUnitId: 'mill', tilesOnBoard: pins[0]?.tilesWanted }]);
  expect(await online.setHidden('saw', true)).toBeUndefined();
  await viewer.message('catalogue', (message) => message.units.some(({ hidden }) => hidden === true));
  viewer.close();
  await online.stop();

  // Nobody listens there.
  address = { ...address, host: '127.0.0.1', port: 1 };
  const offline = await startAppliance(folder);
  const later = await openViewer(offline.newBrowserAddress());
  const { units } = await later.message('catalogue', (message) => message.units.length === 2);
  // The shifts are those that the plant's own table told.
  const told = await later.message('source');
  expect(told.facts).toMatchObject({ calendar: CALENDAR, calendarFrom: 'plant' });
  // What an installer has hidden stays hidden, and stays in the catalogue.
  expect(units.map(({ workUnitId, hidden }) => [workUnitId, hidden])).toEqual([
    ['mill', undefined],
    ['saw', true],
  ]);
  expect(await offline.setHidden('saw', false)).toBeUndefined();
  await later.message('catalogue', (message) => message.units.every(({ hidden }) => hidden === undefined));
  await later.message('pins', (message) => message.pins.length === 1 && message.pins[0]?.state === 'complete');
  await later.link(({ state, asOfMs }) => state === 'offline' && asOfMs !== null);
  const toMs = Math.floor(Date.now() / HOUR_MS - 2) * HOUR_MS;
  const hours = { fromMs: toMs - 4 * HOUR_MS, toMs };
  const minutes = await askOne(later, hours);
  expect([minutes.resolution, minutes.missing, minutes.missingReason]).toEqual(['1min', [], null]);
  expect(sumOf(minutes, hours, MINUTE_MS)).toBe((4 * HOUR_MS) / 10_000);
  expect(minutes.asOfMs).toBeLessThan(Date.now());
  later.close();

  const other = await openViewer(offline.newBrowserAddress());
  await other.message('welcome');
  const saw = { ...SERIES, workUnitId: 'saw' };
  other.say({ type: 'history', requestId: 2, series: [saw], range: hours, pointBudget: 1_000 });
  const nothing = decodeHistoryFrame(await other.frame());
  expect([nothing.missing, nothing.missingReason]).toEqual([[hours], 'plant-away']);
  other.close();
}, 120_000);

test('while a plant’s password is yet to be given, what is on board of it is shown and nothing is tried; given, it is followed', async () => {
  const folder = temporaryFolder();
  const asOfMs = Date.now() - DAY_MS;
  const range = { fromMs: floorTo(asOfMs - DAY_MS, TILE_SPAN_MS['1min']), toMs: 0 };
  range.toMs = range.fromMs + TILE_SPAN_MS['1min'];
  const tile = { series: SERIES, range, asOfMs, sealed: false, columns: emptyBuckets('1min', 480) };
  const { bytes } = newCachedTile({ tile, revised: [] });
  const key = { series: SERIES, resolution: '1min', range } as const;
  await putOnBoard(folder, 'test plant', catalogueOf([SERIES], asOfMs), [{ key, asOfMs, sealed: false, bytes }]);
  let tries = 0;
  const port = createServer(() => {
    tries += 1;
  });
  await new Promise<void>((resolve) => port.listen(0, '127.0.0.1', resolve));
  const there = { ...plant.address('taktline_reader'), host: '127.0.0.1', port: (port.address() as AddressInfo).port };
  const engine = await startAppliance(folder, { ...there, notYet: 'Give the password.' });
  const viewer = await openViewer(engine.newBrowserAddress());
  await viewer.message('catalogue', ({ units }) => units.length === 1);
  const link = await viewer.link((each) => each.asOfMs !== null);
  expect(link).toMatchObject({ state: 'connecting', reason: 'Give the password.', asOfMs });
  const hours = { fromMs: range.fromMs + HOUR_MS, toMs: range.fromMs + 4 * HOUR_MS };
  const answer = await askOne(viewer, hours);
  expect([answer.resolution, answer.missing, answer.tiles.length]).toEqual(['1min', [], 1]);
  expect(tries).toBe(0);
  engine.followPlant(plant.address('taktline_reader'), DEFAULT_PLANT_TABLES);
  await viewer.link(({ state }) => state === 'online');
  await viewer.message('catalogue', ({ units }) => units.length === 2);
  expect(() => engine.followPlant(there, DEFAULT_PLANT_TABLES)).toThrow('follows a source already');
  viewer.close();
  port.close();
}, 60_000);
