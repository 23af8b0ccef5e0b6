import { expect, test } from 'vitest';
import { chartGrid } from '../../../../../src/renderer/views/compare/chart-grid';

const KIOSK = { widthPx: 1_000, heightPx: 360 };
const LARGE = { widthPx: 1_880, heightPx: 860 };
/** Of a small screen's text, of a laptop's, and of a large one's. */
const [SMALL_PX, LAPTOP_PX, LARGE_PX] = [15, 16.3, 21.3];

test('as many charts stand beside one another as keeps them in a good shape', () => {
  expect(chartGrid(1, 1, LARGE, LARGE_PX).columns).toBe(1);
  expect(chartGrid(8, 1, LARGE, LARGE_PX).columns).toBe(3);
  // With a longer legend three rows would no longer fit.
  expect(chartGrid(8, 2, LARGE, LARGE_PX).columns).toBe(4);
  expect(chartGrid(8, 1, KIOSK, SMALL_PX).columns).toBe(3);
});

test('on a laptop eight charts are seen at a glance: narrower ones rather than some below the edge', () => {
  const laptop = { widthPx: 1_340, heightPx: 560 };
  const { columns, rowMinPx } = chartGrid(8, 1, laptop, LAPTOP_PX);
  expect(columns).toBe(4);
  expect(2 * rowMinPx).toBeLessThanOrEqual(laptop.heightPx);
  expect(chartGrid(8, 1, { ...laptop, widthPx: 1_200 }, LAPTOP_PX).columns).toBe(3);
});

test('a chart with a longer legend is higher, so that its lines keep their room; never higher than the screen', () => {
  expect(chartGrid(8, 2, KIOSK, SMALL_PX).rowMinPx).toBeGreaterThan(chartGrid(8, 1, KIOSK, SMALL_PX).rowMinPx);
  expect(chartGrid(8, 8, KIOSK, SMALL_PX).rowMinPx).toBe(KIOSK.heightPx);
});

test('larger text leaves the plot its room: higher rows, fewer columns', () => {
  const upright = { widthPx: 1_050, heightPx: 1_250 };
  const [near, far] = [chartGrid(8, 2, upright, LARGE_PX), chartGrid(8, 2, upright, 29.5)];
  expect(far.rowMinPx - near.rowMinPx).toBeGreaterThanOrEqual(90);
  expect(chartGrid(8, 2, { ...upright, widthPx: 900 }, 29.5).columns).toBe(1);
});
