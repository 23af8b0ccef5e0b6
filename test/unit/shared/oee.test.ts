import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averageOf, isAboveIdeal, lossesOf, oeeOf, ratio } from '../../../src/shared/oee';

const fraction = fc.double({ min: 0, max: 1.5, noNaN: true });

test('losses and OEE make one', () => {
  fc.assert(
    fc.property(fc.record({ availability: fraction, performance: fraction, quality: fraction }), (factors) => {
      const losses = lossesOf(factors);
      expect(losses.availability + losses.performance + losses.quality + oeeOf(factors)).toBeCloseTo(1, 12);
    }),
  );
});

test('the average over buckets is that of all samples, not of the averages', () => {
  // 10 samples of 1.0 in one bucket, 2 of 0.4 in the other: 0.9, where the mean of means says 0.7.
  expect(averageOf([10, 0.8], [10, 2])).toBeCloseTo(0.9, 12);
});

test('an empty bucket, whose sum is NaN, takes no part', () => {
  expect(averageOf([Number.NaN, 3], [0, 2])).toBe(1.5);
});

test('a zero denominator has no ratio, never 0 or 100 %', () => {
  expect(ratio(0, 0)).toBeUndefined();
  expect(ratio(5, 0)).toBeUndefined();
  expect(ratio(Number.NaN, 5)).toBeUndefined();
  expect(averageOf([], [])).toBeUndefined();
});

test('performance above one is flagged and not clipped', () => {
  expect(isAboveIdeal(1)).toBe(false);
  expect(isAboveIdeal(1.01)).toBe(true);
  expect(isAboveIdeal(undefined)).toBe(false);
  expect(oeeOf({ availability: 1, performance: 1.2, quality: 1 })).toBe(1.2);
});
