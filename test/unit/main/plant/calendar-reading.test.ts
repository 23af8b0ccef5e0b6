import { expect, test } from 'vitest';
import { CalendarReading } from '../../../../src/main/plant/calendar-reading';
import { rowsOfCalendar } from '../../../../src/shared/calendar/calendar-rows';
import { PlantCalendar } from '../../../../src/shared/calendar/calendar-rules';

const calendar = (dayStart: string) =>
  PlantCalendar.parse({
    default: { timeZone: 'Europe/Berlin', dayStart, shifts: [{ name: 'Early', start: '06:00', end: '14:00' }] },
  });
const BROKEN = [{ line: '', version: 1, document: '{"timeZone":"Mars"}' }];

test('what is read again is the same object while the rows say the same, also in place of what was kept', () => {
  const reading = new CalendarReading();
  const kept = calendar('06:00');
  reading.restore(kept);
  expect(reading.take(rowsOfCalendar(calendar('06:00')))).toBeUndefined();
  expect(reading.calendar).toBe(kept);
  const spaced = rowsOfCalendar(kept).map((row) => ({ ...row, document: ` ${row.document}` }));
  reading.take(spaced);
  expect(reading.calendar).toBe(kept);
  reading.take(rowsOfCalendar(calendar('00:00')));
  expect(reading.calendar).toEqual(calendar('00:00'));
});

test('rows that cannot be used are told once, and the last good calendar stays; corrected ones take its place', () => {
  const reading = new CalendarReading();
  reading.take(rowsOfCalendar(calendar('06:00')));
  expect(reading.take(BROKEN)).toMatch(/all other lines has a wrong value at timeZone: it names no time zone/);
  expect(reading.take(BROKEN)).toBeUndefined();
  expect(reading.calendar).toEqual(calendar('06:00'));
  expect(reading.fault).toMatch(/timeZone/);
  expect(reading.take(rowsOfCalendar(calendar('07:00')))).toBeUndefined();
  expect(reading.calendar).toEqual(calendar('07:00'));
  expect(reading.fault).toBeUndefined();
});

test('no rows mean that the plant has none, whatever was kept of it', () => {
  const reading = new CalendarReading();
  reading.restore(calendar('06:00'));
  reading.take(BROKEN);
  expect(reading.calendar).toEqual(calendar('06:00'));
  reading.take([]);
  expect(reading.calendar).toBeUndefined();
  expect(reading.fault).toBeUndefined();
});
