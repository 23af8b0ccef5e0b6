import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CalendarRow,
  calendarOfRows,
  MAX_CALENDAR_ROWS,
  rowsOfCalendar,
  saysTheSame,
} from '../../../../src/shared/calendar/calendar-rows';
import { PlantCalendar } from '../../../../src/shared/calendar/calendar-rules';

const rules = fc.record({
  timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'UTC'),
  shifts: fc.subarray(
    [
      { name: 'Early', start: '06:00', end: '14:00' },
      { name: 'Late', start: '14:00', end: '22:00' },
      { name: 'Night', start: '22:00', end: '06:00' },
    ],
    { minLength: 1 },
  ),
  exceptions: fc.subarray([
    { date: '2026-12-24', shifts: [{ name: 'Short', start: '06:00', end: '10:00' }] },
    { date: '2026-12-25', shifts: [] },
  ]),
  singleStops: fc.subarray([{ name: 'Inventory', from: '2026-12-03T10:00', to: '2026-12-03T14:00' }]),
});
const plantCalendar = fc
  .record(
    {
      default: rules,
      lines: fc.dictionary(fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('__proto__', 'constructor')), rules),
    },
    { requiredKeys: ['lines'] },
  )
  .map((each) => PlantCalendar.parse(each));

const row = (line: string, document: unknown, version = 1): CalendarRow => ({
  ...{ line, version },
  document: JSON.stringify(document),
});
const EARLY = { timeZone: 'Europe/Berlin', shifts: [{ name: 'Early', start: '06:00', end: '14:00' }] };

describe('a calendar in rows', () => {
  test('comes back as it was, whatever the order of rows and of keys', () => {
    fc.assert(
      fc.property(plantCalendar, (calendar) => {
        const rows = rowsOfCalendar(calendar);
        expect(new Set(rows.map(({ line }) => line)).size).toBe(rows.length);
        const stored = [...rows].reverse().map((each) => ({ ...each, document: reordered(each.document) }));
        const read = calendarOfRows(stored);
        expect(read).toEqual(rows.length === 0 ? { kind: 'none' } : { kind: 'calendar', calendar });
        for (const [at, each] of stored.reverse().entries())
          expect(saysTheSame(each, rows[at] ?? row('', {}))).toBe(true);
      }),
    );
  });

  test('of which one says something else is not the same', () => {
    const other = { ...EARLY, dayStart: '06:00' };
    expect(saysTheSame(row('A', EARLY), row('A', { ...EARLY, dayStart: '00:00' }))).toBe(true);
    expect(saysTheSame(row('A', EARLY), row('A', other))).toBe(false);
    expect(saysTheSame(row('A', EARLY), row('A', {}))).toBe(false);
  });

  test.each<[string, CalendarRow, RegExp]>([
    [
      'a time that is none',
      row('Bottling', { ...EARLY, shifts: [{ name: 'Early', start: '6', end: '14:00' }] }),
      /the row of line "Bottling" has a wrong value at shifts\.0\.start: a time of day is written as "06:00".*"provision calendar"/,
    ],
    [
      'shifts that overlap',
      row('', { ...EARLY, shifts: [...EARLY.shifts, { name: 'Late', start: '13:00', end: '22:00' }] }),
      /the row of all other lines has a wrong value at shifts: "Early" and "Late" overlap/,
    ],
    [
      'a form of the future',
      row('A', EARLY, 2),
      /line "A" is written in version 2, and this Taktline reads 1; update it/,
    ],
    ['a document that is no calendar', row('A', [1]), /line "A" has a wrong value at its top level/],
    ['a text that is no JSON', { line: 'A', version: 1, document: '{' }, /line "A" has a wrong value at its top level/],
  ])('%s spoils all of it, with a sentence', (_, bad, sentence) => {
    const read = calendarOfRows([row('Machining', EARLY), bad]);
    expect(read).toEqual({ kind: 'fault', sentence: expect.stringMatching(sentence) });
  });

  test('more lines than a plant has are a mistake, and said so', () => {
    const rows = Array.from({ length: MAX_CALENDAR_ROWS + 1 }, (_, at) => row(`line ${at}`, EARLY));
    expect(calendarOfRows(rows.slice(1)).kind).toBe('calendar');
    expect(calendarOfRows(rows)).toMatchObject({
      kind: 'fault',
      sentence: expect.stringMatching(/holds more than 500 lines/),
    });
  });
});

/** As a database may give it back: the same, its keys in another order. */
function reordered(document: string): string {
  return JSON.stringify(JSON.parse(document), (_, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  );
}
