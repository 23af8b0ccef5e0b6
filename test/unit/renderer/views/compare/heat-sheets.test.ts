import { expect, test } from 'vitest';
import { heatSheets } from '../../../../../src/renderer/views/compare/heat-sheets';
import { unit } from '../catalogue-unit';

const rows = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ unit: unit(`press-${at}`, []), cells: [], zone: null }));

test('a map that fits a page is in one part, a longer one in equal parts, every row in one of them', () => {
  const lengths = (count: number) => heatSheets(rows(count)).map(({ length }) => length);
  expect([0, 1, 48, 49, 100].map(lengths)).toEqual([[], [1], [48], [25, 24], [34, 34, 32]]);
  const all = rows(100);
  expect(heatSheets(all).flat()).toEqual(all);
});
