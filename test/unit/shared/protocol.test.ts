import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClientMessage, MAX_POINT_BUDGET, MAX_SERIES_PER_REQUEST, ServerMessage } from '../../../src/shared/protocol';

const series = { table: 'metric', workUnitId: 'press-1', name: 'temperature' };
const request = { type: 'history', requestId: 1, series: [series], range: { fromMs: 0, toMs: 1 } };

test('a history request within its bounds is understood', () => {
  expect(ClientMessage.parse({ ...request, pointBudget: 4_800 })).toEqual({ ...request, pointBudget: 4_800 });
});

test.each([
  ['no series', { series: [] }],
  ['too many series', { series: Array.from({ length: MAX_SERIES_PER_REQUEST + 1 }, () => series) }],
  ['a budget above the limit', { pointBudget: MAX_POINT_BUDGET + 1 }],
  ['a budget of nothing', { pointBudget: 0 }],
  ['a range that is no number', { range: { fromMs: 'yesterday', toMs: 1 } }],
  ['an endless range', { range: { fromMs: 0, toMs: Number.POSITIVE_INFINITY } }],
  ['an unknown table', { series: [{ ...series, table: 'pg_shadow' }] }],
  ['an endless name', { series: [{ ...series, name: 'x'.repeat(1_001) }] }],
  ['an unknown type', { type: 'shutdown' }],
])('a request with %s is refused', (_, part) => {
  expect(ClientMessage.safeParse({ ...request, ...part }).success).toBe(false);
});

test('arbitrary JSON never throws anything but a refusal', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(typeof ClientMessage.safeParse(value).success).toBe('boolean');
      expect(typeof ServerMessage.safeParse(value).success).toBe('boolean');
    }),
  );
});
