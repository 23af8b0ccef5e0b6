import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newCachedTile } from '../../../../src/main/history/cached-tile';
import { isSameFingerprint, tileFingerprint } from '../../../../src/main/history/fingerprint';
import { ShelfSweep, type TileShelf } from '../../../../src/main/history/shelf-sweep';
import { isSealedAt } from '../../../../src/main/history/tile-freshness';
import { type TileKey, tileKeyText } from '../../../../src/main/history/tile-tier';
import {
  BUCKET_RESOLUTIONS,
  RESOLUTIONS,
  type Resolution,
  rawTileSpanMs,
  seriesKeyText,
  TILE_SPAN_MS,
} from '../../../../src/shared/series';
import { DAY_MS, floorTo, HOUR_MS } from '../../../../src/shared/time';
import { FakeTimers } from '../plant/fake-timers';
import { bucketsOf, MemoryPlant, rawOf, type Sample } from './memory-plant';

const NOW_MS = 1_000 * DAY_MS + 5 * HOUR_MS;
const CADENCE_MS = 60_000;
const never = new AbortController().signal;
const NAMES = ['m1', 'm2'];

/** A shelf in memory, as the store's. */
class MemoryShelf implements TileShelf {
  readonly tiles = new Map<string, { key: TileKey; sealed: boolean; bytes: Uint8Array }>();

  async *list(...[series, resolution]: Parameters<TileShelf['list']>) {
    const names = new Set(series.map(seriesKeyText));
    const here = [...this.tiles.values()];
    yield here.filter(({ key }) => key.resolution === resolution && names.has(seriesKeyText(key.series)));
  }

  peek: TileShelf['peek'] = async (keys) => keys.map((key) => this.tiles.get(tileKeyText(key))?.bytes.slice());
}

function setUp() {
  const timers = new FakeTimers();
  const plant = new MemoryPlant();
  const shelf = new MemoryShelf();
  const differing: string[] = [];
  const clock = { nowMs: NOW_MS };
  const sweep = new ShelfSweep({
    ...{ shelf, plant },
    catalogue: {
      series: () => ({ cadenceMs: CADENCE_MS }),
      levels: () => BUCKET_RESOLUTIONS,
      preparing: () => [],
      workUnitIds: () => ['mill'],
      seriesOf: (table) => (table === 'metric' ? NAMES : []),
    },
    clock: { plantNowMs: () => clock.nowMs, setTimer: timers.setTimer.bind(timers) },
    onDiffering: (keys) => {
      differing.push(...keys.map(tileKeyText));
      for (const key of keys) shelf.tiles.delete(tileKeyText(key));
    },
  });
  const swept = async (signal = never) => {
    const running = sweep.run(signal);
    const outcome = running.then(() => 'done', String);
    for (let turn = 0; turn < 40; turn += 1) await timers.pass(1_000);
    return outcome;
  };
  return { plant, shelf, differing, clock, swept, timers };
}

function tileKey(name: string, resolution: Resolution, timeMs: number): TileKey {
  const spanMs = resolution === 'raw' ? rawTileSpanMs(CADENCE_MS) : TILE_SPAN_MS[resolution];
  const fromMs = floorTo(timeMs, spanMs);
  return {
    series: { table: 'metric', workUnitId: 'mill', name },
    resolution,
    range: { fromMs, toMs: fromMs + spanMs },
  };
}

function read({ series, resolution, range }: TileKey, samples: readonly Sample[]) {
  const own = samples.filter(({ timeMs }) => timeMs >= range.fromMs && timeMs < range.toMs);
  const columns = resolution === 'raw' ? rawOf(own) : bucketsOf(resolution, range, own);
  const sealed = isSealedAt(range, NOW_MS);
  return newCachedTile({ tile: { series, range, asOfMs: NOW_MS, sealed, columns }, revised: [] });
}

const samples = fc.array(
  fc.record({
    timeMs: fc.integer({ min: NOW_MS - 400 * DAY_MS, max: NOW_MS - HOUR_MS }),
    value: fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(Number.NaN)),
  }),
  { maxLength: 8 },
);

test('every sealed tile of the disk that does not hold what the database does is found, at every level, and no other', async () => {
  await fc.assert(
    fc.asyncProperty(samples, samples, samples, async (kept, deleted, late) => {
      const { plant, shelf, differing, swept } = setUp();
      const [before, after] = [
        [...kept, ...deleted],
        [...kept, ...late],
      ].map((all) => all.toSorted((a, b) => a.timeMs - b.timeMs)) as [Sample[], Sample[]];
      const wrong = new Set<string>();
      for (const { timeMs } of [...before, ...after]) {
        for (const resolution of RESOLUTIONS) {
          const key = tileKey('m1', resolution, timeMs);
          const { bytes, tile } = read(key, before);
          shelf.tiles.set(tileKeyText(key), { key, sealed: tile.sealed, bytes });
          const isSame = isSameFingerprint(tileFingerprint(tile), tileFingerprint(read(key, after).tile));
          if (tile.sealed && !isSame) wrong.add(tileKeyText(key));
        }
      }
      plant.put('metric', 'mill', 'm1', after);
      expect(await swept()).toBe('done');
      expect([...differing].sort()).toEqual([...wrong].sort());
      expect(plant.reads.filter(({ what }) => what.includes('raw'))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test('once a day; a round that is interrupted goes on where it was', async () => {
  const { plant, shelf, swept, clock } = setUp();
  for (const resolution of RESOLUTIONS) {
    const key = tileKey('m2', resolution, NOW_MS - 600 * DAY_MS);
    const { bytes, tile } = read(key, []);
    shelf.tiles.set(tileKeyText(key), { key, sealed: tile.sealed, bytes });
  }
  const readBuckets = plant.readBuckets;
  plant.readBuckets = async (wanted, signal) => {
    if (plant.reads.length === 2) throw new Error('away');
    return readBuckets(wanted, signal);
  };
  expect(await swept()).toBe('Error: away');
  const before = plant.reads.length;
  plant.readBuckets = readBuckets;
  expect(await swept()).toBe('done');
  // Five levels of one series, each looked at once.
  expect([before, plant.reads.length]).toEqual([2, RESOLUTIONS.length]);
  clock.nowMs += DAY_MS - HOUR_MS;
  expect(await swept()).toBe('done');
  expect(plant.reads.length).toBe(RESOLUTIONS.length);
  clock.nowMs += 2 * HOUR_MS;
  expect(await swept()).toBe('done');
  expect(plant.reads.length).toBe(2 * RESOLUTIONS.length);
});

test('the plant is left alone between statements, and an end in a pause ends the round', async () => {
  const { plant, shelf, swept } = setUp();
  for (const resolution of RESOLUTIONS) {
    const key = tileKey('m2', resolution, NOW_MS - 600 * DAY_MS);
    shelf.tiles.set(tileKeyText(key), { key, sealed: true, bytes: read(key, []).bytes });
  }
  const ending = new AbortController();
  const readBuckets = plant.readBuckets;
  plant.readBuckets = async (wanted, signal) => {
    queueMicrotask(() => ending.abort(new Error('the end')));
    return readBuckets(wanted, signal);
  };
  expect(await swept(ending.signal)).toBe('Error: the end');
  expect(plant.reads.length).toBe(1);
});
