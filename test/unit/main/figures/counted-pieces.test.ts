import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CounterBucket, countedPieces } from '../../../../src/main/figures/counted-pieces';

/** Readings of one bucket after another; what was counted is every step up, and after a reset what it reads. */
function counted(readings: readonly number[]): number {
  return readings.reduce((total, value, at) => {
    const before = readings[at - 1];
    if (before === undefined) return total;
    return total + (value >= before ? value - before : value);
  }, 0);
}

const bucketsOf = (groups: readonly (readonly number[])[]): CounterBucket[] =>
  groups.filter(({ length }) => length > 0).map((group) => ({ min: Math.min(...group), max: Math.max(...group) }));

/** Steps of a counter in buckets, in each of which it counts less than 300. */
const steps = fc.array(fc.array(fc.nat({ max: 50 }), { maxLength: 5 }), { minLength: 1, maxLength: 40 });
const MORE_THAN_A_BUCKET = 300;

function run(
  stepGroups: readonly (readonly number[])[],
  start: number,
  isResetAt: (group: number, step: number, value: number) => boolean,
) {
  let value = start;
  return stepGroups.map((group, at) =>
    group.map((step, within) => {
      value = isResetAt(at, within, value) ? 0 : value + step;
      return value;
    }),
  );
}

test('without a reset the pieces are the last reading less the one before the period, however buckets fall', () => {
  fc.assert(
    fc.property(steps, fc.nat({ max: 1e9 }), (groups, start) => {
      const readings = run(groups, start, () => false);
      const last = readings.flat().at(-1) ?? start;
      expect(countedPieces(bucketsOf(readings), start)).toBe(last - start);
    }),
  );
});

test('a counter that starts again between two buckets is counted to the piece', () => {
  fc.assert(
    fc.property(steps, fc.nat({ max: 5_000 }), fc.func(fc.boolean()), (groups, start, resets) => {
      const isResetAt = (group: number, step: number, value: number) =>
        step === 0 && value >= MORE_THAN_A_BUCKET && resets(group);
      const readings = run(groups, start, isResetAt);
      expect(countedPieces(bucketsOf(readings), start)).toBe(counted([start, ...readings.flat()]));
    }),
  );
});

test('a counter that starts again anywhere, but not in two buckets running, is never counted for more than it counted', () => {
  fc.assert(
    fc.property(steps, fc.nat({ max: 5_000 }), fc.func(fc.boolean()), (groups, start, resets) => {
      const filled = groups.filter(({ length }) => length > 0);
      const place = filled.map((_, at) => at % 3 === 0);
      const readings = run(filled, start, (group, step) => place[group] === true && step === 1 && resets(group));
      expect(countedPieces(bucketsOf(readings), start)).toBeLessThanOrEqual(counted([start, ...readings.flat()]));
    }),
  );
});

test.each([
  [
    'a reset in the middle of a bucket',
    9_000,
    [
      [9_000, 9_010, 0, 3],
      [5, 40],
    ],
    10 + 40,
  ],
  ['a reset in the newest bucket, before the next tells', 9_000, [[9_010, 0, 3]], 10],
  ['a correction by hand', 1_000, [[1_004], [998, 1_001], [1_010]], 4 + 9],
  ['nothing known before', undefined, [[100, 103], [110]], 10],
  [
    'nothing known before, and a reset in the first bucket',
    undefined,
    [
      [5_000, 0, 2],
      [4, 9],
    ],
    9,
  ],
  ['no reading', 7, [], 0],
] as const)('%s', (_, before, groups, pieces) => {
  expect(countedPieces(bucketsOf(groups), before)).toBe(pieces);
});
