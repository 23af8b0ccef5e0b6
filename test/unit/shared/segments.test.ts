import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gapsOf, lineServes, longestStepMs, segmentsOf } from '../../../src/shared/segments';
import { HOUR_MS, MINUTE_MS } from '../../../src/shared/time';

const bad = Number.NaN;
const segments = (times: number[], values: number[], stepMs: number) =>
  segmentsOf(Float64Array.from(times), Float64Array.from(values), stepMs);

const samples = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.constant(bad))))
  .map((steps) => {
    let timeMs = 0;
    const times = steps.map(([stepMs]) => {
      timeMs += stepMs;
      return timeMs;
    });
    return { times, values: steps.map(([, value]) => value) };
  });

describe('segmentsOf', () => {
  test('each good sample is in exactly one segment, near neighbours in one, far ones in two', () => {
    fc.assert(
      fc.property(samples, ({ times, values }) => {
        const runs = segments(times, values, 3);
        const runOf = (index: number) => runs.findIndex((run) => run.from <= index && index < run.to);
        const good = [...values.keys()].filter((i) => !Number.isNaN(values[i]));
        for (const index of good) {
          expect(runs.filter((run) => run.from <= index && index < run.to)).toHaveLength(1);
        }
        good.slice(1).forEach((index, at) => {
          const before = good[at] as number;
          const near = (times[index] as number) - (times[before] as number) <= 3;
          expect(runOf(index) === runOf(before)).toBe(near);
        });
        for (const run of runs) {
          expect(Number.isNaN(values[run.from]) || Number.isNaN(values[run.to - 1])).toBe(false);
        }
      }),
    );
  });

  test('an interval of exactly three cadences is no gap, one above is', () => {
    const stepMs = longestStepMs('raw', 1_000);
    expect(segments([0, 3_000], [1, 1], stepMs)).toEqual([{ from: 0, to: 2 }]);
    expect(segments([0, 3_001], [1, 1], stepMs)).toHaveLength(2);
  });

  test('one bad sample does not break a line', () => {
    expect(segments([0, 1, 2], [1, bad, 1], 3)).toEqual([{ from: 0, to: 3 }]);
  });

  test('bad samples do not carry a line over a stretch that is too long', () => {
    expect(segments([0, 2, 4], [1, bad, 1], 3)).toEqual([
      { from: 0, to: 1 },
      { from: 2, to: 3 },
    ]);
  });

  test('bad samples at the ends and nothing but bad samples make no segment', () => {
    expect(segments([0, 1, 2], [bad, 1, bad], 3)).toEqual([{ from: 1, to: 2 }]);
    expect(segments([0, 1], [bad, bad], 3)).toEqual([]);
    expect(segments([], [], 3)).toEqual([]);
  });

  test('samples of one time are one segment', () => {
    expect(segments([5, 5, 5], [1, 2, 3], 3)).toEqual([{ from: 0, to: 3 }]);
  });
});

describe('longestStepMs', () => {
  test('an empty bucket breaks the line where the bucket is not shorter than the cadence', () => {
    const stepMs = longestStepMs('1min', 10_000);
    expect(segments([0, MINUTE_MS, 2 * MINUTE_MS], [1, bad, 1], stepMs)).toHaveLength(2);
    expect(segments([0, MINUTE_MS, 2 * MINUTE_MS], [1, 1, 1], stepMs)).toHaveLength(1);
    expect(longestStepMs('1min', MINUTE_MS)).toBe(MINUTE_MS);
  });

  test('a bucket shorter than the cadence is empty by nature: three cadences count', () => {
    expect(longestStepMs('1min', 5 * MINUTE_MS)).toBe(15 * MINUTE_MS);
  });

  test('without a known cadence raw tells no gap and an empty bucket is one', () => {
    expect(longestStepMs('raw', undefined)).toBe(Number.POSITIVE_INFINITY);
    expect(longestStepMs('1hour', undefined)).toBe(HOUR_MS);
  });
});

describe('gapsOf', () => {
  test('bad samples are no gap, missing ones are', () => {
    expect(gapsOf(Float64Array.of(0, 2, 4, 20), 3)).toEqual([{ fromMs: 4, toMs: 20 }]);
  });

  test('a gap between buckets begins where the bucket before it ends', () => {
    const times = Float64Array.of(0, MINUTE_MS, 4 * MINUTE_MS);
    expect(gapsOf(times, MINUTE_MS, MINUTE_MS)).toEqual([{ fromMs: 2 * MINUTE_MS, toMs: 4 * MINUTE_MS }]);
  });

  test('gaps and the steps between them cover the whole, without overlap', () => {
    fc.assert(
      fc.property(samples, ({ times }) => {
        const gaps = gapsOf(Float64Array.from(times), 3);
        const missing = gaps.reduce((sum, gap) => sum + gap.toMs - gap.fromMs, 0);
        const steps = times.slice(1).map((timeMs, i) => timeMs - (times[i] as number));
        expect(missing).toBe(steps.filter((stepMs) => stepMs > 3).reduce((sum, stepMs) => sum + stepMs, 0));
      }),
    );
  });
});

test('above half the budget in segments the envelope alone serves', () => {
  expect(lineServes(500, 1_000)).toBe(true);
  expect(lineServes(501, 1_000)).toBe(false);
});
