import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BUCKET_MS, BUCKET_RESOLUTIONS, rawTileSpanMs, seriesKeyText, TILE_SPAN_MS } from '../../../src/shared/series';
import { emptyBuckets } from '../../../src/shared/tile';
import { ceilTo, DAY_MS, floorTo, HOUR_MS, intersect, MINUTE_MS } from '../../../src/shared/time';
import { seriesKeys } from './arbitraries';

test('floorTo and ceilTo give the neighbouring multiples, before the epoch too', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e13, max: 1e13 }),
      fc.constantFrom(MINUTE_MS, HOUR_MS, DAY_MS),
      (timeMs, stepMs) => {
        const floor = floorTo(timeMs, stepMs);
        expect(floor).toBeLessThanOrEqual(timeMs);
        expect(timeMs - floor).toBeLessThan(stepMs);
        expect(Math.abs(floor % stepMs)).toBe(0);
        expect(ceilTo(timeMs, stepMs) - floor).toBe(floor === timeMs ? 0 : stepMs);
      },
    ),
  );
});

test('ranges that only touch have no part in common', () => {
  expect(intersect({ fromMs: 0, toMs: 10 }, { fromMs: 10, toMs: 20 })).toBeUndefined();
  expect(intersect({ fromMs: 0, toMs: 11 }, { fromMs: 10, toMs: 20 })).toEqual({ fromMs: 10, toMs: 11 });
});

test('a tile is a whole number of buckets', () => {
  for (const resolution of BUCKET_RESOLUTIONS) expect(TILE_SPAN_MS[resolution] % BUCKET_MS[resolution]).toBe(0);
});

test('a raw tile holds at most 5,000 samples at the cadence and is the longest that does', () => {
  expect(rawTileSpanMs(1_000)).toBe(10 * MINUTE_MS);
  expect(rawTileSpanMs(10_000)).toBe(8 * HOUR_MS);
  expect(rawTileSpanMs(MINUTE_MS)).toBe(2 * DAY_MS);
  expect(rawTileSpanMs(HOUR_MS)).toBe(28 * DAY_MS);
  expect(rawTileSpanMs(undefined)).toBe(10 * MINUTE_MS);
});

test('two keys have one text only when they are equal', () => {
  fc.assert(
    fc.property(seriesKeys, seriesKeys, (a, b) => {
      const equal = a.table === b.table && a.workUnitId === b.workUnitId && a.name === b.name;
      expect(seriesKeyText(a) === seriesKeyText(b)).toBe(equal);
    }),
  );
});

test('an empty bucket has a count of 0 and no value', () => {
  const { sums, counts, mins, badCounts } = emptyBuckets('5min', 2);
  expect([...sums, ...counts, ...mins, ...badCounts]).toEqual([
    Number.NaN,
    Number.NaN,
    0,
    0,
    Number.NaN,
    Number.NaN,
    0,
    0,
  ]);
});
