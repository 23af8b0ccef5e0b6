import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Freshness } from '../../../src/shared/freshness';
import type { StateRules } from '../../../src/shared/protocol';
import { workUnitState } from '../../../src/shared/work-unit-state';

const rules: StateRules = {
  stateMetric: 'state',
  codes: { '0': 'stopped', '1': 'running', '2': 'slow', '3': 'change-over', '4': 'planned-stop' },
  stoppedBelowAvailability: 0.1,
  slowBelowPerformance: 0.6,
};
const anyScore = fc.option(fc.double(), { nil: undefined });

test('nothing is derived from stale data', () => {
  fc.assert(
    fc.property(
      anyScore,
      anyScore,
      fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
      fc.constantFrom<Freshness>('stale', 'offline'),
      (availability, performance, stateSample, freshness) => {
        expect(workUnitState({ rules, availability, performance, stateSample, freshness })).toBe('no-data');
      },
    ),
  );
});

test.each([
  [0, 'stopped'],
  [1, 'running'],
  [2, 'slow'],
  [3, 'change-over'],
  [4, 'planned-stop'],
  [7, 'no-data'],
  [null, 'no-data'],
  [Number.NaN, 'no-data'],
])('state code %s is "%s", whatever the scores say', (stateSample, state) => {
  expect(workUnitState({ rules, stateSample, availability: 1, performance: 1, freshness: 'live' })).toBe(state);
});

test.each([
  [0.05, 0.9, 'stopped'],
  [0, undefined, 'stopped'],
  [0.1, 0.9, 'running'],
  [0.9, 0.59, 'slow'],
  [0.9, 0.6, 'running'],
  [0.9, undefined, 'running'],
  [0.9, null, 'running'],
  [undefined, 0.9, 'no-data'],
  [null, 0.9, 'no-data'],
  [Number.NaN, 0.9, 'no-data'],
])('without a state metric availability %s and performance %s are "%s"', (availability, performance, state) => {
  expect(workUnitState({ rules, availability, performance, freshness: 'late' })).toBe(state);
});
