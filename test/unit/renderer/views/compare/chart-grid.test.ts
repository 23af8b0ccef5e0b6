import { expect, test } from 'vitest';
import { chartGrid } from '../../../../../src/renderer/views/compare/chart-grid';

const KIOSK = { widthPx: 1_000, heightPx: 360 };
const LARGE = { widthPx: 1_880, heightPx: 860 };

test('as many charts stand beside one another as keeps them in a good shape', () => {
  expect(chartGrid(1, 1, LARGE).columns).toBe(1);
  expect(chartGrid(8, 1, LARGE).columns).toBe(3);
  expect(chartGrid(8, 1, KIOSK).columns).toBe(3);
});

test('on a laptop eight charts are seen at a glance: narrower ones rather than some below the edge', () => {
  const laptop = { widthPx: 1_340, heightPx: 560 };
  const { columns, rowMinPx } = chartGrid(8, 1, laptop);
  expect(columns).toBe(4);
  expect(2 * rowMinPx).toBeLessThanOrEqual(laptop.heightPx);
  expect(chartGrid(8, 1, { ...laptop, widthPx: 1_200 }).columns).toBe(3);
});

test('a chart with a longer legend is higher, so that its lines keep their room; never higher than the screen', () => {
  expect(chartGrid(8, 2, KIOSK).rowMinPx).toBeGreaterThan(chartGrid(8, 1, KIOSK).rowMinPx);
  expect(chartGrid(8, 8, KIOSK).rowMinPx).toBe(KIOSK.heightPx);
});
