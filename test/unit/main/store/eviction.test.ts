import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesAbove, chooseEvictions } from '../../../../src/main/store/eviction';

const candidates = fc
  .array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 60 })
  .map((sizes) => sizes.map((sizeBytes, id) => ({ id, sizeBytes })));

describe('which tiles go', () => {
  test('the least recently used ones, and no more than needed', () => {
    const tiles = [5, 4, 3, 2, 1].map((id) => ({ id, sizeBytes: 1_000 }));
    const chosen = chooseEvictions(tiles, { bytesToFree: 2_500, maxTiles: 100, isPinned: () => false });
    expect(chosen).toEqual([5, 4, 3]);
  });

  test('pinned ones only when nothing else is left, and these too the least recently used first', () => {
    fc.assert(
      fc.property(
        candidates,
        fc.nat(2_000_000),
        fc.nat(80),
        fc.func(fc.boolean()),
        (tiles, bytesToFree, maxTiles, pinned) => {
          const isPinned = (id: number) => pinned(id);
          const chosen = chooseEvictions(tiles, { bytesToFree, maxTiles: maxTiles + 1, isPinned });
          const order = [...tiles.filter(({ id }) => !isPinned(id)), ...tiles.filter(({ id }) => isPinned(id))];
          expect(chosen).toEqual(order.slice(0, chosen.length).map(({ id }) => id));
          const freed = (count: number) =>
            order.slice(0, count).reduce((sum, { sizeBytes }) => sum + sizeBytes + 60, 0);
          expect(chosen.length).toBeLessThanOrEqual(maxTiles + 1);
          if (chosen.length > 0) expect(freed(chosen.length - 1)).toBeLessThan(bytesToFree);
          const isEnough = freed(chosen.length) >= bytesToFree;
          expect(isEnough || chosen.length === Math.min(tiles.length, maxTiles + 1)).toBe(true);
        },
      ),
    );
  });

  test('the list of all tiles is read no further than needed', () => {
    let read = 0;
    function* endless() {
      for (let id = 0; ; id++) {
        read += 1;
        yield { id, sizeBytes: 940 };
      }
    }
    chooseEvictions(endless(), { bytesToFree: 10_000, maxTiles: 100, isPinned: () => false });
    expect(read).toBe(10);
  });

  test('nothing while the budget is kept; a hundredth below it when it is passed', () => {
    expect([bytesAbove(1_000, 1_000), bytesAbove(1_000, 1_001)]).toEqual([0, 11]);
  });
});
