import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawnWindow } from '../../../../src/renderer/chart/chart-data';
import { FullPicture, type FullPiece } from '../../../../src/renderer/chart/full-picture';

const stepMs = 3_000;

function pieceOf(fromMs: number, toMs: number, samples: readonly (readonly [number, number])[]): FullPiece {
  const mine = samples.filter(([timeMs]) => timeMs >= fromMs && timeMs < toMs);
  return {
    range: { fromMs, toMs },
    timesMs: Float64Array.from(mine, ([timeMs]) => timeMs),
    values: Float64Array.from(mine, ([, value]) => value),
    unknown: [],
  };
}

describe('every sample of a series', () => {
  const samples = fc
    .array(
      fc.record({ silentS: fc.constantFrom(0, 0, 0, 1, 9), value: fc.double({ min: -1e6, max: 1e6, noNaN: true }) }),
      {
        minLength: 1,
        maxLength: 400,
      },
    )
    .map((steps) => {
      let timeMs = 0;
      return steps.map(({ silentS, value }) => {
        timeMs += (1 + silentS) * 1_000;
        return [timeMs, value] as const;
      });
    });

  test('is the same in whatever order its pieces come, with its extremes inside and no line across a gap', () => {
    fc.assert(
      fc.property(samples, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (all, order) => {
        const range = { fromMs: 0, toMs: (all.at(-1)?.[0] ?? 0) + 1_000 };
        const pieces = Array.from({ length: 20 }, (_, i) => {
          const lengthMs = Math.ceil(range.toMs / 20);
          return pieceOf(i * lengthMs, (i + 1) * lengthMs, all);
        });
        const wish = { range, window: drawnWindow(range), columns: 60 };
        const inOrder = new FullPicture(stepMs);
        for (const piece of pieces) inOrder.add(piece);
        const shuffled = new FullPicture(stepMs);
        const mixed = pieces.map((piece, i) => ({ piece, key: order[i] ?? 0 })).sort((a, b) => a.key - b.key);
        for (const { piece } of mixed) shuffled.add(piece);
        const drawing = inOrder.draw(wish);
        expect(shuffled.draw(wish)).toEqual(drawing);
        expect(drawing.samples).toBe(all.length);
        const drawn = [...drawing.line.line.columns, ...drawing.line.band.columns].flat().filter((y) => y !== null);
        const values = all.map(([, value]) => value);
        expect(Math.max(...drawn)).toBe(Math.max(...values));
        expect(Math.min(...drawn)).toBe(Math.min(...values));
      }),
      { numRuns: 60 },
    );
  });

  test('a piece that is not at hand is no gap, a silence within one is', () => {
    const picture = new FullPicture(stepMs);
    picture.add(
      pieceOf(0, 20_000, [
        [0, 1],
        [1_000, 1],
        [15_000, 2],
        [19_000, 2],
      ]),
    );
    picture.add(
      pieceOf(60_000, 80_000, [
        [60_000, 3],
        [61_000, 3],
      ]),
    );
    const range = { fromMs: 0, toMs: 80_000 };
    expect(picture.draw({ range, window: range, columns: 100 }).gaps).toEqual([
      { fromMs: 1_000, toMs: 20_000 - 5_000 },
      { fromMs: 15_000, toMs: 19_000 },
      { fromMs: 19_000, toMs: 20_000 },
    ]);
  });

  test('a piece that was let go of is not drawn any more, and no gap either', () => {
    const [first, second] = [
      pieceOf(0, 2_000, [
        [0, 1],
        [1_000, 5],
      ]),
      pieceOf(2_000, 4_000, [
        [2_000, 2],
        [3_000, 3],
      ]),
    ];
    const range = { fromMs: 0, toMs: 4_000 };
    const picture = new FullPicture(stepMs);
    for (const piece of [first, second]) picture.add(piece);
    const wish = { range, window: range, columns: 100 };
    expect(picture.draw(wish).samples).toBe(4);
    picture.drop(0);
    expect(picture.draw(wish)).toMatchObject({ samples: 2, gaps: [] });
  });
});
