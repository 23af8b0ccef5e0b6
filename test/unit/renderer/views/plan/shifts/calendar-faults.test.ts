import { expect, test } from 'vitest';
import { draftOf, type LineDraft } from '../../../../../../src/renderer/views/plan/shifts/calendar-draft';
import { faultCount, faultsOf } from '../../../../../../src/renderer/views/plan/shifts/calendar-faults';
import { fromTemplate } from '../../../../../../src/renderer/views/plan/shifts/shift-templates';
import { PlantCalendar } from '../../../../../../src/shared/calendar/calendar-rules';

const THREE = fromTemplate('three', undefined, 'Europe/Berlin');
const wrong = (changes: Partial<LineDraft>) => Object.fromEntries(faultsOf({ ...THREE, ...changes }));
const [early, late, night] = THREE.shifts;
if (early === undefined || late === undefined || night === undefined) throw new Error('no three shifts');

test('each template is a calendar as it stands', () => {
  for (const template of ['one', 'two', 'three'] as const)
    expect(faultsOf(fromTemplate(template, undefined, 'Asia/Shanghai')).size).toBe(0);
});

test('a template takes the place of the shifts alone', () => {
  const stops = [{ key: 0, name: 'Break', start: '09:00', end: '09:15', shift: '' }];
  const rules = fromTemplate('two', { ...THREE, timeZone: 'UTC', dailyStops: stops }, 'Europe/Berlin');
  expect(rules).toMatchObject({ timeZone: 'UTC', dailyStops: stops });
  expect(rules.shifts).toHaveLength(2);
});

test('what is wrong is told at its place, and what was typed stays', () => {
  expect(wrong({ shifts: [{ ...early, start: '6 o’clock' }, late] })).toEqual({
    'shifts.0.start': 'a time of day is written as "06:00"; midnight is "00:00"',
  });
  expect(
    wrong({
      shifts: [
        { ...early, name: '' },
        { ...late, days: [] },
      ],
    }),
  ).toEqual({
    'shifts.0.name': 'it has no name; give it one',
    'shifts.1.days': 'it has no day; choose one at least',
  });
  expect(wrong({ shifts: [] })).toEqual({ shifts: 'it has no shift; write one at least' });
  expect(wrong({ timeZone: 'Berlin' })).toEqual({
    timeZone: 'it names no time zone; write one such as "Europe/Berlin"',
  });
  expect(wrong({ exceptions: [{ key: 0, date: '', shifts: [] }] })).toEqual({
    'exceptions.0.date': 'a date is written as "2026-12-24"',
  });
});

test('what only the whole can show is told at the part it is about', () => {
  expect(wrong({ shifts: [{ ...early, end: '15:00' }, late, night] })).toEqual({
    shifts: '"Early shift" and "Late shift" overlap on mon; let one end where the next begins',
  });
  expect(wrong({ dailyStops: [{ key: 0, name: 'Break', start: '09:00', end: '09:15', shift: 'Morning' }] })).toEqual({
    'dailyStops.0.shift': 'no shift is called "Morning"; write one of Early shift, Late shift, Night shift',
  });
});

test('all lines are counted', () => {
  const draft = draftOf(PlantCalendar.parse({}));
  expect(faultCount({ ...draft, other: { ...THREE, timeZone: '' }, lines: [{ name: 'a', rules: THREE }] })).toBe(1);
});
