import fc from 'fast-check';
import { expect, test } from 'vitest';
import { levelPieces } from '../../../src/shared/level-pieces';
import { BUCKET_MS, type BucketResolution } from '../../../src/shared/series';
import { ceilTo, floorTo, MINUTE_MS } from '../../../src/shared/time';

const stretches = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 9_000 })), { maxLength: 6 })
  .map((pairs) => {
    let atMinute = 27_000_000;
    return pairs.map(([rest, length]) => {
      const fromMs = (atMinute + rest) * MINUTE_MS;
      atMinute += rest + length;
      return { fromMs, toMs: atMinute * MINUTE_MS };
    });
  });
const levels = fc.constantFrom<readonly [BucketResolution, ...BucketResolution[]]>(
  ['1min'],
  ['5min', '1min'],
  ['1hour', '5min', '1min'],
);

test('whole minutes are covered by whole buckets, each minute once, and by the coarsest that fits', () => {
  fc.assert(
    fc.property(stretches, levels, (wanted, of) => {
      const pieces = levelPieces(wanted, of);
      const ranges = pieces.flatMap(({ resolution, ranges: own }) =>
        own.map((range) => {
          expect(range.fromMs).toBeLessThan(range.toMs);
          expect([range.fromMs % BUCKET_MS[resolution], range.toMs % BUCKET_MS[resolution]]).toEqual([0, 0]);
          return range;
        }),
      );
      const joined: { fromMs: number; toMs: number }[] = [];
      for (const { fromMs, toMs } of ranges.toSorted((a, b) => a.fromMs - b.fromMs)) {
        const last = joined.at(-1);
        if (last !== undefined) expect(fromMs).toBeGreaterThanOrEqual(last.toMs);
        if (last !== undefined && last.toMs === fromMs && wanted.every((each) => each.fromMs !== fromMs))
          last.toMs = toMs;
        else joined.push({ fromMs, toMs });
      }
      expect(joined).toEqual(wanted);
      for (const { resolution, ranges: own } of pieces) {
        const coarser = of[of.indexOf(resolution) - 1];
        if (coarser === undefined) continue;
        // None of the coarser ones would have fitted into it.
        for (const { fromMs, toMs } of own)
          expect(ceilTo(fromMs, BUCKET_MS[coarser])).toBeGreaterThanOrEqual(floorTo(toMs, BUCKET_MS[coarser]));
      }
    }),
  );
});

test('what lies off the grid of the finest level is taken with its whole bucket', () => {
  expect(levelPieces([{ fromMs: 61_000, toMs: 130_000 }], ['5min', '1min'])).toEqual([
    { resolution: '1min', ranges: [{ fromMs: 60_000, toMs: 180_000 }] },
  ]);
});
