import { expect, test } from 'vitest';
import { currentPeriod, lastPeriod } from '../../../../src/main/figures/figure-periods';
import { LineCalendar } from '../../../../src/shared/calendar/calendar-rules';
import { ShiftCalendar } from '../../../../src/shared/calendar/shift-calendar';

const at = (text: string) => Date.parse(text);
const calendar = new ShiftCalendar(
  LineCalendar.parse({
    timeZone: 'Europe/Berlin',
    dayStart: '06:00',
    shifts: [
      { name: 'Early', start: '06:00', end: '14:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] },
      { name: 'Night', start: '22:00', end: '06:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] },
    ],
    dailyStops: [
      { name: 'Break', start: '09:00', end: '09:15' },
      { name: 'Cleaning', start: '13:45', end: '14:00' },
    ],
  }),
);

test('within a shift the period is the whole shift, with the stops that have begun', () => {
  expect(currentPeriod(calendar, at('2026-11-25T08:10Z'))).toEqual({
    ...{ kind: 'shift', name: 'Early', productionDay: '2026-11-25', timeZone: 'Europe/Berlin' },
    ...{ fromMs: at('2026-11-25T05:00Z'), toMs: at('2026-11-25T13:00Z') },
    excluded: [{ name: 'Break', fromMs: at('2026-11-25T08:00Z'), toMs: at('2026-11-25T08:15Z') }],
  });
});

test('the last shift is the one that ended last, also over a weekend', () => {
  expect(lastPeriod(calendar, at('2026-11-23T08:10Z'))).toMatchObject({
    ...{ kind: 'shift', name: 'Night', productionDay: '2026-11-20' },
    ...{ fromMs: at('2026-11-20T21:00Z'), toMs: at('2026-11-21T05:00Z') },
  });
});

test('between shifts, and without a calendar, the last hour stands in, from a whole minute on', () => {
  const nowMs = at('2026-11-22T08:10:42Z');
  const recent = { kind: 'recent', name: null, excluded: [], fromMs: at('2026-11-22T07:10Z'), toMs: nowMs };
  expect(currentPeriod(calendar, nowMs)).toMatchObject({ ...recent, timeZone: 'Europe/Berlin' });
  expect(currentPeriod(undefined, nowMs)).toMatchObject({ ...recent, timeZone: null });
  expect(lastPeriod(undefined, nowMs)).toBeUndefined();
});
