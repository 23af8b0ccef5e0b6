import type { LineCalendar } from '../../../../shared/calendar/calendar-rules';
import { dayText, WEEKDAYS, type Weekday } from '../../../../shared/calendar/production-days';
import { type PlannedStretch, type Shift, ShiftCalendar } from '../../../../shared/calendar/shift-calendar';
import { DAY_MS, HOUR_MS } from '../../../../shared/time';
import { ZoneClock } from '../../../../shared/zone-clock';

/** The shifts that rules come to, day by day, as they will be on the clock: so a mistake is seen before it counts. */

export interface PicturedShift extends Shift {
  readonly stops: readonly PlannedStretch[];
  /** In hours; 7 or 9 of a night shift of 8 in which clocks are set. */
  readonly hours: number;
  /** Whether clocks are set within it: it is longer or shorter than they say. */
  readonly isClockSet: boolean;
}

export interface PicturedDay {
  /** "2026-12-24" */
  readonly day: string;
  readonly fromMs: number;
  /** 23 or 25 where the clocks are set. */
  readonly hours: number;
  readonly isException: boolean;
  readonly shifts: readonly PicturedShift[];
}

export interface WeekPicture {
  readonly days: readonly PicturedDay[];
  /** What the longest row takes, ms: a shift may reach beyond its production day. */
  readonly spanMs: number;
}

/** @param from the first production day: "2026-12-24" */
export function weekPicture(rules: LineCalendar, from: string, count = 7): WeekPicture {
  const calendar = new ShiftCalendar(rules);
  const exceptions = new Set(rules.exceptions.map(({ date }) => date));
  const clock = new ZoneClock(rules.timeZone);
  const days = Array.from({ length: count }, (_, at) =>
    picturedDay({ calendar, clock, exceptions }, dayAfter(from, at)),
  );
  const ends = days.map(({ fromMs, hours, shifts }) =>
    Math.max(hours * HOUR_MS, ...shifts.map(({ toMs }) => toMs - fromMs)),
  );
  return { days, spanMs: Math.max(...ends) };
}

interface Pictured {
  readonly calendar: ShiftCalendar;
  readonly clock: ZoneClock;
  readonly exceptions: ReadonlySet<string>;
}

function picturedDay({ calendar, clock, exceptions }: Pictured, day: string): PicturedDay {
  const range = calendar.productionDay(day);
  const shifts = calendar.shiftsOver(range).filter(({ productionDay }) => productionDay === day);
  return {
    ...{ day, fromMs: range.fromMs, hours: (range.toMs - range.fromMs) / HOUR_MS, isException: exceptions.has(day) },
    shifts: shifts.map((shift) => ({
      ...shift,
      stops: calendar.plannedStops(shift),
      hours: (shift.toMs - shift.fromMs) / HOUR_MS,
      isClockSet: clock.wallMs(shift.toMs) - clock.wallMs(shift.fromMs) !== shift.toMs - shift.fromMs,
    })),
  };
}

/** The present production day of a line: "2026-12-24". */
export function presentDay(rules: LineCalendar, nowMs: number): string {
  return new ShiftCalendar(rules).productionDayOf(nowMs);
}

/** @param day "2026-12-24" */
export function dayAfter(day: string, days: number): string {
  return dayText(Date.parse(`${day}T00:00Z`) / DAY_MS + days);
}

/** @param day "2026-12-24" */
export function weekdayOf(day: string): Weekday {
  // 1970-01-01 was a Thursday.
  return WEEKDAYS[(((Date.parse(`${day}T00:00Z`) / DAY_MS + 3) % 7) + 7) % 7] ?? 'mon';
}

/** Clocks are set twice a year, or never. */
const LOOK_AHEAD_DAYS = 370;

/** The first production day after `day` in which the line's clocks are set; undefined where they are not for a year. */
export function nextClockChange(rules: LineCalendar, day: string): string | undefined {
  const calendar = new ShiftCalendar(rules);
  for (let ahead = 1; ahead <= LOOK_AHEAD_DAYS; ahead++) {
    const { fromMs, toMs } = calendar.productionDay(dayAfter(day, ahead));
    if (toMs - fromMs !== DAY_MS) return dayAfter(day, ahead);
  }
  return undefined;
}
