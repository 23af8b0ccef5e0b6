import { expect, test } from 'vitest';
import { chartGrid } from '../../../../../src/renderer/views/compare/chart-grid';

const KIOSK = { widthPx: 1_000, heightPx: 360 };
const LARGE = { widthPx: 1_880, heightPx: 860 };

test('as many charts stand beside one another as keeps them in a good shape', () => {
  expect(chartGrid(1, 1, LARGE).columns).toBe(1);
  expect(chartGrid(8, 1, LARGE).columns).toBe(3);
  expect(chartGrid(8, 1, KIOSK).columns).toBe(2);
});

test('a chart with a longer legend is higher, so that its lines keep their room; never higher than the screen', () => {
  expect(chartGrid(8, 2, KIOSK).rowMinPx).toBeGreaterThan(chartGrid(8, 1, KIOSK).rowMinPx);
  expect(chartGrid(8, 6, KIOSK).rowMinPx).toBe(KIOSK.heightPx);
});
