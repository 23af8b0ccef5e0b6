import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readUnit } from '../../../../../src/renderer/views/common/unit-reading';
import { keyMetric } from '../../../../../src/renderer/views/wall/key-metric';
import { limitScale } from '../../../../../src/renderer/views/wall/limit-scale';
import { TROUBLES, troubleOf } from '../../../../../src/renderer/views/wall/trouble';
import { series, unit } from '../catalogue-unit';

const rules = {
  stateMetric: 'state',
  codes: { '0': 'stopped', '1': 'running' },
  stoppedBelowAvailability: 0.3,
  slowBelowPerformance: 0.8,
} as const;
const nowMs = 1_000_000;
const moment = { nowMs, link: 'online' } as const;
const press = unit('press', [
  series('metric', 'pressure'),
  series('metric', 'temperature', { lowLimit: 60, highLimit: 90 }),
  series('metric', 'vibration', { highLimit: 4.5 }),
  series('metric', 'state', { highLimit: 0 }),
]);
const present = (values: Record<string, number>, ageMs = 0) => ({
  latest: new Map(Object.entries(values).map(([name, value]) => [`metric:${name}`, { timeMs: nowMs - ageMs, value }])),
  sourceAheadMs: undefined,
});

test('the first metric with limits matters, until another lies beyond one of its own', () => {
  const key = (values: Record<string, number>, ageMs = 0) => {
    const found = keyMetric(press, present(values, ageMs), rules, moment);
    return [found?.reading.series.name, found?.beyond?.side];
  };
  expect(key({ temperature: 80, vibration: 2, state: 1 })).toEqual(['temperature', undefined]);
  expect(key({ temperature: 80, vibration: 4.6 })).toEqual(['vibration', 'high']);
  expect(key({ temperature: 59.9, vibration: 4.6 })).toEqual(['temperature', 'low']);
  expect(key({ temperature: 90, vibration: 4.5 })).toEqual(['temperature', undefined]);
  // What is old says nothing of now.
  expect(key({ temperature: 99 }, 60_000)).toEqual(['temperature', undefined]);
  expect(key({ temperature: Number.NaN })).toEqual(['temperature', undefined]);
  expect(keyMetric(unit('bare', [series('metric', 'pressure')]), present({}), rules, moment)).toBeUndefined();
});

test('a stop is worse than a limit, a limit than missing data; running is no trouble', () => {
  const trouble = (values: Record<string, number>, isBeyond: boolean, ageMs = 0) =>
    troubleOf(readUnit(press, present(values, ageMs), rules, moment), isBeyond);
  expect(trouble({ state: 0 }, true)).toBe('stopped');
  expect(trouble({ state: 1 }, true)).toBe('limit');
  expect(trouble({ state: 1 }, false, 60_000)).toBe('no-data');
  expect(trouble({ state: 7 }, false)).toBe('no-data');
  expect(trouble({ state: 1 }, false)).toBe('none');
  const stateless = unit('pump', [series('metric', 'pressure')]);
  expect(troubleOf(readUnit(stateless, present({ pressure: 3 }), rules, moment), false)).toBe('none');
  expect(TROUBLES.slice(0, 3)).toEqual(['stopped', 'limit', 'no-data']);
});

test('on the bar a value stands beyond a limit exactly where it lies beyond it, and never off the bar', () => {
  const limit = fc.option(fc.integer({ min: -1_000, max: 1_000 }), { nil: null });
  fc.assert(
    fc.property(limit, limit, fc.integer({ min: -3_000, max: 3_000 }), (lowLimit, highLimit, value) => {
      const scale = limitScale({ lowLimit, highLimit, target: null }, value);
      if (lowLimit === null && highLimit === null) expect(scale).toBeUndefined();
      if (scale?.value === undefined) return;
      expect(scale.value).toBeGreaterThanOrEqual(0);
      expect(scale.value).toBeLessThanOrEqual(1);
      if (scale.high !== undefined && highLimit !== null) expect(scale.value > scale.high).toBe(value > highLimit);
      if (scale.low !== undefined && lowLimit !== null) expect(scale.value < scale.low).toBe(value < lowLimit);
    }),
  );
});
