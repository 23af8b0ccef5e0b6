import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineCalendar } from '../../../../src/shared/calendar/calendar-rules';
import { ShiftCalendar } from '../../../../src/shared/calendar/shift-calendar';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/shared/time';
import { changesOf, offsetByName, ZONES } from './clock-changes';

const THREE_SHIFTS = [
  { name: 'Early', start: '06:00', end: '14:00' },
  { name: 'Late', start: '14:00', end: '22:00' },
  { name: 'Night', start: '22:00', end: '06:00' },
];
const calendarOf = (rules: Record<string, unknown>) => new ShiftCalendar(LineCalendar.parse(rules));
const aroundTheClock = (timeZone: string, dayStart = '06:00') =>
  calendarOf({ timeZone, dayStart, shifts: THREE_SHIFTS });
const at = (text: string) => Date.parse(text);

describe.each(ZONES)('three shifts around the clock in %s', (zone) => {
  const calendar = aroundTheClock(zone);
  const changes = changesOf(zone);

  test('each change of 2020 to 2030 makes one night longer or shorter by itself, every other shift has 8 hours', () => {
    expect(changes.length).toBeGreaterThan(10);
    for (const { atMs, longerMs } of changes) {
      for (const shift of calendar.shiftsOver({ fromMs: atMs - 2 * DAY_MS, toMs: atMs + 2 * DAY_MS })) {
        const has = shift.fromMs < atMs && atMs < shift.toMs;
        expect(has ? shift.name : 'Night').toBe('Night');
        expect(shift.toMs - shift.fromMs).toBe(8 * HOUR_MS + (has ? longerMs : 0));
      }
    }
  });

  test('shifts follow one another without hole or overlap, and begin when their clocks say', () => {
    const offsetAt = offsetByName(zone);
    for (const { atMs } of changes) {
      const shifts = calendar.shiftsOver({ fromMs: atMs - 3 * DAY_MS, toMs: atMs + 3 * DAY_MS });
      for (const [index, shift] of shifts.entries()) {
        const next = shifts[index + 1];
        if (next !== undefined) expect(next.fromMs).toBe(shift.toMs);
        const minutes = ((shift.fromMs + offsetAt(shift.fromMs)) % DAY_MS) / MINUTE_MS;
        expect({ Early: 6, Late: 14, Night: 22 }[shift.name]).toBe(minutes / 60);
      }
    }
  });

  test('any instant lies in its shift and in its production day, the shift before ends where this one begins', () => {
    const instants = fc
      .record({ change: fc.constantFrom(...changes), awayMs: fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS }) })
      .map(({ change, awayMs }) => change.atMs + awayMs);
    fc.assert(
      fc.property(instants, fc.constantFrom('00:00', '02:30', '06:00', '22:00'), (timeMs, dayStart) => {
        const own = aroundTheClock(zone, dayStart);
        const shift = own.shiftAt(timeMs);
        expect(shift && shift.fromMs <= timeMs && timeMs < shift.toMs).toBe(true);
        expect(own.shiftBefore(timeMs)?.toMs).toBe(shift?.fromMs);
        const day = own.productionDay(own.productionDayOf(timeMs));
        expect(day.fromMs <= timeMs && timeMs < day.toMs).toBe(true);
        expect(own.productionDayOf(shift?.fromMs ?? 0)).toBe(shift?.productionDay);
        expect(own.productionDayOf(day.toMs - 1)).not.toBe(own.productionDayOf(day.toMs));
      }),
      { numRuns: 60 },
    );
  });
});

test('nights of seven and of nine hours', () => {
  const calendar = aroundTheClock('Europe/Berlin');
  const hours = (timeMs: number) => {
    const { fromMs = 0, toMs = 0 } = calendar.shiftAt(timeMs) ?? {};
    return (toMs - fromMs) / HOUR_MS;
  };
  expect(hours(at('2026-03-29T00:30Z'))).toBe(7);
  expect(hours(at('2026-10-25T00:30Z'))).toBe(9);
  expect(hours(at('2026-11-25T00:30Z'))).toBe(8);
  const day = calendar.productionDay('2026-03-28');
  expect((day.toMs - day.fromMs) / HOUR_MS).toBe(23);
});

test('a shift of nothing but an hour that never comes is left out', () => {
  const calendar = calendarOf({
    timeZone: 'Europe/Berlin',
    shifts: [{ name: 'Cleaning', start: '02:00', end: '03:00' }],
  });
  const days = calendar.shiftsOver({ fromMs: at('2026-03-28T00:00Z'), toMs: at('2026-04-01T00:00Z') });
  expect(days.map(({ productionDay }) => productionDay)).toEqual(['2026-03-28', '2026-03-30', '2026-03-31']);
});

describe('a week with its exceptions', () => {
  const calendar = calendarOf({
    timeZone: 'Europe/Berlin',
    dayStart: '06:00',
    shifts: [
      { name: 'Day', start: '08:00', end: '16:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] },
      { name: 'After midnight', start: '01:00', end: '05:00', days: ['fri'] },
    ],
    exceptions: [
      { date: '2026-12-25', shifts: [] },
      { date: '2026-12-26', shifts: [{ name: 'Extra', start: '09:00', end: '11:00' }] },
    ],
  });

  test('between shifts there is none; the one before is the last that had ended, weeks ago if need be', () => {
    expect(calendar.shiftAt(at('2026-12-20T12:00Z'))).toBeUndefined();
    expect(calendar.shiftBefore(at('2026-12-20T12:00Z'))).toMatchObject({
      ...{ name: 'After midnight', productionDay: '2026-12-18' },
      ...{ fromMs: at('2026-12-19T00:00Z'), toMs: at('2026-12-19T04:00Z') },
    });
    expect(calendar.shiftBefore(at('2026-12-25T12:00Z'))?.productionDay).toBe('2026-12-24');
  });

  test('an exception takes the place of that production day’s shifts', () => {
    expect(calendar.shiftAt(at('2026-12-25T10:00Z'))).toBeUndefined();
    expect(calendar.shiftAt(at('2026-12-26T01:00Z'))).toBeUndefined();
    expect(calendar.shiftAt(at('2026-12-26T08:30Z'))).toMatchObject({ name: 'Extra', productionDay: '2026-12-26' });
  });

  test('where nobody has worked for two months there is no last shift', () => {
    const closed = calendarOf({
      timeZone: 'UTC',
      shifts: [{ name: 'Day', start: '08:00', end: '16:00' }],
      exceptions: Array.from({ length: 70 }, (_, day) => ({
        date: new Date(at('2026-01-01T00:00Z') + day * DAY_MS).toISOString().slice(0, 10),
        shifts: [],
      })),
    });
    expect(closed.shiftBefore(at('2026-03-09T00:00Z'))).toBeUndefined();
    expect(closed.shiftBefore(at('2026-01-09T00:00Z'))?.productionDay).toBe('2025-12-31');
  });
});

describe('planned stops', () => {
  const calendar = calendarOf({
    timeZone: 'Europe/Berlin',
    dayStart: '06:00',
    shifts: THREE_SHIFTS,
    dailyStops: [
      { name: 'Handing over', start: '13:50', end: '14:10' },
      { name: 'Night break', start: '23:45', end: '00:15', shift: 'Night' },
      { name: 'Early break', start: '23:45', end: '00:15', shift: 'Early' },
    ],
    singleStops: [{ name: 'Maintenance', from: '2026-11-25T10:00', to: '2026-11-26T07:00' }],
  });
  const stopsAt = (text: string) => {
    const shift = calendar.shiftAt(at(text));
    return shift === undefined
      ? []
      : calendar
          .plannedStops(shift)
          .map(({ name, fromMs, toMs }) => [name, new Date(fromMs).toISOString(), (toMs - fromMs) / MINUTE_MS]);
  };

  test('come every day within their shift, cut where shifts change, and once', () => {
    expect(stopsAt('2026-11-24T08:00Z')).toEqual([['Handing over', '2026-11-24T12:50:00.000Z', 10]]);
    expect(stopsAt('2026-11-24T14:00Z')).toEqual([['Handing over', '2026-11-24T13:00:00.000Z', 10]]);
    expect(stopsAt('2026-11-24T23:00Z')).toEqual([['Night break', '2026-11-24T22:45:00.000Z', 30]]);
    expect(stopsAt('2026-11-25T08:00Z')).toEqual([
      ['Maintenance', '2026-11-25T09:00:00.000Z', 240],
      ['Handing over', '2026-11-25T12:50:00.000Z', 10],
    ]);
    expect(stopsAt('2026-11-26T05:30Z')).toEqual([
      ['Maintenance', '2026-11-26T05:00:00.000Z', 60],
      ['Handing over', '2026-11-26T12:50:00.000Z', 10],
    ]);
  });
});
