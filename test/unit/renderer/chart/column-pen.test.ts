import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ColumnPen } from '../../../../src/renderer/chart/column-pen';

interface Bar {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Draws the runs of points; returns the bars. */
function drawn(
  runs: readonly (readonly (readonly [x: number, y: number])[])[],
  style: { readonly lineWidth?: number; readonly globalAlpha?: number } = {},
): readonly Bar[] {
  const bars: Bar[] = [];
  const canvas = {
    ...{ lineWidth: 1, globalAlpha: 1, ...style },
    fillRect: (left: number, top: number, width: number, height: number) => bars.push({ left, top, width, height }),
  };
  const pen = new ColumnPen(canvas as unknown as CanvasRenderingContext2D);
  for (const run of runs) {
    for (const [x, y] of run) pen.to(x, y);
    pen.lift();
  }
  return bars;
}

const aRun = fc
  .array(fc.tuple(fc.double({ min: 0, max: 1.5, noNaN: true }), fc.integer({ min: 0, max: 99 })), { minLength: 1 })
  .map((steps) => {
    let x = 0;
    return steps.map(([stepPx, y]) => {
      x += stepPx;
      return [x, y] as const;
    });
  });

describe('a line drawn by columns of pixels', () => {
  test('reaches in each column from its lowest to its highest, and joins what comes before', () => {
    const bars = drawn([
      [
        [0.2, 10],
        [0.8, 30],
        [1.5, 20],
        [2.1, 50],
      ],
    ]);
    expect(bars.map(({ left, top, height }) => [left, top, top + height])).toEqual([
      [0, 10, 31],
      [1, 20, 31],
      [2, 20, 51],
    ]);
  });

  test('covers every point, without a hole from one column to the next', () => {
    fc.assert(
      fc.property(aRun, (run) => {
        const bars = drawn([run]);
        for (const [x, y] of run) {
          const bar = bars.find(({ left }) => left === Math.floor(x));
          expect(bar?.top).toBeLessThanOrEqual(y);
          expect((bar?.top ?? 0) + (bar?.height ?? 0)).toBeGreaterThan(y);
        }
        for (const [at, { top, height }] of bars.entries()) {
          const next = bars[at + 1];
          if (next === undefined) continue;
          expect(next.top).toBeLessThanOrEqual(top + height);
          expect(next.top + next.height).toBeGreaterThanOrEqual(top);
        }
      }),
      { seed: 6 },
    );
  });

  test('is lifted between two runs', () => {
    const bars = drawn([[[0, 10]], [[1, 90]]]);
    expect(bars.map(({ top, height }) => [top, height])).toEqual([
      [10, 1],
      [90, 1],
    ]);
  });

  test('is half as wide as the stroke and as thick, and where something shines through it no bar lies on another', () => {
    const run = [
      [4.5, 10],
      [5.5, 40],
    ] as const;
    const bars = drawn([run], { lineWidth: 4 });
    expect(bars.map(({ left, width }) => [left, width])).toEqual([
      [4, 2],
      [5, 2],
    ]);
    expect(bars[0]).toMatchObject({ top: 8, height: 4 });
    expect(drawn([run], { lineWidth: 4, globalAlpha: 0.7 }).map(({ left, width }) => [left, width])).toEqual([
      [4, 1],
      [5, 1],
    ]);
  });
});
