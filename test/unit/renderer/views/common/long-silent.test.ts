import { expect, test } from 'vitest';
import { isLongSilent, lastSampleMs } from '../../../../../src/renderer/views/common/long-silent';
import type { CatalogueSeries, CatalogueUnit } from '../../../../../src/shared/protocol';
import { DAY_MS } from '../../../../../src/shared/time';

const NOW_MS = 1_000 * DAY_MS;

function unit(...lastMs: readonly number[]): CatalogueUnit {
  const series = lastMs.map((each): CatalogueSeries => {
    const names = { table: 'metric' as const, name: `m${each}`, displayName: null, unit: null };
    return { ...names, lowLimit: null, highLimit: null, target: null, cadenceMs: null, firstMs: 0, lastMs: each };
  });
  return { workUnitId: 'mill', displayName: null, line: null, series };
}

test('a unit may be hidden once all its series have been silent for a week, or where it never had a sample', () => {
  expect(isLongSilent(unit(NOW_MS - 8 * DAY_MS, NOW_MS - 7 * DAY_MS), NOW_MS)).toBe(true);
  expect(isLongSilent(unit(NOW_MS - 8 * DAY_MS, NOW_MS - 6 * DAY_MS), NOW_MS)).toBe(false);
  expect([isLongSilent(unit(), NOW_MS), lastSampleMs(unit())]).toEqual([true, undefined]);
});
