import { expect, test } from 'vitest';
import { HEAT_BOUNDS, heatRow, heatStep, hoursOf } from '../../../../../src/renderer/views/compare/heat-rows';
import { LineCalendar } from '../../../../../src/shared/calendar/calendar-rules';
import { ShiftCalendar } from '../../../../../src/shared/calendar/shift-calendar';
import type { HistoryAnswer } from '../../../../../src/shared/history-frame';
import { emptyBuckets } from '../../../../../src/shared/tile';
import { HOUR_MS, MINUTE_MS } from '../../../../../src/shared/time';

const DAY = Date.UTC(2026, 10, 25);
const hour = (number: number) => DAY + number * HOUR_MS;
const CALENDAR = new ShiftCalendar(
  LineCalendar.parse({
    timeZone: 'UTC',
    shifts: [{ name: 'Day', start: '02:00', end: '10:00' }],
    dailyStops: [{ name: 'Break', start: '05:00', end: '06:00' }],
  }),
);

/** Good samples in the hours named, 0.5 and 0.75 in each; a bad one in the fourth. */
function answer(goodHours: readonly number[], more: Partial<HistoryAnswer> = {}): HistoryAnswer {
  const columns = emptyBuckets('1hour', 24);
  for (const at of goodHours) {
    columns.sums[at] = 1.25;
    columns.counts[at] = 2;
  }
  columns.badCounts[4] = 1;
  const range = { fromMs: DAY, toMs: hour(24) };
  const key = { table: 'oee' as const, workUnitId: 'press', name: 'oee_score' };
  return {
    ...{ requestId: 1, series: key, range, resolution: '1hour', cadenceMs: 10_000, completeToMs: range.toMs },
    ...{ asOfMs: range.toMs, preparing: [], revised: [], missing: [], missingReason: null, before: null, after: null },
    tiles: [{ series: key, range, asOfMs: range.toMs, sealed: false, columns }],
    ...more,
  };
}

const row = (told: HistoryAnswer | undefined) =>
  heatRow({
    hours: { fromMs: hour(0), toMs: hour(11) },
    range: { fromMs: hour(1), toMs: hour(10) },
    calendar: CALENDAR,
    answer: told,
    nowMs: hour(8) + 20 * MINUTE_MS,
  });

test('empty, not on board, being prepared, planned, ahead and outside are told apart from a value and from one another', () => {
  const told = answer([2, 3, 5, 8], {
    missing: [{ fromMs: hour(6), toMs: hour(7) }],
    preparing: [{ fromMs: hour(7), toMs: hour(8) }],
  });
  expect(row(told).map(({ state }) => state)).toEqual([
    ...[
      'outside',
      'planned',
      'value',
      'value',
      'empty',
      'planned',
      'unknown',
      'preparing',
      'value',
      'ahead',
      'outside',
    ],
  ]);
});

test('a value is the sum of the hour’s good samples over their number, also in a planned stop; bad ones are counted', () => {
  const cells = row(answer([2, 5]));
  expect(cells[2]).toMatchObject({ average: 0.625, count: 2 });
  expect(cells[5]).toMatchObject({ state: 'planned', average: 0.625 });
  expect(cells[4]).toMatchObject({ average: undefined, count: 0, badCount: 1 });
});

test('while nothing has come nothing is called empty', () => {
  expect(new Set(row(undefined).map(({ state }) => state))).toEqual(new Set(['outside', 'unknown', 'ahead']));
});

test('the hours are whole, and each step of the scale begins at its bound', () => {
  expect(hoursOf({ fromMs: hour(2) + 1, toMs: hour(3) + 1 })).toEqual({ fromMs: hour(2), toMs: hour(4) });
  expect(hoursOf(undefined)).toBeUndefined();
  expect([0, ...HEAT_BOUNDS].map(heatStep)).toEqual([0, 1, 2, 3, 4]);
  expect(heatStep(1.2)).toBe(4);
});
