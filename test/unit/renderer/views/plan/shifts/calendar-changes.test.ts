import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesOf } from '../../../../../../src/renderer/views/plan/shifts/calendar-changes';
import { PlantCalendar } from '../../../../../../src/shared/calendar/calendar-rules';
import { anyCalendar } from '../../../../../support/any-calendar';

const EARLY = { name: 'Early', start: '06:00', end: '14:00', days: ['mon', 'tue', 'wed'] };
const calendar = (shifts: readonly object[], lines: object = {}) =>
  PlantCalendar.parse({ default: { timeZone: 'Europe/Berlin', shifts }, lines });

test('nothing changes from a calendar to itself, and something does to any other', () => {
  fc.assert(
    fc.property(anyCalendar, anyCalendar, (one, other) => {
      expect(changesOf(one, one)).toEqual([]);
      if (JSON.stringify(one) !== JSON.stringify(other)) expect(changesOf(one, other)).not.toEqual([]);
    }),
  );
});

test('a changed shift goes as it was and comes as it is; what stays is not told', () => {
  const late = { ...EARLY, name: 'Late', start: '14:00', end: '22:00' };
  expect(changesOf(calendar([EARLY, late]), calendar([EARLY, { ...late, end: '21:30' }]))).toEqual([
    { line: undefined, gone: ['Late 14:00–22:00, Mon–Wed'], come: ['Late 14:00–21:30, Mon–Wed'] },
  ]);
});

test('a line that gets rules of its own is told as a whole', () => {
  const own = { timeZone: 'UTC', shifts: [EARLY], exceptions: [{ date: '2026-12-24', shifts: [] }] };
  expect(changesOf(calendar([EARLY]), calendar([EARLY], { 'Line 3': own }))).toEqual([
    {
      line: 'Line 3',
      gone: [],
      come: ['Time zone: UTC', 'Day begins: 00:00', 'Early 06:00–14:00, Mon–Wed', '2026-12-24: No production'],
    },
  ]);
});
