import { expect, test } from 'vitest';
import { madeText } from '../../../../../src/renderer/views/compare/made-text';
import { PlantCalendar } from '../../../../../src/shared/calendar/calendar-rules';
import { LineCalendars } from '../../../../../src/shared/calendar/line-calendars';

const MADE_MS = Date.UTC(2026, 10, 26, 9, 11, 36);

function madeIn(zones: Readonly<Record<string, string>>): string {
  const rules = (timeZone: string) => ({ timeZone, shifts: [{ name: 'Early shift', start: '06:00', end: '14:00' }] });
  const lines = Object.fromEntries(Object.entries(zones).map(([line, zone]) => [line, rules(zone)]));
  const calendars = new LineCalendars(PlantCalendar.parse({ lines }));
  const ranges = new Map(Object.keys(zones).map((line) => [line, { fromMs: 0, toMs: MADE_MS }]));
  return madeText(MADE_MS, { ranges, calendars });
}

test('a report is made at a time of the lines’ own clocks, written as the language has it', () => {
  expect(madeIn({ 'Line 1': 'Europe/Berlin', 'Line 2': 'Europe/Berlin' })).toBe('Nov 26, 2026 10:11 (Europe/Berlin)');
});

test('lines of several zones, and none at all, go by UTC', () => {
  expect(madeIn({ 'Line 1': 'Europe/Berlin', 'Line 2': 'America/New_York' })).toBe('Nov 26, 2026 09:11 (UTC)');
  expect(madeIn({})).toBe('Nov 26, 2026 09:11 (UTC)');
});
