import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketRanges, firstWindowUs, HOUR_US, nextWindowUs } from '../../../../../src/main/demo/plant/refresh-plan';

const MINUTE_US = 60_000_000;
const range = (from: number, to: number) => ({ fromUs: from * MINUTE_US, toUs: to * MINUTE_US });

test('only whole buckets inside the policy’s range are refreshed, joined and oldest first; the current one is left out', () => {
  const invalidated = [range(62.5, 70), range(3, 4), range(5, 9), range(95, 200)];
  expect(bucketRanges(invalidated, range(2, 99.5), 5 * MINUTE_US)).toEqual(
    [range(5, 10), range(60, 70), range(95, 95)].slice(0, 2),
  );
});

test('ranges are sorted, apart, aligned and within bounds for any invalidations', () => {
  const some = fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 1, max: 500 }));
  fc.assert(
    fc.property(fc.array(some), fc.constantFrom(1, 5, 60, 1_440), (pairs, bucketMinutes) => {
      const bucketUs = bucketMinutes * MINUTE_US;
      const ranges = bucketRanges(
        pairs.map(([from, length]) => range(from, from + length)),
        range(100.5, 9_000.5),
        bucketUs,
      );
      let last = 0;
      for (const { fromUs, toUs } of ranges) {
        expect(fromUs).toBeGreaterThanOrEqual(Math.max(last, 100.5 * MINUTE_US));
        expect(toUs).toBeGreaterThan(fromUs);
        expect(toUs).toBeLessThanOrEqual(9_000.5 * MINUTE_US);
        expect([fromUs % bucketUs, toUs % bucketUs]).toEqual([0, 0]);
        last = toUs;
      }
    }),
  );
});

test('windows over raw rows are whole buckets of an hour at most, or one bucket; slow ones shrink, fast ones grow', () => {
  const raw = (minutes: number) => ({ bucketUs: minutes * MINUTE_US, isStacked: false });
  expect([1, 5, 60, 1_440].map((minutes) => firstWindowUs(raw(minutes)) / MINUTE_US)).toEqual([15, 60, 60, 1_440]);
  expect(nextWindowUs(30 * MINUTE_US, raw(1), 400)).toBe(15 * MINUTE_US);
  expect(nextWindowUs(40 * MINUTE_US, raw(1), 10)).toBe(HOUR_US);
  expect(nextWindowUs(MINUTE_US, raw(1), 900)).toBe(MINUTE_US);
  expect(nextWindowUs(1_440 * MINUTE_US, raw(1_440), 1)).toBe(1_440 * MINUTE_US);
});

test('windows over another aggregate are longer and never so short that planning outweighs the rows', () => {
  const hourly = { bucketUs: HOUR_US, isStacked: true };
  expect(firstWindowUs(hourly)).toBe(72 * HOUR_US);
  expect(nextWindowUs(72 * HOUR_US, hourly, 10)).toBe(144 * HOUR_US);
  expect(nextWindowUs(144 * HOUR_US, hourly, 10)).toBe(144 * HOUR_US);
  expect(nextWindowUs(15 * HOUR_US, hourly, 900)).toBe(12 * HOUR_US);
});
