import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartStrips } from '../../../../src/renderer/chart/chart-strips';
import { limitRuns } from '../../../../src/renderer/chart/limit-runs';
import { preparedSeries } from '../../../../src/renderer/chart/prepared-series';
import { answerOf, bucketTile, noTail, rawTile } from './answers';

const nowMs = 1e12;
const minute = 60_000;

function preparedOf(samples: readonly (readonly [number, number])[]) {
  return preparedSeries({ answer: answerOf([rawTile(0, 3_600_000, samples)], {}), tail: noTail, nowMs });
}

describe('where a series stands outside of its limits', () => {
  const whole = { fromMs: 0, toMs: 3_600_000 };

  test('from the first sample outside to the first inside, and no further than a sample speaks', () => {
    const prepared = preparedOf([
      [0, 5],
      [1_000, 11],
      [2_000, 12],
      [3_000, 5],
      [4_000, -1],
      [60_000, 5],
    ]);
    expect(limitRuns(prepared, { lowLimit: 0, highLimit: 10 }, whole)).toEqual([
      { kind: 'high', fromMs: 1_000, toMs: 3_000 },
      { kind: 'low', fromMs: 4_000, toMs: 5_000 },
    ]);
  });

  test('a bucket is outside where one of its samples was', () => {
    const tile = bucketTile('1min', 0, [[5], [5, 20, 5], [5], []]);
    const prepared = preparedSeries({ answer: answerOf([tile], {}), tail: noTail, nowMs });
    expect(limitRuns(prepared, { highLimit: 10 }, whole)).toEqual([{ kind: 'high', fromMs: minute, toMs: 2 * minute }]);
  });

  test('every sample outside lies in a run of its side, no sample inside does', () => {
    const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, (ys) => {
        const runs = limitRuns(preparedOf(ys.map((y, i) => [i * 1_000, y])), { lowLimit: -5, highLimit: 5 }, whole);
        for (const [i, y] of ys.entries()) {
          const kind = runs.find(({ fromMs, toMs }) => fromMs <= i * 1_000 && i * 1_000 < toMs)?.kind;
          expect(kind).toBe(y > 5 ? 'high' : y < -5 ? 'low' : undefined);
        }
      }),
    );
  });

  test('each series with limits has a strip, also where it never left them', () => {
    const series = [
      { table: 'metric', label: 'A', unit: null, colourIndex: 0, answer: undefined, tail: noTail, highLimit: 1 },
      { table: 'metric', label: 'B', unit: null, colourIndex: 1, answer: undefined, tail: noTail },
    ] as const;
    const strips = chartStrips({ series, range: whole, nowMs });
    expect(strips).toEqual([{ label: 'A', colourIndex: 0, runs: [] }]);
  });
});
