import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartData, drawnWindow } from '../../../../src/renderer/chart/chart-data';
import { answerOf, bucketTile, noTail, rawTile } from './answers';

const nowMs = 1e12;

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

  test('a few raw samples for each pixel are all drawn, and need no band', () => {
    const hour = { range: { fromMs: 0, toMs: 3_600_000 }, nowMs, pixelColumns: 1_300 };
    const answer = answerOf([rawTile(0, 3_600_000, samples)], {});
    const data = chartData({ series: [{ answer, tail: noTail }], ...hour });
    expect(data.drawnPoints).toBe(3_600);
    expect(data.lines[0]?.line.columns[0]?.[1_234]).toBe(99);
    expect(data.lines[0]?.band.xs).toEqual([]);
    const tooFew = chartData({ series: [{ answer, tail: noTail }], ...hour, pixelColumns: 1_100 });
    expect(tooFew.drawnPoints).toBeLessThanOrEqual(1_100);
    expect(Math.max(...(tooFew.lines[0]?.band.columns[1] ?? []).map((value) => value ?? 0))).toBe(99);
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
    expect(data.lines[0]?.line).toEqual({ xs: [0, 1_000, 10_500, 20_000, 21_000], columns: [[1, 1, null, 2, 2]] });
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
    const drawn = data.lines[0]?.line.columns[0]?.filter((value) => value !== null) ?? [];
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
    expect(chartData({ series: [], range, nowMs, pixelColumns: 100 })).toMatchObject({ lines: [], drawnPoints: 0 });
    const empty = chartData({ series: [{ answer: undefined, tail: noTail }], range, nowMs, pixelColumns: 100 });
    expect(empty.drawnPoints).toBe(0);
  });

  test('a chart that is moved shows the same points in another place', () => {
    const answer = answerOf(
      [rawTile(0, 7_200_000, [...samples, ...samples.map(([at, v]) => [at + 3.6e6, v] as const)])],
      {
        range: { fromMs: 0, toMs: 7_200_000 },
      },
    );
    const linesAt = (fromMs: number) =>
      chartData({
        series: [{ answer, tail: noTail }],
        range: { fromMs, toMs: fromMs + 3_600_000 },
        nowMs,
        pixelColumns: 600,
      }).lines;
    expect(linesAt(1_000)[0]).toBe(linesAt(1_800_000)[0]);
  });

  test('the window that is thinned out holds the range and is at most one span longer at either side', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 1_000, max: 1e11 }), (fromMs, spanMs) => {
        const window = drawnWindow({ fromMs, toMs: fromMs + spanMs });
        expect(window.fromMs).toBeLessThanOrEqual(fromMs);
        expect(window.toMs).toBeGreaterThanOrEqual(fromMs + spanMs);
        expect(window.toMs - window.fromMs).toBeLessThanOrEqual(2 * spanMs);
      }),
    );
  });
});

/** Samples a second apart with stretches left out, some of them bad. */
const broken = fc
  .array(
    fc.record({ silentS: fc.constantFrom(0, 0, 0, 1, 5, 40), value: fc.double({ min: -1e6, max: 1e6, noNaN: true }) }),
    {
      minLength: 1,
      maxLength: 600,
    },
  )
  .map((steps) => {
    let timeMs = 0;
    return steps.map(({ silentS, value }) => {
      timeMs += (1 + silentS) * 1_000;
      return [timeMs, value] as const;
    });
  });

describe('whatever is drawn', () => {
  const drawing = fc.record({
    samples: broken,
    fromShare: fc.double({ min: 0, max: 0.9, noNaN: true }),
    pixelColumns: fc.integer({ min: 1, max: 400 }),
  });
  const drawnOf = ({ samples, fromShare, pixelColumns }: typeof drawing extends fc.Arbitrary<infer T> ? T : never) => {
    const lastMs = samples.at(-1)?.[0] ?? 0;
    const range = { fromMs: Math.floor(fromShare * lastMs), toMs: lastMs + 1_000 };
    const answer = answerOf([rawTile(0, lastMs + 1_000, samples)], {});
    const data = chartData({ series: [{ answer, tail: noTail }], range, nowMs: lastMs, pixelColumns });
    return { data, range, seen: samples.filter(([timeMs]) => timeMs >= range.fromMs && timeMs < range.toMs) };
  };

  test('no line is drawn across a gap that is wider than a pixel', () => {
    fc.assert(
      fc.property(drawing, (input) => {
        const { data, range } = drawnOf(input);
        const { xs = [], columns = [] } = data.lines[0]?.line ?? {};
        // Strokes of the envelope stand in the middles of pixels and join neighbours alone.
        const pixelMs = ((range.toMs - range.fromMs) / input.pixelColumns) * (1 + 1e-9);
        for (let row = 1; row < xs.length; row++) {
          if (columns[0]?.[row] === null || columns[0]?.[row - 1] === null) continue;
          const [before, at] = [xs[row - 1] ?? 0, xs[row] ?? 0];
          if (at - before <= pixelMs) continue;
          const middle = (before + at) / 2;
          expect(data.gaps.some((gap) => gap.fromMs < middle && middle < gap.toMs)).toBe(false);
        }
      }),
    );
  });

  test('the line is made of samples in their order, and every extreme is inside the line or its band', () => {
    fc.assert(
      fc.property(drawing, (input) => {
        const { data, seen } = drawnOf(input);
        const { line, band, lonely } = data.lines[0] ?? {
          line: { xs: [], columns: [] },
          band: { xs: [], columns: [] },
          lonely: [],
        };
        expect(line.xs).toEqual(line.xs.toSorted((a, b) => a - b));
        const drawn = [...line.columns, ...band.columns].flat().filter((value) => value !== null);
        const all = [...drawn, ...lonely.map(({ value }) => value)];
        if (seen.length === 0) return;
        const values = seen.map(([, value]) => value);
        expect(Math.min(...all)).toBeLessThanOrEqual(Math.min(...values));
        expect(Math.max(...all)).toBeGreaterThanOrEqual(Math.max(...values));
      }),
    );
  });
});
