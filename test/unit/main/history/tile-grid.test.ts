import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readClusters } from '../../../../src/main/history/read-clusters';
import { joined, tilesOver, without } from '../../../../src/main/history/tile-grid';
import type { TimeRange } from '../../../../src/shared/time';

const range = (most = 1_000) =>
  fc
    .tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 1, max: 200 }))
    .map(([fromMs, spanMs]): TimeRange => ({ fromMs, toMs: fromMs + spanMs }));
const covers = (ranges: readonly TimeRange[], timeMs: number) =>
  ranges.some(({ fromMs, toMs }) => fromMs <= timeMs && timeMs < toMs);
const length = ({ fromMs, toMs }: TimeRange) => toMs - fromMs;

test('tiles over a range are aligned, touch each other, and none is superfluous', () => {
  fc.assert(
    fc.property(range(), fc.integer({ min: 1, max: 300 }), (asked, spanMs) => {
      const tiles = tilesOver(asked, spanMs);
      for (const [at, tile] of tiles.entries()) {
        expect(tile.fromMs % spanMs).toBe(0);
        expect(length(tile)).toBe(spanMs);
        expect(tile.fromMs < asked.toMs && tile.toMs > asked.fromMs).toBe(true);
        if (at > 0) expect(tile.fromMs).toBe(tiles[at - 1]?.toMs);
      }
      expect(tiles[0]?.fromMs).toBeLessThanOrEqual(asked.fromMs);
      expect(tiles.at(-1)?.toMs).toBeGreaterThanOrEqual(asked.toMs);
    }),
  );
});

test('a range without holes and ranges joined hold exactly the right times', () => {
  fc.assert(
    fc.property(range(), fc.array(range(), { maxLength: 8 }), (asked, holes) => {
      const rest = without(asked, holes);
      const union = joined(holes);
      for (let timeMs = 0; timeMs < 1_300; timeMs += 7) {
        expect(covers(rest, timeMs)).toBe(covers([asked], timeMs) && !covers(holes, timeMs));
        expect(covers(union, timeMs)).toBe(covers(holes, timeMs));
      }
      for (const pieces of [rest, union]) {
        expect(pieces.every((piece) => length(piece) > 0)).toBe(true);
        for (const [at, piece] of pieces.entries())
          if (at > 0) expect(piece.fromMs).toBeGreaterThan(pieces[at - 1]?.toMs ?? 0);
      }
    }),
  );
});

test('reads cover what everybody asked, and nobody’s read is more than twice that', () => {
  fc.assert(
    fc.property(fc.array(range(), { minLength: 1, maxLength: 20 }), (asked) => {
      const clusters = readClusters(asked.map((own, owner) => ({ owner, range: own })));
      for (const [owner, own] of asked.entries()) {
        const cluster = clusters.find(({ owners }) => owners.includes(owner));
        expect(cluster !== undefined && cluster.range.fromMs <= own.fromMs && cluster.range.toMs >= own.toMs).toBe(
          true,
        );
        expect(length(cluster?.range ?? own)).toBeLessThanOrEqual(2 * length(own));
      }
      expect(clusters.flatMap(({ owners }) => owners)).toHaveLength(asked.length);
    }),
  );
});

test('the same range for many is one read; an hour beside a year is two', () => {
  const same = Array.from({ length: 24 }, (_, owner) => ({ owner, range: { fromMs: 0, toMs: 100 } }));
  expect(readClusters(same)).toHaveLength(1);
  expect(readClusters([...same, { owner: 24, range: { fromMs: 0, toMs: 1_000 } }])).toHaveLength(2);
  expect(
    readClusters([
      { owner: 0, range: { fromMs: 0, toMs: 100 } },
      { owner: 1, range: { fromMs: 100, toMs: 200 } },
    ]),
  ).toHaveLength(2);
});
