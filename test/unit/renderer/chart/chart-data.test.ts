import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartData, joined } from '../../../../src/renderer/chart/chart-data';
import { answerOf, bucketTile, noTail, rawTile } from './answers';

const nowMs = 1e12;
const line = (xs: number[], ys: (number | null)[]) => ({ xs, columns: [ys] });

describe('joined', () => {
  test('rows of another series are undefined, ends of a line null', () => {
    expect(joined([line([1, 2, 3], [10, null, 30]), line([2, 4], [5, 6])])).toEqual([
      [1, 2, 3, 4],
      [10, null, 30, undefined],
      [undefined, 5, undefined, 6],
    ]);
  });

  test('two samples of one time stay two rows', () => {
    expect(joined([line([1, 1], [10, 20]), line([1], [5])])).toEqual([
      [1, 1],
      [10, 20],
      [5, undefined],
    ]);
  });

  test('loses nothing, adds nothing, keeps the order', () => {
    const tables = fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 20 }), { maxLength: 4 });
    fc.assert(
      fc.property(tables, (columns) => {
        const sorted = columns.map((xs) => xs.toSorted((a, b) => a - b));
        const [xs, ...ys] = joined(sorted.map((each) => line(each, each)));
        expect(xs).toEqual(xs.toSorted((a, b) => a - b));
        expect(ys.map((column) => column.filter((y) => y !== undefined))).toEqual(sorted);
        for (const column of ys) {
          for (const [row, y] of column.entries()) if (y !== undefined) expect(y).toBe(xs[row]);
        }
      }),
    );
  });
});

describe('chartData', () => {
  const range = { fromMs: 0, toMs: 3_600_000 };
  const samples = Array.from({ length: 3_600 }, (_, i) => [i * 1_000, i === 1_234 ? 99 : 20] as const);

  test('thins the line out to the pixels and keeps the spike in the band', () => {
    const answer = answerOf([rawTile(0, 3_600_000, samples)], {});
    const data = chartData({ series: [{ answer, tail: noTail }], range, nowMs, pixelColumns: 600 });
    expect(data.drawnPoints).toBe(600);
    expect(Math.max(...(data.lines[0]?.band.columns[1] ?? []).map((value) => value ?? 0))).toBe(99);
  });

  test('draws every sample where they all fit', () => {
    const answer = answerOf([rawTile(0, 3_600_000, samples.slice(0, 500))], { completeToMs: 500_000 });
    const data = chartData({ series: [{ answer, tail: noTail }], range, nowMs: 500_000, pixelColumns: 600 });
    expect(data.drawnPoints).toBe(500);
    expect(data.lines[0]?.band.xs).toEqual([]);
  });

  test('a gap is a null between its neighbours', () => {
    const answer = answerOf(
      [
        rawTile(0, 60_000, [
          [0, 1],
          [1_000, 1],
          [20_000, 2],
          [21_000, 2],
        ]),
      ],
      {},
    );
    const data = chartData({
      series: [{ answer, tail: noTail }],
      range: { fromMs: 0, toMs: 60_000 },
      nowMs: 21_000,
      pixelColumns: 100,
    });
    expect(data.aligned).toEqual([
      [0, 1_000, 10_500, 20_000, 21_000],
      [1, 1, null, 2, 2],
    ]);
  });

  test('a lonely sample is drawn as a point', () => {
    const answer = answerOf([rawTile(0, 60_000, [[30_000, 5]])], {});
    const data = chartData({
      series: [{ answer, tail: noTail }],
      range: { fromMs: 0, toMs: 60_000 },
      nowMs,
      pixelColumns: 100,
    });
    expect(data.lines[0]?.lonely).toEqual([{ timeMs: 30_000, value: 5 }]);
  });

  test('with more segments than a line can show the envelope alone is drawn, extremes included', () => {
    const sparse = Array.from({ length: 360 }, (_, i) => [i * 10_000, i % 7] as const);
    const answer = answerOf([rawTile(0, 3_600_000, sparse)], {});
    const data = chartData({ series: [{ answer, tail: noTail }], range, nowMs, pixelColumns: 100 });
    const drawn = data.aligned[1]?.filter((value) => typeof value === 'number') ?? [];
    expect(data.lines[0]?.band.xs).toEqual([]);
    expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([0, 6]);
    expect(drawn.length).toBeLessThanOrEqual(200);
  });

  test('every level of many segments stays within a few points for each pixel', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 400 }), (steps) => {
        let timeMs = 0;
        const uneven = steps.map((step) => {
          timeMs += step * 1_000;
          return [timeMs, step] as const;
        });
        const answer = answerOf([rawTile(0, 3_600_000, uneven)], {});
        const data = chartData({ series: [{ answer, tail: noTail }], range, nowMs, pixelColumns: 60 });
        expect(data.drawnPoints).toBeLessThanOrEqual(4 * 60);
      }),
    );
  });

  test('with several series the ground is missing only where all are', () => {
    const withGaps = (gapAt: readonly number[]) =>
      answerOf(
        [
          bucketTile(
            '1min',
            0,
            Array.from({ length: 6 }, (_, i) => (gapAt.includes(i) ? [] : [1])),
          ),
        ],
        {},
      );
    const data = chartData({
      series: [withGaps([1, 2]), withGaps([2, 3])].map((answer) => ({ answer, tail: noTail })),
      range: { fromMs: 0, toMs: 360_000 },
      nowMs,
      pixelColumns: 100,
    });
    expect(data.gaps).toEqual([{ fromMs: 120_000, toMs: 180_000 }]);
  });

  test('nothing to draw is no error', () => {
    expect(chartData({ series: [], range, nowMs, pixelColumns: 100 }).aligned).toEqual([[]]);
    const empty = chartData({ series: [{ answer: undefined, tail: noTail }], range, nowMs, pixelColumns: 100 });
    expect(empty.drawnPoints).toBe(0);
  });
});
