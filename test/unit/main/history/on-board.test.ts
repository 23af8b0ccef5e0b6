import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BoardLevel, levelOnBoard } from '../../../../src/main/history/on-board';
import { ladderFloor } from '../../../../src/shared/resolution';
import { RESOLUTIONS } from '../../../../src/shared/series';
import { DAY_MS } from '../../../../src/shared/time';

const fineness = (resolution: (typeof RESOLUTIONS)[number]) => RESOLUTIONS.indexOf(resolution);
const levels: fc.Arbitrary<BoardLevel[]> = fc.uniqueArray(
  fc.record({
    resolution: fc.constantFrom(...RESOLUTIONS),
    expectedPoints: fc.nat({ max: 30_000 }),
    coveredMs: fc.constantFrom(0, 1_000, 50_000, 99_000, 100_000),
  }),
  { selector: ({ resolution }) => resolution },
);
const ranges = fc.integer({ min: 1, max: 100 * DAY_MS }).map((spanMs) => ({ fromMs: 0, toMs: spanMs }));

test('the level on board covers about as much as any; of those it is the finest that ladder and budget allow', () => {
  fc.assert(
    fc.property(ranges, fc.integer({ min: 1, max: 20_000 }), levels, (range, budget, available) => {
      const best = Math.max(0, ...available.map(({ coveredMs }) => coveredMs));
      const chosen = available.find(({ resolution }) => resolution === levelOnBoard(range, budget, available));
      expect(chosen === undefined).toBe(best === 0);
      if (chosen === undefined) return;
      expect(chosen.coveredMs).toBeGreaterThanOrEqual(0.95 * best);
      const usable = available.filter(({ coveredMs }) => coveredMs >= 0.95 * best);
      const allowed = usable.filter(({ resolution }) => fineness(resolution) <= fineness(ladderFloor(range)));
      if (allowed.length > 0) expect(allowed).toContain(chosen);
      else expect(fineness(chosen.resolution)).toBe(Math.min(...usable.map(({ resolution }) => fineness(resolution))));
      const better = allowed.filter(
        ({ resolution, expectedPoints }) =>
          expectedPoints <= budget && fineness(resolution) < fineness(chosen.resolution),
      );
      expect(better).toEqual([]);
    }),
  );
});
