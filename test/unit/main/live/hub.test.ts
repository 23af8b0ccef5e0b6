import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChangeFeed } from '../../../../src/main/live/change-feed';
import { DEFAULT_FEED_POLICY } from '../../../../src/main/live/feed-policy';
import { LiveHub } from '../../../../src/main/live/hub';
import { RecentSamples } from '../../../../src/main/live/recent-samples';
import { compareSamples } from '../../../../src/main/live/samples';
import type { LiveUpdate, UpdateMemoryPolicy } from '../../../../src/main/live/update-memory';
import { ServerMessage } from '../../../../src/shared/protocol';
import { ManualClock, settle } from './manual-clock';
import { type TableRow, TableTwin } from './table-twin';
import { ViewerTwin } from './viewer-twin';

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const IS_LONG = process.env.TAKTLINE_LONG !== undefined;
// Clocks that are set at the worst moment are one case in thousands.
const RUNS = IS_LONG ? 25_000 : 150;
/** What the feed and the hub take from asking for a row to its update, ms. */
const SETTLED_MS = 1_000;
const UNITS = ['press-1', 'a:"b" ü'];

interface Rig {
  readonly clock: ManualClock;
  readonly plant: TableTwin;
  readonly feed: ChangeFeed;
  readonly hub: LiveHub;
}

function rig(memory?: UpdateMemoryPolicy): Rig {
  const clock = new ManualClock(NOW_MS);
  const plant = new TableTwin(() => clock.plantNowMs());
  const recent = new RecentSamples();
  const feed = new ChangeFeed({ reader: plant, wakeUps: plant, recent, clock, random: () => 0.5 });
  const hub = new LiveHub({ epoch: 'e1', recent, clock, ...(memory === undefined ? {} : { memory }) });
  feed.onBatch((batch) => hub.apply(batch));
  feed.setUnits(UNITS);
  feed.start();
  return { clock, plant, feed, hub };
}

function metric(clock: ManualClock, value: number, agoMs = 0): TableRow {
  return { workUnitId: 'press-1', table: 'metric', name: 't', timeMs: clock.plantNowMs() - agoMs, value };
}

async function stop({ feed, hub, clock }: Rig): Promise<void> {
  await feed.close();
  hub.close();
  expect(clock.timerCount).toBe(0);
}

test('two updates after a quiet time go at once, further ones at most 20 in a second', async () => {
  const parts = rig();
  const { clock, plant, hub } = parts;
  await clock.advance(1_000);
  const updates: LiveUpdate[] = [];
  hub.onUpdate((update) => updates.push(update));
  plant.insert(metric(clock, 0));
  await settle();
  expect(updates).toHaveLength(1);
  await clock.advance(DEFAULT_FEED_POLICY.coalesceMs);
  plant.insert(metric(clock, 1));
  await settle();
  expect(updates).toHaveLength(2);
  for (let value = 2; value <= 200; value += 1) {
    plant.insert(metric(clock, value));
    await clock.advance(5);
  }
  expect(updates.length).toBeLessThanOrEqual(20);
  await clock.advance(60);
  expect(updates.flatMap((update) => update.units[0]?.series[0]?.values)).toEqual(
    Array.from({ length: 201 }, (_, at) => at),
  );
  expect(updates.map(({ sequence }) => sequence)).toEqual(updates.map((_, at) => (updates[0]?.sequence ?? 0) + at));
  await stop(parts);
});

test('a snapshot carries latest values alone, the recent past where asked for, and only the units asked for', async () => {
  const parts = rig();
  const { clock, plant, hub } = parts;
  plant.rows = [metric(clock, 1, 120_000), metric(clock, 2, 30_000), metric(clock, 3, 1_000)];
  plant.rows.push({ ...metric(clock, 9, 3_600_000), workUnitId: UNITS[1] ?? '', name: 'silent' });
  await clock.advance(100);
  expect(hub.snapshot('all').units.map((unit) => unit.series[0]?.values)).toEqual([[3], [9]]);
  expect(hub.snapshot(['press-1', 'unknown'], 60_000).units.map((unit) => unit.series[0]?.values)).toEqual([[2, 3]]);
  await stop(parts);
});

test('bad samples are null on the wire, and a clock that runs ahead is told of', async () => {
  const parts = rig();
  const { clock, plant, hub } = parts;
  await clock.advance(1_000);
  const updates: LiveUpdate[] = [];
  hub.onUpdate((update) => updates.push(update));
  plant.insert(
    metric(clock, Number.NaN),
    metric(clock, Number.POSITIVE_INFINITY),
    metric(clock, 1e151),
    metric(clock, -1e150),
  );
  plant.insert(metric(clock, 5, -3_600_000));
  await clock.advance(1_000);
  const units = updates.flatMap((update) => update.units);
  expect(units.flatMap((unit) => unit.series.flatMap((series) => series.values))).toEqual([null, null, null, -1e150]);
  expect(units.some((unit) => (unit.sourceAheadMs ?? 0) > 3_590_000)).toBe(true);
  expect(hub.snapshot('all').units[0]?.sourceAheadMs).toBeGreaterThan(3_590_000);
  for (const update of updates) ServerMessage.parse({ type: 'update', ...update });
  await stop(parts);
});

// --- any interleaving ends with what the table holds ---

type Step =
  | {
      readonly kind: 'insert';
      readonly rows: readonly { unit: number; series: number; agoMs: number; value: number }[];
    }
  | { readonly kind: 'update' | 'delete'; readonly pick: number; readonly value: number }
  | { readonly kind: 'cut' | 'heal' | 'mute' | 'fail' | 'join' }
  | { readonly kind: 'lose' | 'back'; readonly pick: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'clock'; readonly byMs: number };

const aRow = fc.record({
  unit: fc.nat(1),
  series: fc.nat(2),
  agoMs: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: -20_000, max: 3_000 }) },
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 900_000 }) },
    { weight: 1, arbitrary: fc.constant(NOW_MS - Date.UTC(2099, 0, 1)) },
  ),
  value: fc.constantFrom(1, 2, 3, Number.NaN),
});
const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('insert' as const),
      rows: fc.array(aRow, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1, 8, 60, 900, 20_000, 300_000) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('update' as const, 'delete' as const),
      pick: fc.nat(50),
      value: fc.nat(5),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('lose' as const, 'back' as const), pick: fc.nat(7) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('clock' as const),
      byMs: fc.constantFrom(-7_200_000, -700_000, -60_000, -3_000, 3_000, 60_000, 700_000, 7_200_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('cut' as const, 'heal' as const, 'mute' as const, 'fail' as const, 'join' as const),
    }),
  },
);

function take({ clock, plant }: Rig, step: Step): void {
  if (step.kind === 'insert') {
    const rows = step.rows.map(
      ({ unit, series, agoMs, value }): TableRow => ({
        workUnitId: UNITS[unit] ?? '',
        ...((
          [
            { table: 'metric', name: 'a' },
            { table: 'metric', name: 'b' },
            { table: 'oee', name: 'quality' },
          ] as const
        )[series] ?? { table: 'metric', name: 'a' }),
        timeMs: clock.plantNowMs() - agoMs,
        value,
      }),
    );
    plant.insert(...rows);
  }
  const picked =
    step.kind === 'update' || step.kind === 'delete' ? plant.rows[step.pick % plant.rows.length] : undefined;
  if (picked !== undefined && step.kind === 'update') plant.update(picked, step.value);
  if (picked !== undefined && step.kind === 'delete') plant.delete(picked);
  if (step.kind === 'cut') {
    plant.reachable = false;
    plant.disconnect();
  }
  if (step.kind === 'heal') Object.assign(plant, { reachable: true, notifies: true });
  if (step.kind === 'clock') clock.setPlantClock(clock.plantNowMs() + step.byMs);
  if (step.kind === 'mute') plant.notifies = !plant.notifies;
  if (step.kind === 'fail') plant.failures += 2;
}

function sorted(samples: readonly { timeMs: number; value: number | null }[]) {
  const bad = (value: number | null) => value ?? Number.NaN;
  return [...samples].sort((a, b) => compareSamples(a.timeMs, bad(a.value), b.timeMs, bad(b.value)));
}

/** So little is remembered that some who come back have to reload. */
const SHORT_MEMORY: UpdateMemoryPolicy = { maxUpdates: 6, maxSamples: 1_000 };

/** Viewers of a hub, some of which are cut off for a while. */
class Audience {
  readonly #parts: Rig;
  readonly #viewers: { twin: ViewerTwin; isCut: boolean }[] = [];

  constructor(parts: Rig) {
    this.#parts = parts;
    parts.hub.onUpdate((update) => {
      for (const { twin, isCut } of this.#viewers) if (!isCut) twin.update(update);
    });
  }

  /** As they stand. */
  get twins(): readonly ViewerTwin[] {
    return this.#viewers.map(({ twin }) => twin);
  }

  async join(): Promise<void> {
    this.#viewers.push({ twin: await this.#loaded(), isCut: false });
  }

  lose(pick: number): void {
    const viewer = this.#viewers[pick % this.#viewers.length];
    if (viewer !== undefined) viewer.isCut = true;
  }

  /** Resumes, or reloads where it must: `twin.update` refuses an update that is missing, comes twice or out of order. */
  async back(pick: number): Promise<void> {
    const viewer = this.#viewers[pick % this.#viewers.length];
    if (viewer?.isCut !== true) return;
    const { hub } = this.#parts;
    const sequence = hub.settle();
    const missed = hub.updatesSince(viewer.twin.sequence);
    if (missed === undefined) {
      expect(sequence - viewer.twin.sequence).toBeGreaterThan(SHORT_MEMORY.maxUpdates);
      viewer.twin = await this.#loaded();
    } else {
      for (const update of missed) viewer.twin.update(update);
      expect(viewer.twin.sequence).toBe(sequence);
    }
    viewer.isCut = false;
  }

  async allBack(): Promise<void> {
    for (const at of this.#viewers.keys()) await this.back(at);
  }

  async #loaded(): Promise<ViewerTwin> {
    const { clock, hub } = this.#parts;
    // A viewer that joins before the plant's clock was seen to be set would be told of the wrong ten minutes.
    await clock.advance(DEFAULT_FEED_POLICY.clockCheckMs);
    return new ViewerTwin(hub.snapshot('all', 600_000), () => clock.plantNowMs());
  }
}

test('any interleaving of rows, corrections, cuts on either side, joins and clocks that are set ends with what the table holds', {
  timeout: IS_LONG ? 600_000 : 20_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { maxLength: 40 }), async (steps) => {
      const parts = rig(SHORT_MEMORY);
      const { clock, plant } = parts;
      const viewers = new Audience(parts);
      for (const step of steps) {
        take(parts, step);
        if (step.kind === 'join') await viewers.join();
        else if (step.kind === 'lose') viewers.lose(step.pick);
        else if (step.kind === 'back') await viewers.back(step.pick);
        else if (step.kind === 'pass') await clock.advance(step.ms);
        else await settle();
      }
      Object.assign(plant, { reachable: true, notifies: true, failures: 0 });
      await viewers.allBack();
      // Two sweeps, with time for reconnecting and for rows ahead to become due.
      await clock.advance(180_000);
      await viewers.join();
      while (justDue(plant.rows, clock)) await clock.advance(DEFAULT_FEED_POLICY.aheadPollMs.longest);
      for (const viewer of viewers.twins) expectTable(viewer, due(plant.rows, clock), clock.plantNowMs() - 590_000);
      await stop(parts);
    }),
    { numRuns: RUNS },
  );
});

/** The rows that are not ahead of the plant's clock. */
function due(rows: readonly TableRow[], clock: ManualClock): readonly TableRow[] {
  return rows.filter(({ timeMs }) => timeMs < clock.plantNowMs() + DEFAULT_FEED_POLICY.aheadLimitMs);
}

/** Whether a row came due so shortly ago that the feed, which asks for those at a distance, need not have it yet. */
function justDue(rows: readonly TableRow[], clock: ManualClock): boolean {
  const { aheadLimitMs, aheadPollMs } = DEFAULT_FEED_POLICY;
  const dueMs = clock.plantNowMs() + aheadLimitMs;
  return rows.some(({ timeMs }) => timeMs < dueMs && timeMs >= dueMs - aheadPollMs.longest - SETTLED_MS);
}

/** The viewer's recent samples are the table's, and so is the latest of each series. */
function expectTable(viewer: ViewerTwin, rows: readonly TableRow[], fromMs: number): void {
  const keys = new Set([
    ...viewer.samples.keys(),
    ...rows.map((row) => JSON.stringify([row.workUnitId, row.table, row.name])),
  ]);
  for (const key of keys) {
    const truth = sorted(
      rows
        .filter((row) => JSON.stringify([row.workUnitId, row.table, row.name]) === key)
        .map(({ timeMs, value }) => ({ timeMs, value: Number.isNaN(value) ? null : value })),
    );
    const known = sorted(viewer.samples.get(key) ?? []);
    expect(known.filter(({ timeMs }) => timeMs >= fromMs)).toEqual(truth.filter(({ timeMs }) => timeMs >= fromMs));
    expect(known.at(-1)?.timeMs).toEqual(truth.at(-1)?.timeMs);
  }
}
