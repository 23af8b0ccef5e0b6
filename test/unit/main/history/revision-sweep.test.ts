import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newCachedTile } from '../../../../src/main/history/cached-tile';
import { fingerprintLevel, isSameFingerprint, tileFingerprint } from '../../../../src/main/history/fingerprint';
import type { PlantHistoryReader } from '../../../../src/main/history/history-plant';
import { RevisionSweep } from '../../../../src/main/history/revision-sweep';
import { isSealedAt } from '../../../../src/main/history/tile-freshness';
import { TileMemory } from '../../../../src/main/history/tile-memory';
import { type TileKey, tileKeyText } from '../../../../src/main/history/tile-tier';
import type { Touch } from '../../../../src/main/history/touch-ledger';
import {
  BUCKET_RESOLUTIONS,
  type BucketResolution,
  type Resolution,
  rawTileSpanMs,
  TILE_SPAN_MS,
} from '../../../../src/shared/series';
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../../../src/shared/time';
import { FakeClock } from './fake-clock';
import { bucketsOf, MemoryPlant, rawOf, type Sample } from './memory-plant';

const NOW_MS = 1_000 * DAY_MS + 5 * HOUR_MS;
const never = new AbortController().signal;

function setUp(levels: readonly BucketResolution[] = BUCKET_RESOLUTIONS) {
  const clock = new FakeClock(NOW_MS);
  const plant: MemoryPlant & PlantHistoryReader = new MemoryPlant();
  const memory = new TileMemory();
  const differing: string[] = [];
  const touched: Touch[] = [];
  const sweep = new RevisionSweep({
    ...{ plant, clock, memory },
    catalogue: {
      series: () => ({ cadenceMs: 1_000 }),
      levels: () => levels,
      preparing: () => [],
      workUnitIds: () => ['mill', 'press'],
      keptFor: (_table, resolution) => (resolution === 'raw' ? { forMs: 365 * DAY_MS, isSparing: false } : undefined),
    },
    isKnown: ({ range }) => range.fromMs === 7,
    onTouched: (touch) => touched.push(touch),
    onDiffering: (key) => differing.push(tileKeyText(key)),
  });
  return { clock, plant, memory, sweep, differing, touched };
}

function tileKey(resolution: Resolution, timeMs: number): TileKey {
  const spanMs = resolution === 'raw' ? rawTileSpanMs(1_000) : TILE_SPAN_MS[resolution];
  const fromMs = floorTo(timeMs, spanMs);
  const series = { table: 'metric' as const, workUnitId: 'mill', name: 'm1' };
  return { series, resolution, range: { fromMs, toMs: fromMs + spanMs } };
}

/** The tile as it was read of these samples. */
function read({ series, resolution, range }: TileKey, samples: readonly Sample[], asOfMs: number) {
  const own = samples.filter(({ timeMs }) => timeMs >= range.fromMs && timeMs < range.toMs);
  const columns = resolution === 'raw' ? rawOf(own) : bucketsOf(resolution, range, own);
  return newCachedTile({ tile: { series, range, asOfMs, sealed: isSealedAt(range, asOfMs), columns }, revised: [] });
}

const samples = fc.array(
  fc.record({
    timeMs: fc.integer({ min: NOW_MS - 6 * DAY_MS, max: NOW_MS - HOUR_MS }),
    value: fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(Number.NaN)),
  }),
  { maxLength: 12 },
);

test('every tile in memory that does not hold what the database does is found, at every level, and no other', async () => {
  await fc.assert(
    fc.asyncProperty(samples, samples, samples, async (kept, deleted, late) => {
      const { plant, memory, sweep, differing } = setUp();
      const before = [...kept, ...deleted].toSorted((a, b) => a.timeMs - b.timeMs);
      const after = [...kept, ...late].toSorted((a, b) => a.timeMs - b.timeMs);
      const keys = new Map(
        [...before, ...after].flatMap(({ timeMs }) =>
          (['raw', ...BUCKET_RESOLUTIONS] as const).map((resolution) => {
            const key = tileKey(resolution, timeMs);
            return [tileKeyText(key), key] as const;
          }),
        ),
      );
      const asOfMs = NOW_MS - MINUTE_MS;
      for (const [text, key] of keys) memory.put(text, read(key, before, asOfMs));
      plant.put('metric', 'mill', 'm1', after);
      await sweep.run(never);
      for (const [text, key] of keys) {
        const isSettled = key.range.toMs <= asOfMs - MINUTE_MS;
        const [old, now] = [before, after].map((all) => tileFingerprint(read(key, all, asOfMs).tile));
        if (old === undefined || now === undefined) throw new Error('no fingerprint');
        expect(differing.includes(text)).toBe(isSettled && !isSameFingerprint(old, now));
        if (isSettled && isSameFingerprint(old, now)) expect(memory.peek(text)?.verifiedMs).toBe(NOW_MS);
      }
      // Raw is never read for it, however many tiles there are.
      expect(plant.reads.filter(({ what }) => what.includes('raw') || what.includes('recomputed'))).toEqual([]);
      // One statement a level: 5min for raw, 1hour, 1day.
      expect(plant.reads.length).toBeLessThanOrEqual(3);
    }),
    { numRuns: 25 },
  );
});

test('sealed tiles are looked at once a day; what retention has dropped stays as it is', async () => {
  const { plant, memory, sweep, differing, clock } = setUp();
  const timeMs = NOW_MS - 300 * DAY_MS;
  const sealed = tileKey('1hour', timeMs);
  memory.put(tileKeyText(sealed), read(sealed, [{ timeMs, value: 1 }], NOW_MS));
  const dropped = tileKey('raw', NOW_MS - 400 * DAY_MS);
  memory.put(tileKeyText(dropped), read(dropped, [{ timeMs: NOW_MS - 400 * DAY_MS, value: 1 }], NOW_MS));
  await sweep.run(never);
  expect(plant.reads).toEqual([]);
  clock.nowMs += DAY_MS;
  await sweep.run(never);
  expect(differing).toEqual([tileKeyText(sealed)]);
});

test('what the plant lists as changed and not aggregated is touched for every unit, unless it is known', async () => {
  const { plant, sweep, touched } = setUp();
  plant.readPending = async () => [
    { table: 'oee', range: { fromMs: 5, toMs: 6 } },
    { table: 'metric', range: { fromMs: 7, toMs: 8 } },
  ];
  expect(await sweep.run(never)).toMatchObject({ touchedStretches: 2 });
  expect(touched.map(({ table, workUnitId }) => [table, workUnitId])).toEqual([
    ['oee', 'mill'],
    ['oee', 'press'],
  ]);
});

test('a tile is compared with the coarsest level whose buckets fill it', () => {
  const span = (fromMs: number, spanMs: number) => ({ fromMs, toMs: fromMs + spanMs });
  expect(fingerprintLevel(span(DAY_MS, 8 * HOUR_MS), BUCKET_RESOLUTIONS)).toBe('1hour');
  expect(fingerprintLevel(span(2 * DAY_MS, 2 * DAY_MS), BUCKET_RESOLUTIONS)).toBe('1day');
  expect(fingerprintLevel(span(DAY_MS, 10 * MINUTE_MS), BUCKET_RESOLUTIONS)).toBe('5min');
  expect(fingerprintLevel(span(DAY_MS, 8 * HOUR_MS), ['1min'])).toBe('1min');
  expect(fingerprintLevel(span(DAY_MS, 8 * HOUR_MS), ['1day'])).toBeUndefined();
  expect(fingerprintLevel(span(DAY_MS, 8 * HOUR_MS), [])).toBeUndefined();
});
