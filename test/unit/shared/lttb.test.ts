import { createLTTB } from 'downsample';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lttb } from '../../../src/shared/lttb';

const oracle = createLTTB({ x: (point: number[]) => point[0] as number, y: (point: number[]) => point[1] as number });

/** Indices that the npm package keeps. */
function oracleIndices(xs: Float64Array, ys: Float64Array, budget: number): number[] {
  const points = Array.from(xs, (x, i) => [x, ys[i] as number, i]);
  return Array.from(oracle(points, budget) as ArrayLike<number[]>, (point) => point[2] as number);
}

/**
 * The package computes the end of its last run; where the product rounds to below n − 2 it loses the last inner point and
 * ends one point early, at n − 2. Ours is right there: the thesis keeps the last point. Nothing to compare then.
 */
function oracleRoundsDown(length: number, budget: number): boolean {
  return Math.floor((budget - 2) * ((length - 2) / (budget - 2))) < length - 2;
}

const series = fc
  .record({
    ys: fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 4, maxLength: 400 }),
    budgetShare: fc.double({ min: 0, max: 0.99, noNaN: true }),
    stepMs: fc.integer({ min: 1, max: 100_000 }),
  })
  .map(({ ys, budgetShare, stepMs }) => ({
    xs: Float64Array.from(ys, (_, i) => 1_700_000_000_000 + i * stepMs),
    ys: Float64Array.from(ys),
    budget: Math.max(3, Math.floor(ys.length * budgetShare)),
  }));

describe('lttb', () => {
  test('keeps what the npm package downsample keeps, wherever that keeps the last point', () => {
    fc.assert(
      fc.property(series, ({ xs, ys, budget }) => {
        fc.pre(budget < xs.length && !oracleRoundsDown(xs.length, budget));
        expect([...lttb(xs, ys, budget)]).toEqual(oracleIndices(xs, ys, budget));
      }),
      { numRuns: 500 },
    );
  });

  test('where the package loses the last point ours keeps it and agrees in all runs that the loss does not reach', () => {
    let compared = 0;
    for (let length = 5; length < 200; length++) {
      for (let budget = 4; budget < length; budget++) {
        if (!oracleRoundsDown(length, budget)) continue;
        const xs = Float64Array.from({ length }, (_, i) => i);
        const ys = Float64Array.from({ length }, (_, i) => Math.sin(i * i));
        const ours = [...lttb(xs, ys, budget)];
        const theirs = oracleIndices(xs, ys, budget);
        expect(theirs.at(-1)).toBe(length - 2);
        expect(ours.at(-1)).toBe(length - 1);
        expect(ours.slice(0, -3)).toEqual(theirs.slice(0, -3));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  test('keeps first and last, ascending, exactly as many as asked', () => {
    fc.assert(
      fc.property(series, ({ xs, ys, budget }) => {
        const kept = [...lttb(xs, ys, budget)];
        expect(kept).toHaveLength(Math.min(budget, xs.length));
        expect(kept[0]).toBe(0);
        expect(kept.at(-1)).toBe(xs.length - 1);
        expect(kept.every((index, at) => at === 0 || index > (kept[at - 1] as number))).toBe(true);
      }),
    );
  });

  test('a part of the arrays gives what the part alone would, at its own indices', () => {
    fc.assert(
      fc.property(series, fc.nat({ max: 100 }), fc.nat({ max: 100 }), ({ xs, ys, budget }, cutFront, cutBack) => {
        const to = Math.max(0, xs.length - cutBack);
        const from = Math.min(cutFront, to);
        const alone = lttb(xs.slice(from, to), ys.slice(from, to), budget);
        expect([...lttb(xs, ys, budget, from, to)]).toEqual(Array.from(alone, (index) => index + from));
      }),
    );
  });

  test('budgets below three are the ends, or nothing', () => {
    const xs = Float64Array.of(1, 2, 3);
    expect([...lttb(xs, xs, 0)]).toEqual([]);
    expect([...lttb(xs, xs, -5)]).toEqual([]);
    expect([...lttb(xs, xs, Number.NaN)]).toEqual([]);
    expect([...lttb(xs, xs, 1)]).toEqual([0]);
    expect([...lttb(xs, xs, 2)]).toEqual([0, 2]);
    expect([...lttb(xs, xs, 2.9)]).toEqual([0, 2]);
    expect([...lttb(xs, xs, 1e9)]).toEqual([0, 1, 2]);
    expect([...lttb(new Float64Array(), new Float64Array(), 10)]).toEqual([]);
  });

  test('equal times and a flat line give distinct indices all the same', () => {
    const xs = new Float64Array(100).fill(5);
    expect(new Set(lttb(xs, new Float64Array(100), 10)).size).toBe(10);
  });
});
