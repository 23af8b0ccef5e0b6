import fc from 'fast-check';
import { expect, test } from 'vitest';
import { envelope } from '../../../src/shared/envelope';

const range = { fromMs: 1_000, toMs: 2_000 };
const inputs = fc
  .record({
    points: fc.array(
      fc.tuple(
        fc.oneof(fc.integer({ min: 900, max: 2_100 }), fc.constantFrom(1_000, 1_999.999_999_999_9, 2_000)),
        fc.double({ min: -1e9, max: 1e9 }),
      ),
      { maxLength: 200 },
    ),
    pixelColumns: fc.integer({ min: 1, max: 50 }),
  })
  .map(({ points, pixelColumns }) => ({
    timesMs: Float64Array.from(points, ([timeMs]) => timeMs),
    values: Float64Array.from(points, ([, value]) => value),
    pixelColumns,
  }));

test('holds every good value of the range and nothing else', () => {
  fc.assert(
    fc.property(inputs, ({ timesMs, values, pixelColumns }) => {
      const { mins, maxs } = envelope({ timesMs, mins: values, maxs: values, pixelColumns, range });
      const inside = Array.from(values).filter(
        (value, i) => !Number.isNaN(value) && (timesMs[i] as number) >= 1_000 && (timesMs[i] as number) < 2_000,
      );
      const seen = (column: Float64Array) => Array.from(column).filter((value) => !Number.isNaN(value));
      expect(seen(mins).every((value) => inside.includes(value))).toBe(true);
      expect(seen(maxs).every((value) => inside.includes(value))).toBe(true);
      // Math.max(...[]) is -Infinity on both sides where nothing is inside.
      expect(Math.max(...seen(maxs))).toBe(Math.max(...inside));
      expect(Math.min(...seen(mins))).toBe(Math.min(...inside));
    }),
  );
});

test('no spike is lost: one sample in a million shows in its column alone', () => {
  const timesMs = Float64Array.from({ length: 1_000_000 }, (_, i) => 1_000 + i / 1_000);
  const values = new Float64Array(1_000_000).fill(20);
  values[123_456] = 99;
  const { mins, maxs } = envelope({ timesMs, mins: values, maxs: values, pixelColumns: 100, range });
  expect(maxs.indexOf(99)).toBe(12);
  expect(Array.from(maxs).filter((value) => value === 99)).toHaveLength(1);
  expect(mins.every((value) => value === 20)).toBe(true);
});

test('buckets give the least of their minima and the greatest of their maxima; empty columns are NaN', () => {
  const { mins, maxs } = envelope({
    timesMs: Float64Array.of(1_000, 1_100, 1_900),
    mins: Float64Array.of(3, 1, Number.NaN),
    maxs: Float64Array.of(4, 2, Number.NaN),
    pixelColumns: 2,
    range,
  });
  expect([...mins]).toEqual([1, Number.NaN]);
  expect([...maxs]).toEqual([4, Number.NaN]);
});

test('a part of the arrays is read alone', () => {
  const times = Float64Array.of(1_000, 1_001, 1_002);
  const { maxs } = envelope({ timesMs: times, mins: times, maxs: times, pixelColumns: 1, range, from: 0, to: 2 });
  expect([...maxs]).toEqual([1_001]);
});
