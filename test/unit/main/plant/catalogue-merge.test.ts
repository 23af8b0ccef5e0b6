import { expect, test } from 'vitest';
import {
  catalogueUnits,
  differsBeyondAge,
  mergeSeen,
  type SeenSeries,
} from '../../../../src/main/plant/catalogue-merge';

const seen = (change: Partial<SeenSeries> = {}): SeenSeries => ({
  table: 'metric',
  workUnitId: 'mill',
  name: 'm1',
  firstMs: 1_000,
  lastMs: 5_000,
  cadenceMs: 1_000,
  ...change,
});
const after = (...sweeps: readonly (readonly SeenSeries[])[]) =>
  sweeps.reduce<ReturnType<typeof mergeSeen>>((known, sweep) => mergeSeen(known, sweep), new Map());

test('silent series stay; first and last only widen', () => {
  const known = after(
    [seen(), seen({ name: 'm2' })],
    [seen({ firstMs: 3_000, lastMs: 4_000 })],
    [seen({ firstMs: undefined, lastMs: 9_000 })],
  );
  expect([...known.values()].map(({ name, firstMs, lastMs }) => [name, firstMs, lastMs])).toEqual([
    ['m1', 1_000, 9_000],
    ['m2', 1_000, 5_000],
  ]);
});

test('a cadence that only jitters stays, a new one is taken, and none is forgotten', () => {
  const cadence = (...measured: readonly (number | undefined)[]) =>
    [...after(...measured.map((cadenceMs) => [seen({ cadenceMs })])).values()][0]?.cadenceMs;
  expect(cadence(1_000, 1_003.2)).toBe(1_000);
  expect(cadence(60_000, 1_000)).toBe(1_000);
  expect(cadence(1_000, undefined)).toBe(1_000);
  expect(cadence(undefined, undefined)).toBeUndefined();
});

test('a unit’s OEE samples are four series; units come in order of line and name', () => {
  const known = after([
    seen({ table: 'oee', name: '' }),
    seen({ workUnitId: 'a-loose' }),
    seen({ workUnitId: 'press', lastMs: 7 }),
  ]);
  const describe = (workUnitId: string, line: string | null, hidden = false) => ({
    workUnitId,
    displayName: null,
    line,
    hidden,
  });
  const units = catalogueUnits(
    known.values(),
    [describe('mill', 'z'), describe('press', 'b'), describe('gone', null, true)],
    [],
  );
  expect(units.map(({ workUnitId }) => workUnitId)).toEqual(['press', 'mill', 'a-loose']);
  expect(units[1]?.series.map(({ name }) => name)).toEqual(['availability', 'oee_score', 'performance', 'quality']);
});

test('a later last sample alone is no change worth telling', () => {
  const units = (series: SeenSeries) => catalogueUnits(after([series]).values(), [], []);
  expect(differsBeyondAge(units(seen()), units(seen({ lastMs: 99_000 })))).toBe(false);
  expect(differsBeyondAge(units(seen()), units(seen({ cadenceMs: 2_000 })))).toBe(true);
});
