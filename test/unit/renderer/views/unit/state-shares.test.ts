import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOfWindow, placedStates, stateShares } from '../../../../../src/renderer/views/unit/state-shares';
import { TOLD_STATES, type UnitStates } from '../../../../../src/shared/events';
import type { Preparing } from '../../../../../src/shared/protocol';
import { MINUTE_MS } from '../../../../../src/shared/time';

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

describe('what is unknown because its level is still being made is told apart from what is not on board', () => {
  const told = states({
    ...{ fromMs: [0, 4 * MINUTE_MS, 6 * MINUTE_MS], states: ['unknown', 'running', 'unknown'] },
    durationsMs: { unknown: 8 * MINUTE_MS, running: 2 * MINUTE_MS },
  });
  const untilMs = 10 * MINUTE_MS;
  const open: Preparing = {
    ...{ table: 'oee', resolution: '1min', preparedFromMs: 0 },
    ...{ preparedToMs: 3 * MINUTE_MS, targetToMs: 9 * MINUTE_MS },
  };

  test('in how long it lasted', () => {
    const of = (preparing: readonly Preparing[]) =>
      stateShares(told, untilMs, preparing).map(({ state, durationMs }) => [state, durationMs / MINUTE_MS]);
    expect(of([open])).toEqual([
      ['running', 2],
      ['unknown', 3],
      ['preparing', 5],
    ]);
    const apart = [
      ['running', 2],
      ['unknown', 8],
    ];
    expect(of([{ ...open, table: 'metric' }])).toEqual(apart);
    expect(of([{ ...open, resolution: '1hour' }])).toEqual(apart);
    expect(of([{ ...open, preparedToMs: open.targetToMs }])).toEqual(apart);
    expect(of([{ ...open, preparedToMs: 0 }])).toEqual([
      ['running', 2],
      ['preparing', 8],
    ]);
  });

  test('on the strip', () => {
    const range = { fromMs: MINUTE_MS, toMs: untilMs };
    const of = (preparing: readonly Preparing[]) =>
      placedStates(told, range, untilMs, preparing).map(({ state, fromMs }) => [state, fromMs / MINUTE_MS]);
    expect(of([open])).toEqual([
      ['unknown', 1],
      ['preparing', 3],
      ['running', 4],
      ['preparing', 6],
    ]);
    expect(of([])).toEqual([
      ['unknown', 1],
      ['running', 4],
      ['unknown', 6],
    ]);
  });
});

test('stretches stand side by side from the range’s begin to what is known, at most 300 of them', () => {
  const changes = fc.array(fc.constantFrom(...TOLD_STATES), { minLength: 1, maxLength: 900 });
  fc.assert(
    fc.property(changes, fc.integer({ min: 1, max: 1_000 }), (kinds, stepMs) => {
      const untilMs = 5_000 + kinds.length * stepMs;
      const range = { fromMs: 5_000, toMs: untilMs + 700 };
      const fromMs = kinds.map((_, at) => 5_000 + at * stepMs);
      const placed = placedStates(states({ states: kinds, fromMs }), range, untilMs);
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

test('an answer for what the chart showed before is told from one for what it shows now', () => {
  const range = { fromMs: 10 * MINUTE_MS, toMs: 20 * MINUTE_MS };
  expect(isOfWindow(range, { kind: 'fixed', range }, 90 * MINUTE_MS)).toBe(true);
  expect(isOfWindow(range, { kind: 'fixed', range: { ...range, fromMs: 0 } }, 90 * MINUTE_MS)).toBe(false);
  const following = { kind: 'follow', spanMs: 10 * MINUTE_MS } as const;
  expect(isOfWindow(range, following, 20.2 * MINUTE_MS)).toBe(true);
  expect(isOfWindow(range, following, 90 * MINUTE_MS)).toBe(false);
  expect(isOfWindow(range, { ...following, spanMs: 60 * MINUTE_MS }, 20.2 * MINUTE_MS)).toBe(false);
});
