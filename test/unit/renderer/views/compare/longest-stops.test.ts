import { expect, test } from 'vitest';
import { longestStops } from '../../../../../src/renderer/views/compare/longest-stops';
import type { PlantEvent } from '../../../../../src/shared/events';

const stop = (workUnitId: string, fromMs: number, toMs: number | null, more: Partial<PlantEvent> = {}): PlantEvent => ({
  ...{ workUnitId, kind: 'stop', fromMs, toMs },
  ...more,
});
const SHIFT = { fromMs: 1_000, toMs: 2_000 };
const told = (events: readonly PlantEvent[], most = 9) =>
  longestStops(events, (id) => (id === 'gone' ? undefined : SHIFT), { untilMs: 1_900, most });

test('stops of the shift alone count, the longest first, each as long as it lies in the shift', () => {
  const { longest, count, lengthMs } = told([
    stop('press', 1_100, 1_150),
    stop('mill', 900, 1_200),
    stop('mill', 2_000, 2_400),
    stop('gone', 1_100, 1_900),
    stop('press', 1_300, 1_500, { kind: 'loss' }),
    stop('press', 1_600, null),
  ]);
  expect(longest).toEqual([
    { workUnitId: 'press', fromMs: 1_600, toMs: 1_900, isCut: true },
    { workUnitId: 'mill', fromMs: 1_000, toMs: 1_200, isCut: true },
    { workUnitId: 'press', fromMs: 1_100, toMs: 1_150, isCut: false },
  ]);
  expect([count, lengthMs]).toEqual([3, 550]);
});

test('the list is short, the sum is of all', () => {
  const many = Array.from({ length: 20 }, (_, at) => stop('press', 1_000 + 10 * at, 1_005 + 10 * at));
  const { longest, count, lengthMs } = told(many, 4);
  expect([longest.length, count, lengthMs]).toEqual([4, 20, 100]);
  expect(longest[0]?.fromMs).toBe(1_000);
});
