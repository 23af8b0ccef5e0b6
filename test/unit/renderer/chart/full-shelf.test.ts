import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FullPiece } from '../../../../src/renderer/chart/full-picture';
import { FullShelf } from '../../../../src/renderer/chart/full-shelf';

function pieceAt(fromMs: number, samples: number): FullPiece {
  return {
    range: { fromMs, toMs: fromMs + 1_000 },
    timesMs: Float64Array.from({ length: samples }, (_, at) => fromMs + at),
    values: new Float64Array(samples),
    unknown: [],
  };
}
const beginsOf = (shelf: FullShelf, key: string) => shelf.inOrder(key).map(({ range }) => range.fromMs);

describe('every sample that is at hand', () => {
  test('has a bound over all series, and what went is told once', () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      at: fc.nat(30),
      samples: fc.integer({ min: 0, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const shelf = new FullShelf(100);
        const mirror = new Map<string, FullPiece>();
        for (const { key, at, samples } of steps) {
          const piece = pieceAt(at * 1_000, samples);
          mirror.set(`${key} ${at * 1_000}`, piece);
          for (const each of shelf.add(key, piece)) expect(mirror.delete(`${each.key} ${each.fromMs}`)).toBe(true);
          const held = ['a', 'b', 'c'].flatMap((each) =>
            shelf.inOrder(each).map((one) => [`${each} ${one.range.fromMs}`, one]),
          );
          expect(new Map(held as [string, FullPiece][])).toEqual(mirror);
          const sum = [...mirror.values()].reduce((all, { timesMs }) => all + timesMs.length, 0);
          expect(shelf.samples).toBe(sum);
          expect(sum).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  test('lets go of what lies furthest from the middle of what is wanted, of whatever series, and of no more than it must', () => {
    const shelf = new FullShelf(100);
    shelf.want(new Set(['a', 'b']), { fromMs: 1_000, toMs: 4_000 });
    for (const fromMs of [0, 1_000, 2_000]) shelf.add('a', pieceAt(fromMs, 20));
    for (const fromMs of [1_000, 2_000]) shelf.add('b', pieceAt(fromMs, 20));
    expect(shelf.add('b', pieceAt(3_000, 20))).toEqual([{ key: 'a', fromMs: 0 }]);
    expect(beginsOf(shelf, 'a')).toEqual([1_000, 2_000]);
    expect(beginsOf(shelf, 'b')).toEqual([1_000, 2_000, 3_000]);
    expect(shelf.begins('a')).toEqual(new Set([1_000, 2_000]));
  });

  test('whichever way one moves, all of what is wanted is there, and never more than the bound', () => {
    const move = fc.record({ at: fc.nat(60), pieces: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
        // Twenty pieces of ten samples of two series are 400.
        const shelf = new FullShelf(450);
        for (const { at, pieces } of moves) {
          const begins = Array.from({ length: pieces }, (_, n) => (at + n) * 1_000);
          shelf.want(new Set(['a', 'b']), { fromMs: at * 1_000, toMs: (at + pieces) * 1_000 });
          for (const key of ['a', 'b'])
            for (const fromMs of begins) {
              if (!shelf.begins(key).has(fromMs)) shelf.add(key, pieceAt(fromMs, 10));
              expect(shelf.samples).toBeLessThanOrEqual(450);
            }
          for (const key of ['a', 'b']) expect(begins.filter((each) => !shelf.begins(key).has(each))).toEqual([]);
        }
      }),
    );
  });

  test('series that are not wanted any more go', () => {
    const shelf = new FullShelf(100);
    shelf.add('a', pieceAt(0, 20));
    shelf.add('b', pieceAt(0, 20));
    expect(shelf.want(new Set(['b', 'c']), { fromMs: 0, toMs: 1_000 })).toEqual([{ key: 'a', fromMs: 0 }]);
    expect(shelf.samples).toBe(20);
    expect(shelf.begins('a')).toEqual(new Set());
  });
});
