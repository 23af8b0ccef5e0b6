import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChangeBatch } from '../../../../src/main/live/change-batch';
import { ChangeFeed, type FeedProblem } from '../../../../src/main/live/change-feed';
import { RecentSamples } from '../../../../src/main/live/recent-samples';
import { ManualClock, settle } from './manual-clock';
import { type TableRow, TableTwin } from './table-twin';

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const MINUTE_MS = 60_000;

let clock: ManualClock;
let plant: TableTwin;
let recent: RecentSamples;
let feed: ChangeFeed;
let batches: ChangeBatch[];
let problems: FeedProblem[];

function row(agoMs: number, value: number, more: Partial<TableRow> = {}): TableRow {
  return {
    workUnitId: 'press-1',
    table: 'metric',
    name: 'temperature',
    timeMs: clock.plantNowMs() - agoMs,
    value,
    ...more,
  };
}

/** Values passed on as added, in the order of their coming. */
function added(): readonly number[] {
  return batches.flatMap((batch) =>
    batch.units.flatMap((unit) => unit.series.flatMap((series) => series.added.values)),
  );
}

function touched() {
  return batches.flatMap((batch) => batch.units.flatMap((unit) => unit.touched));
}

async function connect(): Promise<void> {
  feed.setUnits(['press-1', 'press-2']);
  feed.start();
  await clock.advance(0);
  batches.length = 0;
  plant.reads.length = 0;
}

beforeEach(() => {
  clock = new ManualClock(NOW_MS);
  plant = new TableTwin(() => clock.plantNowMs());
  recent = new RecentSamples();
  batches = [];
  problems = [];
  const onProblem = (problem: FeedProblem) => problems.push(problem);
  feed = new ChangeFeed({ reader: plant, wakeUps: plant, recent, clock, random: () => 0.5, onProblem });
  feed.onBatch((batch) => batches.push(batch));
});

afterEach(async () => {
  await feed.close();
  expect(clock.timerCount).toBe(0);
});

test('the ring and older latest values are there after the first connect', async () => {
  plant.rows = [row(9 * MINUTE_MS, 1), row(1_000, 2), row(3 * 60 * MINUTE_MS, 3, { name: 'pressure' })];
  feed.setUnits(['press-1']);
  feed.start();
  await clock.advance(0);
  expect(feed.state).toBe('listening');
  expect([...added()].sort()).toEqual([1, 2, 3]);
  expect(touched()).toEqual([]);
});

test('a wake-up is read at once, in one read for all units that one arrival names', async () => {
  await connect();
  plant.insert(row(0, 1), row(0, 2, { workUnitId: 'press-2' }));
  await settle();
  expect(added()).toEqual([1, 2]);
  expect(plant.reads).toHaveLength(1);
  expect(plant.reads[0]?.map(({ workUnitId }) => workUnitId)).toEqual(['press-1', 'press-2']);
});

test('wake-ups during a read are gathered into one read within 10 ms', async () => {
  await connect();
  let answer: () => void = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  plant.beforeAnswer = () => answered;
  plant.insert(row(0, 1));
  await settle();
  plant.beforeAnswer = () => Promise.resolve();
  for (let value = 2; value <= 20; value += 1) plant.insert(row(0, value));
  answer();
  await clock.advance(9);
  expect(plant.reads).toHaveLength(1);
  await clock.advance(1);
  expect(plant.reads).toHaveLength(2);
  expect([...added()].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
});

test('two rows of one time and value are two samples, however often they are read', async () => {
  await connect();
  plant.insert(row(0, 7), row(0, 7));
  await clock.advance(100);
  plant.insert(row(0, 8));
  await clock.advance(30_000);
  expect(added()).toEqual([7, 7, 8]);
});

test('a row committed while the connection was down is delivered once, before any newer one', async () => {
  await connect();
  plant.insert(row(0, 1));
  await clock.advance(1_000);
  plant.reachable = false;
  plant.disconnect();
  await settle();
  expect(feed.state).toBe('idle');
  plant.insert(row(0, 2));
  await clock.advance(5_000);
  plant.reachable = true;
  await clock.advance(15_000);
  plant.insert(row(0, 3));
  await clock.advance(120_000);
  expect(added()).toEqual([1, 2, 3]);
  expect(feed.state).toBe('listening');
});

test('being away for longer than the ring passes the hole on as touched', async () => {
  await connect();
  plant.insert(row(0, 1));
  await clock.advance(100);
  plant.reachable = false;
  plant.disconnect();
  await clock.advance(20 * MINUTE_MS);
  plant.rows.push(row(0, 2));
  plant.reachable = true;
  await clock.advance(15_000);
  const hole = touched().filter(({ table }) => table === 'metric');
  expect(hole[0]?.fromMs).toBe(NOW_MS);
  expect(hole[0]?.toMs).toBeGreaterThan(NOW_MS + 9 * MINUTE_MS);
  expect(added()).toEqual([1, 2]);
});

test('rows older than the ring are not read but passed on as touched', async () => {
  await connect();
  plant.insert(row(0, 1));
  await settle();
  plant.reads.length = 0;
  batches.length = 0;
  plant.insert(row(40 * MINUTE_MS, 5), row(30 * MINUTE_MS, 6));
  await settle();
  expect(plant.reads).toEqual([]);
  expect(touched()).toEqual([{ table: 'metric', fromMs: NOW_MS - 40 * MINUTE_MS, toMs: NOW_MS - 30 * MINUTE_MS + 1 }]);
});

test('a late row within the ring is delivered and passed on as touched; plain new rows touch nothing', async () => {
  await connect();
  plant.insert(row(0, 1));
  await settle();
  expect(touched()).toEqual([]);
  plant.insert(row(5 * MINUTE_MS, 2));
  await settle();
  expect(added()).toEqual([1, 2]);
  expect(touched()).toEqual([{ table: 'metric', fromMs: NOW_MS - 5 * MINUTE_MS, toMs: NOW_MS - 5 * MINUTE_MS + 1 }]);
});

test('an update replaces the sample; a deletion, which wakes nobody, is found by the next sweep', async () => {
  await connect();
  const first = row(0, 1);
  plant.insert(first);
  await clock.advance(1_000);
  plant.update(first, 4);
  await settle();
  expect(batches.at(-1)?.units[0]?.series[0]).toMatchObject({ added: { values: [4] }, removed: { values: [1] } });
  plant.rows = [];
  await clock.advance(90_000);
  expect(batches.at(-1)?.units[0]?.series[0]).toMatchObject({ added: { values: [] }, removed: { values: [4] } });
  expect(recent.unit('press-1', 0)).toEqual([]);
});

test('a row of the year 2099 is held, told of, and holds up nothing', async () => {
  await connect();
  const farMs = Date.UTC(2099, 0, 1);
  plant.insert(row(0, 99, { timeMs: farMs }));
  await settle();
  expect(batches[0]?.units[0]?.aheadUntilMs).toBe(farMs);
  plant.insert(row(0, 1));
  await clock.advance(60_000);
  plant.insert(row(0, 2));
  await settle();
  expect(added()).toEqual([1, 2]);
});

test('a row a minute ahead comes when it is due, within a second', async () => {
  await connect();
  plant.insert(row(-60_000, 7));
  await clock.advance(54_000);
  expect(added()).toEqual([]);
  await clock.advance(2_000);
  expect(added()).toEqual([7]);
});

test('without notifications it polls every second, and delivers the same', async () => {
  plant.notifies = false;
  await connect();
  expect(feed.state).toBe('polling');
  expect(feed.whyPolling).toBe('muted by the test');
  plant.insert(row(0, 1), row(0, 1), row(2_000, 2, { workUnitId: 'press-2', table: 'oee', name: 'quality' }));
  await clock.advance(1_000);
  expect([...added()].sort()).toEqual([1, 1, 2]);
  plant.insert(row(5 * MINUTE_MS, 3));
  await clock.advance(31_000);
  expect([...added()].sort()).toEqual([1, 1, 2, 3]);
});

test('where wake-ups stay away although it listens, it reads every second until one comes', async () => {
  await connect();
  plant.notifies = false;
  await clock.advance(16_000);
  plant.insert(row(0, 1));
  await clock.advance(15_000);
  expect(added()).toEqual([1]);
  expect(feed.whyPolling).toMatch(/wake-ups/);
  plant.insert(row(0, 2));
  await clock.advance(1_000);
  expect(added()).toEqual([1, 2]);
  plant.notifies = true;
  plant.insert(row(0, 3));
  await settle();
  expect(feed.whyPolling).toBeUndefined();
  expect(feed.state).toBe('listening');
});

test('LISTEN is tried again while polling', async () => {
  plant.notifies = false;
  await connect();
  plant.notifies = true;
  await clock.advance(70_000);
  expect(feed.state).toBe('listening');
});

test('a unit that commits more than 50 statements a second is read every 50 ms, and delivers the same', async () => {
  await connect();
  for (let value = 0; value < 400; value += 1) {
    plant.insert(row(0, value));
    await clock.advance(5);
  }
  await clock.advance(50);
  expect(added()).toEqual(Array.from({ length: 400 }, (_, value) => value));
  // A quarter of a second until it is known as busy, then twenty reads a second.
  expect(plant.reads.length).toBeLessThan(100);
  expect(feed.counters).toMatchObject({ busyUnits: 1, wakeUps: 400, failedReads: 0 });
  plant.insert(row(0, -1, { workUnitId: 'press-2' }));
  await settle();
  expect(added()).toContain(-1);
  await clock.advance(31_000);
  expect(feed.counters.busyUnits).toBe(0);
});

test('reads that cannot be made in time become smaller: one unit with too many rows holds up no other', async () => {
  const units = Array.from({ length: 20 }, (_, at) => `unit-${at}`);
  plant.tooMuch = (windows) => windows.some(({ workUnitId }) => workUnitId === 'unit-3');
  feed.setUnits(units);
  plant.rows = units.flatMap((workUnitId, at) => [row(1_000, at, { workUnitId }), row(2_000, -at - 1, { workUnitId })]);
  feed.start();
  await clock.advance(30_000);
  const older = () => [...added()].filter((value) => value < 0).sort((a, b) => b - a);
  expect(older()).toEqual(units.map((_, at) => -at - 1).filter((value) => value !== -4));
  plant.tooMuch = () => false;
  await clock.advance(30_000);
  expect(older()).toEqual(units.map((_, at) => -at - 1));
});

test('a read that fails is reported and made again, with nothing lost', async () => {
  await connect();
  plant.failures = 3;
  plant.insert(row(0, 1));
  await clock.advance(10_000);
  expect(added()).toEqual([1]);
  expect(problems.map(({ what }) => what)).toEqual(['read', 'read', 'read']);
});

test('a new unit is listened to and read; one that left is forgotten', async () => {
  await connect();
  plant.rows.push(row(1_000, 5, { workUnitId: 'new "unit": é' }));
  feed.setUnits(['press-1', 'new "unit": é']);
  await settle();
  expect(plant.followed).toEqual(['press-1', 'new "unit": é']);
  expect(added()).toEqual([5]);
  expect(recent.workUnitIds()).not.toContain('press-2');
});

test('a clock that is set back takes back what is of the future now, and brings it when it is due', async () => {
  await connect();
  plant.insert(row(9 * MINUTE_MS, 1), row(0, 2));
  await clock.advance(2 * MINUTE_MS);
  clock.setPlantClock(clock.plantNowMs() - 5 * MINUTE_MS);
  plant.insert(row(0, 3));
  await clock.advance(2 * MINUTE_MS);
  expect(recent.unit('press-1', 0).map(({ values }) => values)).toEqual([[1, 3]]);
  // What came again is told as the whole of its stretch: whoever holds it already holds it once.
  const again = batches
    .flatMap(({ units }) => units.flatMap(({ series }) => series))
    .filter(({ replaced }) => replaced);
  expect(again.flatMap(({ added }) => added.values)).toEqual([1]);
  await clock.advance(2 * MINUTE_MS);
  expect(recent.unit('press-1', 0).map(({ values }) => values)).toEqual([[1, 3, 2]]);
});

test('a listener that throws harms neither the others nor the feed', async () => {
  await connect();
  const off = feed.onBatch(() => {
    throw new Error('broken listener');
  });
  plant.insert(row(0, 1));
  await settle();
  off();
  plant.insert(row(0, 2));
  await clock.advance(10);
  expect(added()).toEqual([1, 2]);
  expect(problems).toEqual([{ what: 'listener', message: 'broken listener' }]);
});

test('a silent plant is given up when told, and followed again with nothing lost', async () => {
  await connect();
  plant.insert(row(0, 1));
  await settle();
  feed.reconnect();
  await settle();
  expect(feed.state).toBe('idle');
  plant.rows.push(row(0, 2));
  await clock.advance(1_000);
  expect(feed.state).toBe('listening');
  expect(added()).toEqual([1, 2]);
});

test('catching up for many units is split into reads of bounded length', async () => {
  const units = Array.from({ length: 20 }, (_, at) => `unit-${at}`);
  plant.rows = units.map((workUnitId, at) => row(60_000, at, { workUnitId }));
  feed.setUnits(units);
  feed.start();
  await clock.advance(0);
  plant.reachable = false;
  plant.disconnect();
  await clock.advance(9 * MINUTE_MS);
  plant.rows.push(...units.map((workUnitId, at) => row(60_000, 100 + at, { workUnitId })));
  plant.reachable = true;
  plant.reads.length = 0;
  await clock.advance(16_000);
  const spansMs = plant.reads.map((windows) => windows.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0));
  expect(Math.max(...spansMs)).toBeLessThanOrEqual(41 * MINUTE_MS);
  expect([...added()].sort((a, b) => a - b)).toEqual([...units.keys(), ...[...units.keys()].map((at) => 100 + at)]);
});

test('a silent unit costs short reads', async () => {
  await connect();
  await clock.advance(5 * MINUTE_MS);
  plant.reads.length = 0;
  plant.insert(row(0, 1));
  await settle();
  const [window] = plant.reads[0] ?? [];
  expect((window?.toMs ?? 0) - (window?.fromMs ?? 0)).toBeLessThan(2 * MINUTE_MS);
});
