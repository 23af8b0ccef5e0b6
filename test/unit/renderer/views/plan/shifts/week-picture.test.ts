import { expect, test } from 'vitest';
import { nextClockChange, weekdayOf, weekPicture } from '../../../../../../src/renderer/views/plan/shifts/week-picture';
import { LineCalendar } from '../../../../../../src/shared/calendar/calendar-rules';
import { HOUR_MS } from '../../../../../../src/shared/time';

const rules = LineCalendar.parse({
  timeZone: 'Europe/Berlin',
  dayStart: '06:00',
  shifts: [
    { name: 'Early', start: '06:00', end: '14:00' },
    { name: 'Night', start: '22:00', end: '06:00', days: ['fri', 'sat', 'sun'] },
  ],
  exceptions: [{ date: '2026-10-26', shifts: [] }],
  dailyStops: [{ name: 'Break', start: '09:00', end: '09:15' }],
});

test('a week is seven production days, with the night in which clocks are set as long as it is', () => {
  const { days, spanMs } = weekPicture(rules, '2026-10-23');
  expect(days.map(({ day, hours }) => [day, hours])).toEqual([
    ['2026-10-23', 24],
    ['2026-10-24', 25],
    ['2026-10-25', 24],
    ['2026-10-26', 24],
    ['2026-10-27', 24],
    ['2026-10-28', 24],
    ['2026-10-29', 24],
  ]);
  const shifts = days.map((day) => day.shifts.map(({ name, hours }) => `${name} ${hours}`));
  const set = days.flatMap((day) =>
    day.shifts.filter(({ isClockSet }) => isClockSet).map(({ name }) => [day.day, name]),
  );
  expect(set).toEqual([['2026-10-24', 'Night']]);
  expect(shifts.slice(0, 4)).toEqual([['Early 8', 'Night 8'], ['Early 8', 'Night 9'], ['Early 8', 'Night 8'], []]);
  expect(days.map(({ isException }) => isException).indexOf(true)).toBe(3);
  expect(days[0]?.shifts[0]?.stops).toHaveLength(1);
  expect(spanMs).toBe(25 * HOUR_MS);
});

test('a shift that reaches beyond its production day has its room', () => {
  const { spanMs } = weekPicture({ ...rules, dayStart: '00:00' }, '2026-11-20');
  expect(spanMs).toBe(30 * HOUR_MS);
});

test('the next night in which clocks are set is found, and none where they never are', () => {
  expect(nextClockChange(rules, '2026-10-01')).toBe('2026-10-24');
  expect(nextClockChange(rules, '2026-10-24')).toBe('2027-03-27');
  expect(nextClockChange({ ...rules, timeZone: 'Asia/Shanghai' }, '2026-10-01')).toBeUndefined();
});

test('days of the week are those of the calendar', () => {
  expect(weekdayOf('2026-11-26')).toBe('thu');
  expect(weekdayOf('1969-12-31')).toBe('wed');
});
