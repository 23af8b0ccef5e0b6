import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Histogram } from '../../../../src/main/diagnostics/histogram';
import { BUCKET_BOUNDS_MS, quantileMs } from '../../../../src/shared/histogram';

const durations = fc.array(fc.double({ min: 0, max: 200_000, noNaN: true }), { minLength: 1, maxLength: 200 });

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.observe(value);
  return histogram;
}

test('every duration is in exactly one bucket, the one with the lowest bound that is not below it', () => {
  fc.assert(
    fc.property(durations, (values) => {
      const { counts, count, sumMs, maxMs } = histogramOf(values).snapshot();
      const bounds = [...BUCKET_BOUNDS_MS, Number.POSITIVE_INFINITY];
      const expected = bounds.map(
        (bound, at) => values.filter((value) => value <= bound && value > (bounds[at - 1] ?? -1)).length,
      );
      expect(counts).toEqual(expected);
      expect(count).toBe(values.length);
      expect(maxMs).toBe(Math.max(...values));
      expect(sumMs).toBeCloseTo(
        values.reduce((sum, value) => sum + value, 0),
        3,
      );
    }),
  );
});

test('a quantile is never below the true one, and at most one bucket above it', () => {
  fc.assert(
    fc.property(durations, fc.double({ min: 0.01, max: 1, noNaN: true }), (values, share) => {
      const sorted = values.toSorted((a, b) => a - b);
      const truth = sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
      const estimate = quantileMs(histogramOf(values).snapshot(), share) ?? Number.NaN;
      const bound = BUCKET_BOUNDS_MS.find((each) => truth <= each) ?? Number.POSITIVE_INFINITY;
      expect(estimate).toBeGreaterThanOrEqual(truth);
      expect(estimate).toBeLessThanOrEqual(Math.min(bound, sorted.at(-1) ?? 0));
    }),
  );
});

test('nothing counted has no quantile, and a clock that was set back counts as 0', () => {
  const histogram = new Histogram();
  expect(quantileMs(histogram.snapshot(), 0.5)).toBeUndefined();
  histogram.observe(-5);
  histogram.observe(Number.NaN);
  expect(histogram.snapshot()).toMatchObject({ count: 2, sumMs: 0, maxMs: 0 });
});
