import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineCalendar } from '../../../../src/shared/calendar/calendar-rules';
import { countedStretches, namedRange, namedRangeByDays } from '../../../../src/shared/calendar/named-ranges';
import { ShiftCalendar } from '../../../../src/shared/calendar/shift-calendar';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/shared/time';
import { changesOf, offsetByName, ZONES } from './clock-changes';

const calendarOf = (rules: Record<string, unknown>) => new ShiftCalendar(LineCalendar.parse(rules));
const THREE_SHIFTS = [
  { name: 'Early', start: '06:00', end: '14:00' },
  { name: 'Late', start: '14:00', end: '22:00' },
  { name: 'Night', start: '22:00', end: '06:00' },
];
const STOPS = [
  { name: 'Break', start: '09:45', end: '10:15' },
  { name: 'Break', start: '01:45', end: '02:15' },
  { name: 'Handing over', start: '05:50', end: '06:00' },
];

describe.each(ZONES)('around every change of the clocks of 2020 to 2030 in %s', (timeZone) => {
  const calendar = calendarOf({ timeZone, dayStart: '06:00', shifts: THREE_SHIFTS, dailyStops: STOPS });
  const offsetAt = offsetByName(timeZone);
  const wallMinutes = (timeMs: number) => ((timeMs + offsetAt(timeMs)) % DAY_MS) / MINUTE_MS;
  const instants = fc
    .record({
      change: fc.constantFrom(...changesOf(timeZone)),
      awayMs: fc.integer({ min: -9 * DAY_MS, max: 9 * DAY_MS }),
    })
    .map(({ change, awayMs }) => change.atMs + awayMs);

  test('this shift holds now, the last one ends where it begins, and all begin when their clocks say', () => {
    fc.assert(
      fc.property(instants, (nowMs) => {
        const [own, last] = [namedRange('this-shift', calendar, nowMs), namedRange('last-shift', calendar, nowMs)];
        expect(own && own.fromMs <= nowMs && nowMs < own.toMs).toBe(true);
        expect(last?.toMs).toBe(own?.fromMs);
        expect(wallMinutes(own?.fromMs ?? 0)).toBe({ Early: 360, Late: 840, Night: 1_320 }[own?.shift ?? '']);
      }),
      { numRuns: 40 },
    );
  });

  test('the same shift a week before has the same name and begins at the same time of day, seven days before', () => {
    fc.assert(
      fc.property(instants, (nowMs) => {
        const own = namedRange('this-shift', calendar, nowMs);
        const before = namedRange('same-shift-last-week', calendar, nowMs);
        expect(before?.shift).toBe(own?.shift);
        expect(wallMinutes(before?.fromMs ?? 0)).toBe(wallMinutes(own?.fromMs ?? 0));
        const wallMs = (timeMs: number) => timeMs + offsetAt(timeMs);
        expect(wallMs(own?.fromMs ?? 0) - wallMs(before?.fromMs ?? 0)).toBe(7 * DAY_MS);
      }),
      { numRuns: 40 },
    );
  });

  test('yesterday ends where today begins; seven days begin as many production days before, and reach past now', () => {
    fc.assert(
      fc.property(instants, (nowMs) => {
        const today = calendar.productionDay(calendar.productionDayOf(nowMs));
        expect(namedRange('yesterday', calendar, nowMs)?.toMs).toBe(today.fromMs);
        const week = namedRange('last-7-days', calendar, nowMs);
        let fromMs = today.fromMs;
        for (let day = 0; day < 6; day++) fromMs = calendar.productionDay(calendar.productionDayOf(fromMs - 1)).fromMs;
        expect(week?.fromMs).toBe(fromMs);
        expect((week?.toMs ?? 0) - nowMs).toBeGreaterThan(0);
        expect((week?.toMs ?? 0) - nowMs).toBeLessThanOrEqual(HOUR_MS);
      }),
      { numRuns: 40 },
    );
  });

  test('what counts is every minute of a shift and of no planned stop, up to now, each once', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 50 * 60 }), (nowMs, minutes) => {
        const range = { fromMs: nowMs - minutes * MINUTE_MS, toMs: nowMs + HOUR_MS };
        const counted = countedStretches(range, calendar, nowMs);
        const stops = calendar.shiftsOver(range).flatMap((shift) => calendar.plannedStops(shift));
        const isStop = (timeMs: number) => stops.some(({ fromMs, toMs }) => fromMs <= timeMs && timeMs < toMs);
        const first = Math.floor(range.fromMs / MINUTE_MS) * MINUTE_MS;
        for (let timeMs = first; timeMs < nowMs; timeMs += 7 * MINUTE_MS) {
          const times = counted.filter(({ fromMs, toMs }) => fromMs <= timeMs && timeMs < toMs).length;
          expect(times, new Date(timeMs).toISOString()).toBe(isStop(timeMs) ? 0 : 1);
        }
        counted.forEach(({ fromMs, toMs }, at) => {
          expect(fromMs).toBeLessThan(toMs);
          expect(fromMs).toBeGreaterThanOrEqual(counted[at - 1]?.toMs ?? first);
          expect([fromMs % MINUTE_MS, toMs % MINUTE_MS]).toEqual([0, 0]);
        });
      }),
      { numRuns: 20 },
    );
  });
});

test('where nobody works now, this shift is the last hour; with no namesake a week before there is none to compare with', () => {
  const calendar = calendarOf({
    timeZone: 'Europe/Berlin',
    shifts: [{ name: 'Day', start: '08:00', end: '16:00', days: ['wed'] }],
    exceptions: [{ date: '2026-11-18', shifts: [] }],
  });
  const nowMs = Date.parse('2026-11-25T18:30:20Z');
  expect(namedRange('this-shift', calendar, nowMs)).toEqual({
    fromMs: Date.parse('2026-11-25T17:31Z'),
    toMs: Date.parse('2026-11-25T18:31Z'),
  });
  expect(namedRange('last-shift', calendar, nowMs)).toMatchObject({
    shift: 'Day',
    toMs: Date.parse('2026-11-25T15:00Z'),
  });
  expect(namedRange('same-shift-last-week', calendar, nowMs)).toBeUndefined();
});

test('of two shifts of one name on a day, the one of the same place is the one a week before', () => {
  const calendar = calendarOf({
    timeZone: 'UTC',
    shifts: [
      { name: 'Crew', start: '06:00', end: '10:00' },
      { name: 'Crew', start: '12:00', end: '16:00' },
    ],
  });
  const nowMs = Date.parse('2026-11-25T13:00Z');
  expect(namedRange('same-shift-last-week', calendar, nowMs)?.fromMs).toBe(Date.parse('2026-11-18T12:00Z'));
});

test('a line without a calendar has days and the last hour, and no shifts; all of its time counts', () => {
  const nowMs = Date.parse('2026-11-25T13:20:30Z');
  const startOfDayMs = (daysBack: number) => Date.parse('2026-11-25T00:00Z') - daysBack * DAY_MS;
  const by = (name: Parameters<typeof namedRangeByDays>[0]) => namedRangeByDays(name, startOfDayMs, nowMs);
  expect(by('this-shift')?.toMs).toBe(Date.parse('2026-11-25T13:21Z'));
  expect([by('last-shift'), by('same-shift-last-week')]).toEqual([undefined, undefined]);
  expect(by('yesterday')).toEqual({ fromMs: startOfDayMs(1), toMs: startOfDayMs(0) });
  expect(by('last-7-days')).toEqual({ fromMs: startOfDayMs(6), toMs: Date.parse('2026-11-25T14:00Z') });
  const range = { fromMs: nowMs - HOUR_MS, toMs: nowMs + HOUR_MS };
  const whole = { fromMs: Date.parse('2026-11-25T12:20Z'), toMs: Date.parse('2026-11-25T13:21Z') };
  expect(countedStretches(range, undefined, nowMs)).toEqual([whole]);
  const closed = calendarOf({ timeZone: 'UTC', shifts: [{ name: 'Day', start: '01:00', end: '02:00' }] });
  expect(countedStretches(range, closed, nowMs)).toEqual([whole]);
  expect(countedStretches({ fromMs: nowMs + HOUR_MS, toMs: nowMs + DAY_MS }, closed, nowMs)).toEqual([]);
});
