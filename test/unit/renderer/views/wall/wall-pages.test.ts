import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostLegible } from '../../../../../src/renderer/views/wall/fit-wall';
import { wallPages } from '../../../../../src/renderer/views/wall/wall-pages';

/** A finger in a glove. */
const GLOVE_PX = 48;
/** What a bar above and a foot below leave of the screens that the wall is made for. */
const SCREENS = [
  ['1024×600', 1_010, 480],
  ['1366×768', 1_350, 640],
  ['1920×1080', 1_900, 930],
  ['1080×1920', 1_060, 1_770],
  ['3840×2160', 3_800, 1_900],
] as const;
const groupsOf = (sizes: readonly number[]) => {
  let next = 0;
  return sizes.map((size, at) => ({ title: `Line ${at}`, units: Array.from({ length: size }, () => next++) }));
};

test.each(SCREENS)(
  'on %s one to 48 units stand on one page, legible and large enough for a glove',
  (_, widthPx, heightPx) => {
    for (let count = 1; count <= 48; count++)
      for (const sizes of [
        [count],
        Array.from({ length: Math.ceil(count / 6) }, (_line, at) => Math.min(6, count - at * 6)),
      ]) {
        const { pages, fit } = wallPages({ widthPx, heightPx }, groupsOf(sizes));
        expect(pages.length, `${count} units in ${sizes.length} lines`).toBe(1);
        expect(fit.isLegible).toBe(true);
        expect(Math.min(fit.tileWidthPx, fit.tileHeightPx)).toBeGreaterThanOrEqual(GLOVE_PX);
      }
  },
);

test('every unit is on exactly one page, in order; pages are equally full, as few as can be, and fit', () => {
  const area = fc.record({
    widthPx: fc.integer({ min: 300, max: 3_840 }),
    heightPx: fc.integer({ min: 200, max: 2_160 }),
  });
  fc.assert(
    fc.property(area, fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }), (size, sizes) => {
      const { pages, fit } = wallPages(size, groupsOf(sizes));
      const shown = pages.map((page) => page.flatMap(({ units }) => units));
      const count = sizes.reduce((a, b) => a + b);
      expect(shown.flat()).toEqual(Array.from({ length: count }, (_, at) => at));
      expect(Math.min(...shown.map(({ length }) => length))).toBeGreaterThan(0);
      expect(fit.isLegible || mostLegible(size) === 1).toBe(true);
      if (pages.length === 1) return;
      expect(pages.length).toBe(Math.ceil(count / mostLegible(size)));
      const rows = Math.ceil((shown[0]?.length ?? 0) / fit.tileColumns);
      expect(fit.tileColumns * fit.tileWidthPx + (fit.tileColumns - 1) * fit.gapPx).toBeLessThanOrEqual(size.widthPx);
      expect(rows * fit.tileHeightPx + (rows - 1) * fit.gapPx).toBeLessThanOrEqual(size.heightPx);
    }),
  );
});
