import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitWall, type WallSpace } from '../../../../../src/renderer/views/wall/fit-wall';

/** Width and height that the arrangement takes. */
function taken({ groupSizes, titled }: WallSpace, fit: ReturnType<typeof fitWall>) {
  const { groupColumns, tileColumns, tileWidthPx, tileHeightPx, titleHeightPx, gapPx } = fit;
  const columns = groupColumns * tileColumns;
  let heightPx = 0;
  for (let at = 0; at < groupSizes.length; at += groupColumns) {
    const rows = Math.max(...groupSizes.slice(at, at + groupColumns).map((size) => Math.ceil(size / tileColumns)));
    heightPx += (at === 0 ? 0 : gapPx) + (titled ? titleHeightPx : 0) + rows * tileHeightPx + (rows - 1) * gapPx;
  }
  return { widthPx: columns * tileWidthPx + (columns - 1) * gapPx, heightPx };
}

const screen = fc.record({
  widthPx: fc.integer({ min: 480, max: 3_840 }),
  heightPx: fc.integer({ min: 400, max: 3_840 }),
});
const groups = fc
  .array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 })
  .filter((sizes) => sizes.reduce((a, b) => a + b) <= 48);

test('one to 48 units fit every screen without scrolling, and no space of a whole row is left', () => {
  fc.assert(
    fc.property(screen, groups, fc.boolean(), (size, groupSizes, titled) => {
      const space = { ...size, groupSizes, titled };
      const fit = fitWall(space);
      const { widthPx, heightPx } = taken(space, fit);
      expect(widthPx).toBeLessThanOrEqual(size.widthPx);
      expect(heightPx).toBeLessThanOrEqual(size.heightPx);
      expect(size.heightPx - heightPx).toBeLessThan(fit.tileHeightPx);
      expect(fit.emPx).toBeGreaterThan(0);
    }),
  );
});

test.each([
  ['six units on a small panel PC', 1_000, 540, [3, 3], 'grand'],
  ['six units on a full-HD kiosk', 1_890, 1_010, [3, 3], 'grand'],
  ['twelve units on an upright screen', 1_060, 1_840, [6, 6], 'grand'],
  ['twenty units on a laptop', 1_350, 710, [6, 6, 6, 2], 'compact'],
  ['48 units on a small panel PC', 1_000, 540, [6, 6, 6, 6, 6, 6, 6, 6], 'dense'],
  ['48 units on a 4K television', 3_800, 2_060, [6, 6, 6, 6, 6, 6, 6, 6], 'grand'],
] as const)('%s can be read', (_, widthPx, heightPx, groupSizes, density) => {
  const fit = fitWall({ widthPx, heightPx, groupSizes, titled: true });
  expect(fit.density).toBe(density);
  expect(fit.emPx).toBeGreaterThanOrEqual(11);
  // A glove needs 48 px.
  expect(Math.min(fit.tileWidthPx, fit.tileHeightPx)).toBeGreaterThanOrEqual(48);
});

test('two lines of three stand in two rows of three on a wide screen and side by side on an upright one', () => {
  expect(fitWall({ widthPx: 1_900, heightPx: 1_000, groupSizes: [3, 3], titled: true })).toMatchObject({
    groupColumns: 1,
    tileColumns: 3,
  });
  const upright = fitWall({ widthPx: 1_000, heightPx: 1_900, groupSizes: [3, 3], titled: true });
  expect(upright.groupColumns * upright.tileColumns).toBeLessThanOrEqual(2);
});
