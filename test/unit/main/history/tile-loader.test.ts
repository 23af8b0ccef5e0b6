import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newCachedTile } from '../../../../src/main/history/cached-tile';
import { deadlineAfter } from '../../../../src/main/history/deadline';
import type { TileWant } from '../../../../src/main/history/plant-tiles';
import { tilesOver } from '../../../../src/main/history/tile-grid';
import { TileLoader } from '../../../../src/main/history/tile-loader';
import type { TileOutcome } from '../../../../src/main/history/tile-outcome';
import type { TileTier } from '../../../../src/main/history/tile-tier';
import type { Preparing } from '../../../../src/shared/protocol';
import { BUCKET_RESOLUTIONS, type Resolution, type SeriesKey, TILE_SPAN_MS } from '../../../../src/shared/series';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type TimeRange } from '../../../../src/shared/time';
import { TileTierTwin } from '../../../support/tile-tier-twin';
import { FakeClock } from './fake-clock';
import { bucketsOf, MemoryPlant, type Sample } from './memory-plant';

const NOW_MS = 100 * DAY_MS;
const never = new AbortController().signal;
const series: SeriesKey = { table: 'metric', workUnitId: 'mill', name: 'm1' };

function want(fromMs: number, spanMs = 8 * HOUR_MS, resolution: Resolution = '1min', name = 'm1'): TileWant {
  return { series: { ...series, name }, resolution, range: { fromMs, toMs: fromMs + spanMs }, holes: [] };
}

/** Ended a day ago: settled, not sealed. */
const SETTLED = want(NOW_MS - DAY_MS - 8 * HOUR_MS);
const SEALED = want(NOW_MS - 40 * DAY_MS);
/** Ends in the future. */
const GROWING = want(NOW_MS - 4 * HOUR_MS);

interface Options {
  readonly tiers?: readonly TileTier[];
  readonly followedSinceMs?: number;
  readonly isPlantAway?: boolean;
  readonly preparing?: readonly Preparing[];
}

function setUp({ tiers = [], followedSinceMs = 0, isPlantAway = false, preparing = [] }: Options = {}) {
  const clock = new FakeClock(NOW_MS);
  const plant = new MemoryPlant();
  const revisions: { name: string; range: TimeRange }[] = [];
  const troubles: unknown[] = [];
  const loader = new TileLoader({
    plant,
    catalogue: {
      series: () => ({ cadenceMs: SECOND_MS }),
      levels: () => BUCKET_RESOLUTIONS,
      preparing: () => preparing,
      keptFor: (_table, resolution) => (resolution === 'raw' ? { forMs: 8 * DAY_MS, isSparing: true } : undefined),
    },
    clock,
    tiers,
    followedSinceMs: () => followedSinceMs,
    isPlantAway: () => isPlantAway,
    onRevision: (revision) => revisions.push({ name: revision.series.name, range: revision.range }),
    onTrouble: (error) => troubles.push(error),
  });
  const load = (wants: readonly TileWant[], patienceMs?: number) =>
    loader.load(wants, { signal: never, deadline: deadlineAfter(patienceMs, clock.setTimer) });
  return { clock, plant, loader, load, revisions, troubles };
}

function put(plant: MemoryPlant, { range, series: { name } }: TileWant, value: number): void {
  plant.put('metric', 'mill', name, [{ timeMs: range.fromMs, value }]);
}

/** What a tier holds for a tile whose one sample has this value. */
function encoded(key: TileWant, value: number, asOfMs: number, sealed = false) {
  const columns = bucketsOf('1min', key.range, [{ timeMs: key.range.fromMs, value }]);
  const { bytes } = newCachedTile({
    tile: { series: key.series, range: key.range, asOfMs, sealed, columns },
    revised: [],
  });
  return { key, bytes, asOfMs, sealed };
}

function sumOf(outcome: TileOutcome | undefined): number | string | undefined {
  if (outcome?.cached === undefined) return outcome?.missing;
  const { columns } = outcome.cached.tile;
  return columns.kind === 'buckets' ? columns.sums[0] : columns.values[0];
}

/** Lets everything happen that waits for nothing. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

function gate() {
  let open: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { closed, open: () => open() };
}

test('what the plant gave is kept in every tier, and asked again it comes from memory', async () => {
  const tiers = [new TileTierTwin('redis'), new TileTierTwin('sqlite')];
  const { plant, load, loader } = setUp({ tiers });
  put(plant, SETTLED, 7);
  expect((await load([SETTLED])).map(sumOf)).toEqual([7]);
  await settle();
  for (const tier of tiers) expect(tier.held(SETTLED)?.asOfMs).toBe(NOW_MS);
  expect((await load([SETTLED])).map(sumOf)).toEqual([7]);
  expect(plant.reads).toHaveLength(1);
  expect(tiers.map(({ reads }) => reads.length)).toEqual([1, 1]);
  expect(loader.counters()).toMatchObject({
    memory: { asked: 2, found: 1, tileCount: 1 },
    tiers: { sqlite: { asked: 1, found: 0 }, redis: { asked: 1, found: 0 } },
  });
});

test('whichever tier has a tile, it is answered from there and written into those above it alone', async () => {
  const places = fc.constantFrom('sqlite' as const, 'redis' as const, 'plant' as const);
  await fc.assert(
    fc.asyncProperty(fc.array(places, { minLength: 1, maxLength: 6 }), async (where) => {
      const [sqlite, redis] = [new TileTierTwin('sqlite'), new TileTierTwin('redis')];
      const { plant, load } = setUp({ tiers: [redis, sqlite] });
      const wants = where.map((_, at) => want(SETTLED.range.fromMs, 8 * HOUR_MS, '1min', `m${at}`));
      for (const [at, place] of where.entries()) {
        const key = wants[at] as TileWant;
        if (place === 'plant') put(plant, key, at);
        else await { sqlite, redis }[place].write([encoded(key, at, NOW_MS - HOUR_MS)]);
      }
      expect((await load(wants)).map(sumOf)).toEqual(where.map((_, at) => at));
      await settle();
      for (const [at, place] of where.entries()) {
        const key = wants[at] as TileWant;
        expect(sqlite.held(key)).toBeDefined();
        expect(redis.held(key) !== undefined).toBe(place !== 'sqlite');
      }
      const fromPlant = where.filter((place) => place === 'plant').length;
      expect(plant.reads.map(({ seriesCount }) => seriesCount)).toEqual(fromPlant === 0 ? [] : [fromPlant]);
      // One question to each tier, whatever the number of tiles.
      expect(sqlite.reads).toHaveLength(1);
      expect(redis.reads.length).toBeLessThanOrEqual(1);
    }),
  );
});

test('however many ask for a tile, each tier is asked once for it, also while it is on its way', async () => {
  const sqlite = new TileTierTwin('sqlite');
  const { plant, load } = setUp({ tiers: [sqlite] });
  put(plant, SETTLED, 3);
  const [disk, statement] = [gate(), gate()];
  sqlite.gate = disk.closed;
  plant.gate = statement.closed;
  const asked = [load([SETTLED]), load([SETTLED])];
  disk.open();
  await settle();
  asked.push(load([SETTLED]));
  statement.open();
  expect((await Promise.all(asked)).flat().map(sumOf)).toEqual([3, 3, 3]);
  expect([sqlite.reads.length, plant.reads.length]).toEqual([1, 1]);
});

test('a damaged tile, and one under another’s key, is taken out, fetched again and counted', async () => {
  const [sqlite, redis] = [new TileTierTwin('sqlite'), new TileTierTwin('redis')];
  const { plant, load, loader } = setUp({ tiers: [sqlite, redis] });
  put(plant, SETTLED, 5);
  await sqlite.write([encoded(SETTLED, 1, NOW_MS - HOUR_MS)]);
  sqlite.damage(SETTLED, 400);
  const foreign = encoded(SEALED, 2, NOW_MS - HOUR_MS);
  await redis.write([{ ...foreign, key: SETTLED }]);
  expect((await load([SETTLED])).map(sumOf)).toEqual([5]);
  await settle();
  expect(sqlite.held(SETTLED)?.asOfMs).toBe(NOW_MS);
  expect(redis.held(SETTLED)?.asOfMs).toBe(NOW_MS);
  expect(loader.counters().tiers).toMatchObject({ sqlite: { damaged: 1, found: 0 }, redis: { damaged: 1, found: 0 } });
});

test('a tier that fails or throws is a miss and a report, never a failure of who asks', async () => {
  const sqlite = new TileTierTwin('sqlite');
  sqlite.write = () => Promise.reject(new Error('disk full'));
  sqlite.gate = Promise.reject(new Error('disk away'));
  const { plant, load, troubles } = setUp({ tiers: [sqlite] });
  put(plant, SETTLED, 4);
  expect((await load([SETTLED])).map(sumOf)).toEqual([4]);
  await settle();
  expect(troubles).toEqual([new Error('disk away'), new Error('disk full')]);
});

test('the plant is asked beside a Redis that has not answered in time; whoever is first answers', async () => {
  for (const first of ['plant', 'redis'] as const) {
    const redis = new TileTierTwin('redis');
    const { plant, load, clock } = setUp({ tiers: [redis] });
    put(plant, SETTLED, 1);
    await redis.write([encoded(SETTLED, 2, NOW_MS - HOUR_MS)]);
    const gates = { redis: gate(), plant: gate() };
    redis.gate = gates.redis.closed;
    plant.gate = gates.plant.closed;
    const loading = load([SETTLED]);
    await settle();
    expect(plant.reads).toHaveLength(0);
    clock.runTimers();
    await settle();
    expect(plant.reads).toHaveLength(1);
    gates[first].open();
    expect((await loading).map(sumOf)).toEqual([first === 'plant' ? 1 : 2]);
    gates.redis.open();
    gates.plant.open();
    await settle();
    // The plant's reading is the newer one, and stays.
    expect((await load([SETTLED])).map(sumOf)).toEqual([1]);
  }
});

test('what another appliance is fetching is waited for a moment; where it does not come the plant is asked', async () => {
  const redis: TileTierTwin & TileTier = new TileTierTwin('redis');
  redis.claim = async (keys) => keys.map(({ series: { name } }) => name === 'mine');
  const { plant, load, clock } = setUp({ tiers: [redis] });
  const [mine, theirs, lost] = ['mine', 'theirs', 'lost'].map((name) =>
    want(SETTLED.range.fromMs, 8 * HOUR_MS, '1min', name),
  );
  for (const key of [mine, theirs, lost]) put(plant, key as TileWant, 1);
  const loading = load([mine, theirs, lost] as TileWant[]);
  await settle();
  expect(plant.reads.map(({ seriesCount }) => seriesCount)).toEqual([1]);
  await redis.write([encoded(theirs as TileWant, 2, NOW_MS)]);
  for (let wait = 0; wait < 3; wait += 1) {
    clock.runTimers();
    await settle();
  }
  expect((await loading).map(sumOf)).toEqual([1, 2, 1]);
  expect(plant.reads.map(({ seriesCount }) => seriesCount)).toEqual([1, 1]);
});

test('a stale tile is answered at once and read again behind it; what has changed is announced, once', async () => {
  const sqlite = new TileTierTwin('sqlite');
  const { plant, load, revisions } = setUp({ tiers: [sqlite], followedSinceMs: NOW_MS });
  put(plant, SETTLED, 2);
  await sqlite.write([encoded(SETTLED, 1, NOW_MS - HOUR_MS)]);
  expect((await load([SETTLED])).map(sumOf)).toEqual([1]);
  await settle();
  const { fromMs } = SETTLED.range;
  expect(revisions).toEqual([{ name: 'm1', range: { fromMs, toMs: fromMs + MINUTE_MS } }]);
  expect((await load([SETTLED])).map(sumOf)).toEqual([2]);
  await settle();
  expect(revisions).toHaveLength(1);
  expect(sqlite.held(SETTLED)?.asOfMs).toBe(NOW_MS);
});

test('an old tile is waited for; it is answered where the plant is away, and one that is nowhere is missing', async () => {
  const sqlite = new TileTierTwin('sqlite');
  const { plant, load } = setUp({ tiers: [sqlite] });
  put(plant, GROWING, 2);
  await sqlite.write([encoded(GROWING, 1, NOW_MS - HOUR_MS)]);
  plant.gate = Promise.reject(new Error('away'));
  expect((await load([GROWING, SEALED])).map(sumOf)).toEqual([1, 'unreachable']);
  plant.gate = Promise.resolve();
  expect((await load([GROWING])).map(sumOf)).toEqual([2]);
});

test('when patience ends what there is is answered; what comes later is announced, though everybody has left', async () => {
  const sqlite = new TileTierTwin('sqlite');
  const { plant, load, clock, revisions } = setUp({ tiers: [sqlite] });
  put(plant, GROWING, 2);
  await sqlite.write([encoded(GROWING, 1, NOW_MS - HOUR_MS)]);
  const statement = gate();
  plant.gate = statement.closed;
  const loading = load([GROWING, SEALED], 2 * SECOND_MS);
  await settle();
  clock.runTimers();
  expect((await loading).map(sumOf)).toEqual([1, 'slow']);
  expect(plant.reads.every(({ signal }) => !signal.aborted)).toBe(true);
  statement.open();
  await settle();
  const { fromMs } = GROWING.range;
  expect(revisions).toEqual([
    { name: 'm1', range: { fromMs, toMs: fromMs + MINUTE_MS } },
    { name: 'm1', range: SEALED.range },
  ]);
  expect((await load([GROWING, SEALED], 2 * SECOND_MS)).map(sumOf)).toEqual([2, Number.NaN]);
});

test('raw tiles whose samples retention has dropped are answered as they were read, from whatever tier, and never read again', async () => {
  for (const resolution of ['raw', '1min'] as const) {
    const sqlite = new TileTierTwin('sqlite');
    const { plant, load, clock, loader } = setUp({ tiers: [sqlite], followedSinceMs: NOW_MS });
    const key = want(NOW_MS - 8 * DAY_MS - HOUR_MS, 10 * MINUTE_MS, resolution);
    put(plant, key, 1);
    // Read before it was sealed, in an earlier run of the appliance.
    clock.nowMs = NOW_MS - DAY_MS;
    await load([key]);
    await settle();
    clock.nowMs = NOW_MS;
    plant.put('metric', 'mill', 'm1', []);
    plant.reads.splice(0);
    const restarted = setUp({ tiers: [sqlite], followedSinceMs: NOW_MS });
    expect([(await load([key])).map(sumOf), (await restarted.load([key])).map(sumOf)]).toEqual([[1], [1]]);
    await settle();
    expect([plant.reads.length, restarted.plant.reads.length]).toEqual(resolution === 'raw' ? [0, 0] : [1, 1]);
    // Rows that come into it are another matter: the plant has some again.
    clock.nowMs += SECOND_MS;
    loader.touched({ table: 'metric', workUnitId: 'mill', range: key.range });
    put(plant, key, 2);
    expect((await load([key])).map(sumOf)).toEqual([2]);
  }
});

test('what is on board of a level that is made anew is answered, and read again only once it is made', async () => {
  const entry = { table: 'metric', resolution: '1min', preparedFromMs: null } as const;
  const preparing: Preparing[] = [];
  const { plant, load, clock } = setUp({ preparing });
  put(plant, GROWING, 1);
  await load([GROWING]);
  clock.nowMs += 10 * SECOND_MS;
  plant.reads.splice(0);
  preparing.push({ ...entry, preparedToMs: NOW_MS - 90 * DAY_MS, targetToMs: NOW_MS - DAY_MS });
  expect((await load([GROWING])).map(sumOf)).toEqual([1]);
  await settle();
  expect(plant.reads).toEqual([]);
  preparing.splice(0);
  await load([GROWING]);
  await settle();
  expect(plant.reads.length).toBe(1);
});

test('a wall of charts over seven days is two statements a level at most, also below tiers', async () => {
  const { plant, load, clock } = setUp({ tiers: [new TileTierTwin('sqlite'), new TileTierTwin('redis')] });
  const charts = Array.from({ length: 24 }, (_, chart) =>
    Array.from({ length: 4 }, (__, at) => want(NOW_MS - (8 - 2 * at) * DAY_MS, 2 * DAY_MS, '5min', `m${chart}`)),
  );
  const loading = charts.map((wants) => load(wants));
  for (let turn = 0; turn < 4; turn += 1) {
    await settle();
    clock.runTimers();
  }
  await Promise.all(loading);
  expect(plant.reads.length).toBeLessThanOrEqual(2);
  expect(plant.reads.reduce((sum, { seriesCount }) => sum + seriesCount, 0)).toBe(24);
});

test('fifty viewers at once cost the plant what one costs', async () => {
  const { plant, load, clock } = setUp({ tiers: [new TileTierTwin('sqlite')] });
  const loading = Array.from({ length: 50 }, () => load([SETTLED, SEALED, GROWING]));
  for (let turn = 0; turn < 4; turn += 1) {
    await settle();
    clock.runTimers();
  }
  await Promise.all(loading);
  const alone = setUp({ tiers: [new TileTierTwin('sqlite')] });
  await alone.load([SETTLED, SEALED, GROWING]);
  expect(plant.reads.length).toBe(alone.plant.reads.length);
});

test('what was touched is read anew from the plant, sealed or not and in whatever tier it lies, also where a read was on its way', async () => {
  const sqlite = new TileTierTwin('sqlite');
  const sealed = { ...SEALED, series: { ...series, name: 'm2' } };
  const { plant, load, loader, clock } = setUp({ tiers: [sqlite] });
  put(plant, sealed, 1);
  await load([sealed]);
  put(plant, SETTLED, 1);
  const statement = gate();
  plant.gate = statement.closed;
  const before = load([SETTLED]);
  await settle();
  for (const { range } of [sealed, SETTLED]) {
    clock.nowMs += 1;
    loader.touched({ table: 'metric', workUnitId: 'mill', range: { fromMs: range.fromMs, toMs: range.fromMs + 1 } });
  }
  put(plant, sealed, 2);
  const after = load([sealed, SETTLED]);
  await settle();
  clock.runTimers();
  statement.open();
  await before;
  expect((await after).map(sumOf)).toEqual([2, 1]);
  const levelReads = () => plant.reads.filter(({ what }) => what === 'metric 1min').length;
  expect(levelReads()).toBe(4);
  await load([sealed, SETTLED]);
  expect(levelReads()).toBe(4);
});

/** Rows that come late to a tile, told of as the feed does. */
function comeLate(
  { plant, loader, clock }: Pick<ReturnType<typeof setUp>, 'plant' | 'loader' | 'clock'>,
  key: TileWant,
  samples: readonly Sample[],
): void {
  plant.put('metric', 'mill', key.series.name, [...plant.samples('metric', key.series, key.range), ...samples]);
  const times = samples.map(({ timeMs }) => timeMs);
  clock.nowMs += 1;
  const range = { fromMs: Math.min(...times), toMs: Math.max(...times) + 1 };
  loader.touched({ table: 'metric', workUnitId: 'mill', range });
}

test('late rows show at every level at once and are marked; once the jobs have run nothing is marked, and all equals raw', async () => {
  const lateRows = fc.array(
    fc.record({
      resolution: fc.constantFrom(...BUCKET_RESOLUTIONS),
      samples: fc.array(
        fc.record({
          timeMs: fc.integer({ min: NOW_MS - 3 * DAY_MS, max: NOW_MS - 2 * MINUTE_MS }),
          value: fc.integer(),
        }),
        { minLength: 1, maxLength: 5 },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(lateRows, async (changes) => {
      const parts = setUp();
      const { plant, load, loader, clock, revisions } = parts;
      plant.put('metric', 'mill', 'm1', [{ timeMs: NOW_MS - 2 * DAY_MS, value: 1 }]);
      plant.pauseJobs();
      const all = { fromMs: NOW_MS - 4 * DAY_MS, toMs: NOW_MS };
      const wants = BUCKET_RESOLUTIONS.flatMap((resolution) => {
        const spanMs = TILE_SPAN_MS[resolution];
        return tilesOver(all, spanMs).map(({ fromMs }) => want(fromMs, spanMs, resolution));
      });
      await load(wants);
      const expectRaw = async (isMarked: boolean) => {
        const reading = load(wants);
        await settle();
        clock.runTimers();
        for (const { cached } of await reading) {
          if (cached?.tile.columns.kind !== 'buckets') throw new Error('no buckets');
          const { range, columns } = cached.tile;
          const samples = plant.samples('metric', series, range);
          expect(columns).toEqual(bucketsOf(columns.resolution, range, samples));
          const late = changes
            .flatMap((change) => change.samples)
            .filter(({ timeMs }) => range.fromMs <= timeMs && timeMs < range.toMs);
          for (const { timeMs } of late) {
            expect(cached.revised.some(({ fromMs, toMs }) => fromMs <= timeMs && timeMs < toMs)).toBe(isMarked);
          }
          if (late.length === 0) expect(cached.revised).toEqual([]);
        }
      };
      for (const { samples } of changes) comeLate(parts, want(NOW_MS - 5 * DAY_MS, 10 * DAY_MS), samples);
      await expectRaw(true);
      for (const resolution of BUCKET_RESOLUTIONS) plant.runJob(resolution);
      revisions.splice(0);
      clock.nowMs += 11 * MINUTE_MS;
      loader.recheck();
      await settle();
      clock.runTimers();
      await settle();
      expect(revisions.length).toBeGreaterThan(0);
      await expectRaw(false);
      // What was confirmed is not made from raw again.
      plant.reads.splice(0);
      clock.nowMs += 11 * MINUTE_MS;
      await expectRaw(false);
      expect(plant.reads.filter(({ what }) => what.includes('recomputed'))).toEqual([]);
    }),
    { numRuns: 40 },
  );
}, 30_000);

test('a tile that another appliance read from a level that lacks a change is not believed', async () => {
  const redis = new TileTierTwin('redis');
  const parts = setUp({ tiers: [redis] });
  put(parts.plant, SETTLED, 1);
  parts.plant.pauseJobs();
  const { fromMs } = SETTLED.range;
  comeLate(parts, SETTLED, [{ timeMs: fromMs + 1, value: 5 }]);
  await redis.write([encoded(SETTLED, 1, parts.clock.nowMs + 1)]);
  expect((await parts.load([SETTLED])).map(sumOf)).toEqual([6]);
});

test('a plant that is known to be away is not asked, and what is on board is found in whatever tier, however old', async () => {
  const [sqlite, redis] = [new TileTierTwin('sqlite'), new TileTierTwin('redis')];
  const { plant, load, loader } = setUp({ tiers: [sqlite, redis], isPlantAway: true });
  await sqlite.write([encoded(SETTLED, 1, NOW_MS - HOUR_MS)]);
  await redis.write([encoded(GROWING, 2, NOW_MS - 2 * HOUR_MS)]);
  expect((await load([SETTLED, GROWING, SEALED])).map(sumOf)).toEqual([1, 2, 'unreachable']);
  const found = await loader.onBoard([SETTLED, GROWING, SEALED]);
  expect(found.map((cached) => cached?.tile.asOfMs)).toEqual([NOW_MS - HOUR_MS, NOW_MS - 2 * HOUR_MS, undefined]);
  expect(plant.reads).toEqual([]);
});
