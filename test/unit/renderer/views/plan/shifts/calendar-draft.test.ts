import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CalendarDraft,
  documentOf,
  draftOf,
  rulesOf,
  withChangedRow,
  withoutRow,
  withRow,
  withRules,
} from '../../../../../../src/renderer/views/plan/shifts/calendar-draft';
import { PlantCalendar } from '../../../../../../src/shared/calendar/calendar-rules';
import { anyCalendar } from '../../../../../support/any-calendar';

test('any calendar goes into the form and comes out as it was, also by way of what the window keeps', () => {
  let withStops = 0;
  fc.assert(
    fc.property(anyCalendar, (calendar) => {
      const draft = draftOf(calendar);
      expect(PlantCalendar.parse(documentOf(draft))).toEqual(calendar);
      const kept = CalendarDraft.parse(JSON.parse(JSON.stringify(draft)));
      expect(PlantCalendar.parse(documentOf(kept))).toEqual(calendar);
      withStops += calendar.default !== undefined && calendar.default.dailyStops.length > 0 ? 1 : 0;
    }),
  );
  // What is drawn at random does reach the parts of a calendar.
  expect(withStops).toBeGreaterThan(0);
});

describe('rows', () => {
  const rows = [
    { key: 0, name: 'a' },
    { key: 1, name: 'b' },
  ];

  test('keep their names while others come and go', () => {
    const more = withRow(rows, { name: 'c' });
    expect(more.at(-1)).toEqual({ key: 2, name: 'c' });
    const fewer = withoutRow(more, { key: 1, name: 'b' });
    expect(withRow(fewer, { name: 'd' }).map(({ key }) => key)).toEqual([0, 2, 3]);
    expect(withChangedRow(fewer, { key: 2, name: 'e' })).toEqual([
      { key: 0, name: 'a' },
      { key: 2, name: 'e' },
    ]);
  });
});

test('rules of a line are put in their place, added, and taken away; all others stay', () => {
  const rules = draftOf(PlantCalendar.parse({ default: EARLY })).other;
  expect(rules).toBeDefined();
  const own = withRules({ other: rules, lines: [] }, '__proto__', rules);
  expect(rulesOf(own, '__proto__')).toEqual(rules);
  const changed = withRules(own, '__proto__', rules && { ...rules, dayStart: '05:00' });
  expect(rulesOf(changed, '__proto__')?.dayStart).toBe('05:00');
  expect(rulesOf(changed, undefined)?.dayStart).toBe('00:00');
  expect(documentOf(withRules(withRules(changed, '__proto__', undefined), undefined, undefined))).toEqual({
    lines: {},
  });
});

const EARLY = { timeZone: 'Europe/Berlin', shifts: [{ name: 'Early', start: '06:00', end: '14:00' }] };
