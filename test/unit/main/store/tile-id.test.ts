import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tileId, tileIdRanges, tileOfId } from '../../../../src/main/store/tile-id';
import { RAW_TILE_SPANS_MS, TILE_SPAN_MS } from '../../../../src/shared/series';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/shared/time';

const level = fc.oneof(
  fc.constantFrom(...RAW_TILE_SPANS_MS).map((spanMs) => ({ resolution: 'raw' as const, spanMs })),
  fc
    .constantFrom('1min' as const, '5min' as const, '1hour' as const, '1day' as const)
    .map((resolution) => ({ resolution, spanMs: TILE_SPAN_MS[resolution] })),
);
/** Tiles from 1970 to 2190. */
const tile = fc
  .tuple(fc.integer({ min: 1, max: 2 ** 25 - 1 }), level, fc.nat(220 * 365))
  .map(([seriesId, { resolution, spanMs }, day]) => {
    const fromMs = Math.floor((day * DAY_MS) / spanMs) * spanMs;
    return { seriesId, resolution, range: { fromMs, toMs: fromMs + spanMs } };
  });

describe('the number of a tile', () => {
  test('leads back to series, resolution and range, and is a safe integer', () => {
    fc.assert(
      fc.property(tile, (each) => {
        const id = tileId(each.seriesId, each.resolution, each.range);
        expect(Number.isSafeInteger(id)).toBe(true);
        expect(tileOfId(id ?? Number.NaN)).toEqual(each);
      }),
    );
  });

  test('differs where the tile differs', () => {
    fc.assert(
      fc.property(tile, tile, (a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b);
        expect(tileId(a.seriesId, a.resolution, a.range) === tileId(b.seriesId, b.resolution, b.range)).toBe(same);
      }),
    );
  });

  test('is inside the numbers of a range exactly when the tile overlaps it', () => {
    fc.assert(
      fc.property(tile, fc.nat(220 * 365), fc.integer({ min: 1, max: 400 }), (each, day, days) => {
        const range = { fromMs: day * DAY_MS + HOUR_MS, toMs: (day + days) * DAY_MS };
        const id = tileId(each.seriesId, each.resolution, each.range) ?? Number.NaN;
        const isInside = tileIdRanges(each.seriesId, each.resolution, range).some(
          ({ from, to }) => id >= from && id < to,
        );
        expect(isInside).toBe(each.range.fromMs < range.toMs && each.range.toMs > range.fromMs);
      }),
    );
  });

  test.each([
    ['off the grid', '1min', MINUTE_MS, MINUTE_MS + 8 * HOUR_MS],
    ['of a span that no level has', '1min', 0, 9 * HOUR_MS],
    ['before 1970', '1hour', -28 * DAY_MS, 0],
    ['without an end', '5min', 0, Number.NaN],
  ] as const)('is refused for a tile %s', (_what, resolution, fromMs, toMs) => {
    expect(tileId(1, resolution, { fromMs, toMs })).toBeUndefined();
  });

  test('is refused for more series than fit', () => {
    const range = { fromMs: 0, toMs: 8 * HOUR_MS };
    expect([0, 2 ** 25].map((seriesId) => tileId(seriesId, '1min', range))).toEqual([undefined, undefined]);
  });
});
