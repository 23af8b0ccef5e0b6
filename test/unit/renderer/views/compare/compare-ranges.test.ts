import { expect, test } from 'vitest';
import { asLongAs } from '../../../../../src/renderer/views/compare/compare-ranges';
import { rangeNotes } from '../../../../../src/renderer/views/compare/RangeNote';
import { LineCalendars } from '../../../../../src/shared/calendar/line-calendars';
import { HOUR_MS, MINUTE_MS } from '../../../../../src/shared/time';

const MIDNIGHT_MS = Date.UTC(2026, 10, 26);
const shift = (fromHour: number, toHour: number) => ({
  ...{ fromMs: MIDNIGHT_MS + fromHour * HOUR_MS, toMs: MIDNIGHT_MS + toHour * HOUR_MS },
  shift: 'Early shift',
});
const nowMs = MIDNIGHT_MS + 9 * HOUR_MS + 12 * MINUTE_MS;

test('a shift that is on is compared with as much of another as it has had by now; one that has ended with all of it', () => {
  const others = new Map([['Line 1', shift(-162, -154)]]);
  const cut = asLongAs(others, new Map([['Line 1', shift(6, 14)]]), nowMs);
  expect(cut.get('Line 1')).toEqual({ ...shift(-162, -154), toMs: MIDNIGHT_MS - 162 * HOUR_MS + 192 * MINUTE_MS });
  expect(asLongAs(others, new Map([['Line 1', shift(-2, 6)]]), nowMs)).toEqual(others);
});

test('a night of seven hours is never made longer than it was, and a line without an own stretch is left out', () => {
  const others = new Map([
    ['Line 1', shift(-26, -19)],
    ['Line 2', shift(-26, -19)],
  ]);
  const cut = asLongAs(others, new Map([['Line 1', shift(1, 10)]]), nowMs);
  expect([...cut]).toEqual([['Line 1', shift(-26, -19)]]);
});

test('of a shift that is on it is told how much of it is over', () => {
  const calendars = new LineCalendars({ lines: {} });
  const note = (range: ReturnType<typeof shift>) =>
    rangeNotes({ ranges: new Map([['Line 1', range]]), calendars }, nowMs);
  expect(note(shift(6, 14))[0]).toMatch(/^Early shift, .*, so far 3 h 12 min of 8 h$/);
  expect(note(shift(-2, 6))[0]).not.toContain('so far');
});
