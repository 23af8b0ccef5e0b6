import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  COMPARE_MODES,
  type CompareChoice,
  compareText,
  DEFAULT_COMPARE,
  parseCompare,
} from '../../../../src/renderer/app/compare-address';
import { parseRoute, routeText } from '../../../../src/renderer/app/routes';
import { RANGE_NAMES } from '../../../../src/shared/calendar/named-ranges';
import { OEE_SCORES } from '../../../../src/shared/series';

const name = fc.string({ minLength: 1, unit: 'grapheme' });
const range = fc.oneof(
  fc.constantFrom(...RANGE_NAMES).map((each) => ({ kind: 'named' as const, name: each })),
  fc.integer({ min: 1, max: 600_000_000 }).map((s) => ({ kind: 'follow' as const, spanMs: s * 1_000 })),
  fc
    .tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1_000, max: 6e11 }))
    .map(([fromMs, lengthMs]) => ({ kind: 'fixed' as const, range: { fromMs, toMs: fromMs + lengthMs } })),
);
const choice: fc.Arbitrary<CompareChoice> = fc.record({
  mode: fc.constantFrom(...COMPARE_MODES),
  workUnitIds: fc.uniqueArray(name, { maxLength: 9 }),
  series: fc.array(
    fc.oneof(
      fc.record({ table: fc.constant('metric' as const), name }),
      fc.record({ table: fc.constant('oee' as const), name: fc.constantFrom(...OEE_SCORES) }),
    ),
    { maxLength: 6 },
  ),
  range,
  over: fc.option(fc.constantFrom(...RANGE_NAMES), { nil: undefined }),
  by: fc.constantFrom('unit' as const, 'metric' as const),
  order: fc.option(fc.record({ column: name.filter((text) => !text.startsWith('-')), descending: fc.boolean() }), {
    nil: undefined,
  }),
});

test('every choice of the comparison survives a reload, whatever names contain', () => {
  fc.assert(
    fc.property(choice, (each) => {
      expect(parseRoute(routeText({ view: 'compare', choice: each }))).toEqual({ view: 'compare', choice: each });
    }),
  );
  expect(compareText(DEFAULT_COMPARE)).toBe('#/compare?range=this-shift');
  expect(parseRoute('#/compare')).toEqual({ view: 'compare', choice: DEFAULT_COMPARE });
});

test('damaged parts of its address fall back one by one', () => {
  expect(parseCompare('mode=pie&unit=a&unit=a&series=oee:x&range=some-day&over=never&by=line&sort=-')).toEqual({
    ...DEFAULT_COMPARE,
    workUnitIds: ['a'],
    range: { kind: 'follow', spanMs: 3_600_000 },
  });
});
