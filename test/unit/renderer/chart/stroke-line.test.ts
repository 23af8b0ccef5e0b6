import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LinearScale } from '../../../../src/renderer/chart/linear-scale';
import { strokeLine } from '../../../../src/renderer/chart/stroke-line';

type Point = readonly [x: number, y: number];

interface Piece {
  readonly points: readonly Point[];
  readonly dash: readonly number[];
  readonly offset: number;
}

/** A canvas that remembers what was stroked on it. */
class Strokes {
  readonly pieces: Piece[] = [];
  /** Columns that were filled instead. */
  readonly columns: number[] = [];
  lineDashOffset = 0;
  lineWidth = 1;
  globalAlpha = 1;
  strokeStyle = 'navy';
  fillStyle = 'none';
  #points: Point[] = [];
  #dash: readonly number[] = [];
  beginPath() {
    this.#points = [];
  }
  moveTo(x: number, y: number) {
    this.#points.push([x, y]);
  }
  lineTo(x: number, y: number) {
    this.#points.push([x, y]);
  }
  setLineDash(dash: readonly number[]) {
    this.#dash = dash;
  }
  fillRect(left: number) {
    expect(this.fillStyle).toBe(this.strokeStyle);
    this.columns.push(left);
  }
  stroke() {
    this.pieces.push({ points: [...this.#points], dash: this.#dash, offset: this.lineDashOffset });
  }
}

const AS_IS: LinearScale = { x: (timeMs) => timeMs, y: (value) => value };
const ALL = { fromMs: 0, toMs: 1_000 };

interface Style {
  readonly inSteps?: boolean;
  readonly dash?: readonly number[];
  /** Of the points; absent: one for each pixel. */
  readonly xs?: readonly number[];
}

function canvasWith(values: readonly (number | null)[], { xs = values.map((_, at) => at), ...style }: Style = {}) {
  const canvas = new Strokes();
  const line = { xs: [...xs], columns: [[...values]] };
  strokeLine(canvas as unknown as CanvasRenderingContext2D, line, AS_IS, { seen: ALL, ...style });
  return canvas;
}

function stroked(values: readonly (number | null)[], style: Style = {}) {
  return canvasWith(values, style).pieces;
}

/** The pieces put together where one begins as the one before has ended. */
function joined(pieces: readonly Piece[]): readonly (readonly Point[])[] {
  const lines: Point[][] = [];
  for (const { points } of pieces) {
    const [last, first] = [lines.at(-1)?.at(-1), points[0]];
    if (last !== undefined && first !== undefined && last[0] === first[0] && last[1] === first[1])
      lines.at(-1)?.push(...points.slice(1));
    else lines.push([...points]);
  }
  return lines;
}

describe('a line in pieces', () => {
  test('passes all points of each run in order, however long, and is lifted at each null', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 9 }), { maxLength: 200 }),
        (values) => {
          const runs: Point[][] = [[]];
          values.forEach((value, at) => {
            if (value === null) runs.push([]);
            else runs.at(-1)?.push([at, value]);
          });
          expect(joined(stroked(values))).toEqual(runs.filter(({ length }) => length > 1));
        },
      ),
      { seed: 6 },
    );
  });

  test('of codes goes level to the next one and then up or down', () => {
    expect(joined(stroked([1, 3], { inSteps: true }))).toEqual([
      [
        [0, 1],
        [1, 1],
        [1, 3],
      ],
    ]);
  });

  test('has dashes that go on from piece to piece', () => {
    const pieces = stroked(new Array(40).fill(5), { dash: [6, 4] });
    expect(pieces.map(({ dash }) => dash)).toEqual([
      [6, 4],
      [6, 4],
      [6, 4],
    ]);
    expect(pieces.map(({ offset }) => offset)).toEqual([0, 16, 32]);
  });

  test('has no dashes where it is steep: a spike could hide between two', () => {
    const spike = Array.from({ length: 40 }, (_, at) => (at === 20 ? 500 : 5));
    expect(stroked(spike, { dash: [6, 4] }).map(({ dash }) => dash)).toEqual([[6, 4], [], [6, 4]]);
  });

  test('is filled column by column where nobody can follow its ups and downs, and stroked where it rises and falls', () => {
    const noise = canvasWith(Array.from({ length: 161 }, (_, at) => (at % 2) * 90 + (at % 7)));
    expect(noise.pieces).toEqual([]);
    expect(noise.columns).toEqual(Array.from({ length: 161 }, (_, at) => at));
    const slope = canvasWith(Array.from({ length: 161 }, (_, at) => 20 * at));
    expect(slope.columns).toEqual([]);
    expect(joined(slope.pieces)).toHaveLength(1);
  });

  test('that changes from noise to calm has no hole there', () => {
    const { pieces, columns } = canvasWith(Array.from({ length: 65 }, (_, at) => (at < 32 ? (at % 2) * 90 : 40)));
    expect(columns).toEqual(Array.from({ length: 33 }, (_, at) => at));
    expect(pieces[0]?.points[0]).toEqual([32, 40]);
  });

  test('that comes from far away, or goes there, begins and ends nearby, at what it has there', () => {
    const far = { xs: [-100_000, 100, 200, 100_000] };
    const [level, rising] = [stroked([5, 5, 5, 5], far), stroked([-100_000, 100, 200, 100_000], far)];
    expect(level.flatMap(({ points }) => points).map(([x]) => x)).toEqual([-1_000, 100, 200, 2_000]);
    expect(rising.flatMap(({ points }) => points).map(([, y]) => Math.round(y))).toEqual([-1_000, 100, 200, 2_000]);
    const codes = stroked([1, 2, 3, 4], { ...far, inSteps: true }).flatMap(({ points }) => points);
    expect([codes[0], codes.at(-1)]).toEqual([
      [-1_000, 1],
      [2_000, 3],
    ]);
  });
});
