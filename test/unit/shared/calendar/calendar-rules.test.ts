import { expect, test } from 'vitest';
import { LineCalendar } from '../../../../src/shared/calendar/calendar-rules';

const DAY = { name: 'Day', start: '06:00', end: '18:00' };
const NIGHT = { name: 'Night', start: '18:00', end: '06:00' };
const RULES = { timeZone: 'Europe/Berlin', shifts: [DAY, NIGHT] };

function refusal(rules: unknown): string {
  const result = LineCalendar.safeParse(rules);
  const issue = result.error?.issues[0];
  return `${issue?.path.join('.')}: ${issue?.message}`;
}

test('what is left out has its default, and a decoded calendar decodes again', () => {
  const calendar = LineCalendar.parse(RULES);
  expect(calendar).toMatchObject({ dayStart: '00:00', exceptions: [], dailyStops: [], singleStops: [] });
  expect(calendar.shifts[0]?.days).toEqual(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
  expect(LineCalendar.parse(JSON.parse(JSON.stringify(calendar)))).toEqual(calendar);
});

test.each([
  [{ ...RULES, timeZone: 'Berlin' }, 'timeZone: it names no time zone; write one such as "Europe/Berlin"'],
  [
    { ...RULES, shifts: [{ ...DAY, start: '6:00' }] },
    'shifts.0.start: a time of day is written as "06:00"; midnight is "00:00"',
  ],
  [{ ...RULES, shifts: [{ ...DAY, end: '24:00' }] }, 'shifts.0.end: a time of day is written as "06:00"'],
  [{ ...RULES, shifts: [] }, 'shifts: '],
  [
    { ...RULES, shifts: [DAY, { ...NIGHT, start: '17:30' }] },
    'shifts: "Day" and "Night" overlap on mon; let one end where the next begins',
  ],
  // A night of Sunday into Monday's day.
  [
    {
      ...RULES,
      shifts: [
        { ...DAY, days: ['mon'] },
        { ...NIGHT, end: '06:01', days: ['sun'] },
      ],
    },
    'shifts: "Night" and "Day" overlap on sun',
  ],
  [
    { ...RULES, exceptions: [{ date: '2026-02-30', shifts: [] }] },
    'exceptions.0.date: a date is written as "2026-12-24"',
  ],
  [
    { ...RULES, exceptions: [{ date: '2026-12-24', shifts: [{ ...DAY, start: '05:00' }] }] },
    'exceptions: "Night" and "Day" overlap on 2026-12-24',
  ],
  [
    {
      ...RULES,
      exceptions: [
        { date: '2026-12-24', shifts: [] },
        { date: '2026-12-24', shifts: [] },
      ],
    },
    'exceptions.1.date: 2026-12-24 stands here twice',
  ],
  [{ ...RULES, dailyStops: [{ name: 'Break', start: '09:00', end: '09:00' }] }, 'dailyStops.0.end: it equals "start"'],
  [
    { ...RULES, dailyStops: [{ name: 'Break', start: '09:00', end: '09:15', shift: 'Early' }] },
    'dailyStops.0.shift: no shift is called "Early"; write one of Day, Night',
  ],
  [
    { ...RULES, singleStops: [{ name: 'Repair', from: '2026-12-24T14:00', to: '2026-12-24T14:00' }] },
    'singleStops.0.to: it is not after "from"; swap the two',
  ],
  [
    { ...RULES, singleStops: [{ name: 'Repair', from: '2026-12-24 14:00', to: '2026-12-24T15:00' }] },
    'singleStops.0.from: a date with its time of day is written as "2026-12-24T14:00"',
  ],
])('a calendar that cannot be meant is refused with the place and the remedy', (rules, sentence) => {
  expect(refusal(rules)).toContain(sentence);
});

test('a night into a day off, and a whole day in one shift, overlap nothing', () => {
  const weekend = {
    ...RULES,
    shifts: [
      { ...NIGHT, end: '12:00', days: ['fri'] },
      { ...DAY, days: ['mon'] },
    ],
  };
  expect(LineCalendar.safeParse(weekend).success).toBe(true);
  expect(LineCalendar.safeParse({ ...RULES, shifts: [{ name: 'All', start: '06:00', end: '06:00' }] }).success).toBe(
    true,
  );
});
