import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placedStates, stateShares } from '../../../../../src/renderer/views/unit/state-shares';
import { TOLD_STATES, type UnitStates } from '../../../../../src/shared/events';
import type { Preparing } from '../../../../../src/shared/protocol';

const states = (told: Partial<UnitStates>): UnitStates => ({
  ...{ workUnitId: 'press', source: 'scores', fromMs: [], states: [], durationsMs: {}, resolution: '1min' },
  ...told,
});

test('shares stand in the order of the andon strip and make the whole', () => {
  const durationsMs = { 'no-data': 1_000, running: 6_000, unknown: 1_000, stopped: 2_000 };
  const shares = stateShares(states({ durationsMs }), 10_000);
  expect(shares.map(({ state, share }) => [state, share])).toEqual([
    ['running', 0.6],
    ['stopped', 0.2],
    ['no-data', 0.1],
    ['unknown', 0.1],
  ]);
  expect(stateShares(states({}), 10_000)).toEqual([]);
});

test('what is unknown because its level is still being made is told apart from what is not on board', () => {
  const told = states({
    ...{ fromMs: [0, 4_000, 6_000], states: ['unknown', 'running', 'unknown'] },
    durationsMs: { unknown: 8_000, running: 2_000 },
  });
  const open = { table: 'oee', resolution: '1min', preparedFromMs: 0, preparedToMs: 3_000, targetToMs: 9_000 } as const;
  const of = (preparing: readonly Preparing[]) =>
    stateShares(told, 10_000, preparing).map(({ state, durationMs }) => [state, durationMs]);
  expect(of([open])).toEqual([
    ['running', 2_000],
    ['unknown', 4_000],
    ['preparing', 4_000],
  ]);
  expect(of([{ ...open, table: 'metric' }])).toEqual([
    ['running', 2_000],
    ['unknown', 8_000],
  ]);
  expect(of([{ ...open, preparedToMs: 0, targetToMs: 10_000 }])).toEqual([
    ['running', 2_000],
    ['preparing', 8_000],
  ]);
});

test('stretches stand side by side from the range’s begin to what is known, at most 300 of them', () => {
  const changes = fc.array(fc.constantFrom(...TOLD_STATES), { minLength: 1, maxLength: 900 });
  fc.assert(
    fc.property(changes, fc.integer({ min: 1, max: 1_000 }), (kinds, stepMs) => {
      const untilMs = 5_000 + kinds.length * stepMs;
      const range = { fromMs: 5_000, toMs: untilMs + 700 };
      const placed = placedStates({ states: kinds, fromMs: kinds.map((_, at) => 5_000 + at * stepMs) }, range, untilMs);
      expect(placed.length).toBeLessThanOrEqual(300);
      expect(placed[0]?.left).toBe(0);
      placed.slice(1).forEach(({ left }, at) => {
        expect(left).toBeCloseTo((placed[at]?.left ?? 0) + (placed[at]?.width ?? 0), 6);
      });
      const last = placed.at(-1);
      expect((last?.left ?? 0) + (last?.width ?? 0)).toBeCloseTo((100 * (untilMs - 5_000)) / (range.toMs - 5_000), 6);
    }),
  );
});
