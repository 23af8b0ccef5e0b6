import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placedStates, stateShares } from '../../../../../src/renderer/views/unit/state-shares';
import { TOLD_STATES } from '../../../../../src/shared/events';

test('shares stand in the order of the andon strip and make the whole', () => {
  const shares = stateShares({ durationsMs: { 'no-data': 1_000, running: 6_000, unknown: 1_000, stopped: 2_000 } });
  expect(shares.map(({ state, share }) => [state, share])).toEqual([
    ['running', 0.6],
    ['stopped', 0.2],
    ['no-data', 0.1],
    ['unknown', 0.1],
  ]);
  expect(stateShares({ durationsMs: {} })).toEqual([]);
});

test('stretches stand side by side from the range’s begin to what is known, at most 300 of them', () => {
  const changes = fc.array(fc.constantFrom(...TOLD_STATES), { minLength: 1, maxLength: 900 });
  fc.assert(
    fc.property(changes, fc.integer({ min: 1, max: 1_000 }), (states, stepMs) => {
      const untilMs = 5_000 + states.length * stepMs;
      const range = { fromMs: 5_000, toMs: untilMs + 700 };
      const placed = placedStates({ states, fromMs: states.map((_, at) => 5_000 + at * stepMs) }, range, untilMs);
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
