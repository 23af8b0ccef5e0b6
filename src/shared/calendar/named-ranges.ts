import { ceilTo, DAY_MS, floorTo, HOUR_MS, MINUTE_MS, type TimeRange } from '../time';
import { dayText } from './production-days';
import type { Shift, ShiftCalendar } from './shift-calendar';

/** Stretches of time that people compare by, in the order of their buttons. */
export const RANGE_NAMES = ['this-shift', 'last-shift', 'same-shift-last-week', 'yesterday', 'last-7-days'] as const;
export type RangeName = (typeof RANGE_NAMES)[number];

export interface NamedRange extends TimeRange {
  /** The shift's name, where it is one. */
  readonly shift?: string;
}

const DAYS_A_WEEK = 7;
/** Stands in for the present shift where there is none. */
const RECENT_MS = HOUR_MS;

/**
 * A named stretch of one line, by its calendar; all of it goes by the line's clocks, so nights and days in which these are set are
 * shorter or longer. Undefined where the calendar has no such stretch, as on the first day after long holidays.
 *
 * - this-shift: the shift that is on, up to its planned end; the last hour where none is.
 * - last-shift: the last that has ended.
 * - same-shift-last-week: of the production day a week before, the shift of the same name as the one that is on (or ended last).
 * - yesterday: the production day before the present one.
 * - last-7-days: the six production days before the present one, and this one so far, to the end of the present hour.
 */
export function namedRange(name: RangeName, calendar: ShiftCalendar, nowMs: number): NamedRange | undefined {
  switch (name) {
    case 'this-shift':
      return shiftRange(calendar.shiftAt(nowMs)) ?? recentRange(nowMs);
    case 'last-shift':
      return shiftRange(calendar.shiftBefore(nowMs));
    case 'same-shift-last-week':
      return shiftRange(weekBefore(calendar, calendar.shiftAt(nowMs) ?? calendar.shiftBefore(nowMs)));
    case 'yesterday':
      return calendar.productionDay(dayBefore(calendar.productionDayOf(nowMs), 1));
    case 'last-7-days': {
      const { fromMs } = calendar.productionDay(dayBefore(calendar.productionDayOf(nowMs), DAYS_A_WEEK - 1));
      return { fromMs, toMs: ceilTo(nowMs + 1, HOUR_MS) };
    }
  }
}

/**
 * The same for a line without a calendar, which has no shifts: the last hour, and days from midnight to midnight.
 * @param startOfDayMs when the day began that lies so many days before the present one
 */
export function namedRangeByDays(
  name: RangeName,
  startOfDayMs: (daysBack: number) => number,
  nowMs: number,
): NamedRange | undefined {
  if (name === 'this-shift') return recentRange(nowMs);
  if (name === 'yesterday') return { fromMs: startOfDayMs(1), toMs: startOfDayMs(0) };
  if (name === 'last-7-days') return { fromMs: startOfDayMs(DAYS_A_WEEK - 1), toMs: ceilTo(nowMs + 1, HOUR_MS) };
  return undefined;
}

function recentRange(nowMs: number): NamedRange {
  const toMs = floorTo(nowMs, MINUTE_MS) + MINUTE_MS;
  return { fromMs: toMs - RECENT_MS, toMs };
}

function shiftRange(shift: Shift | undefined): NamedRange | undefined {
  return shift && { fromMs: shift.fromMs, toMs: shift.toMs, shift: shift.name };
}

/** @param day "2026-12-24" */
function dayBefore(day: string, days: number): string {
  return dayText(Date.parse(`${day}T00:00Z`) / DAY_MS - days);
}

/** The shift of that name a week before; where a day has several of the name, the one of the same place among them. */
function weekBefore(calendar: ShiftCalendar, shift: Shift | undefined): Shift | undefined {
  if (shift === undefined) return undefined;
  const namesakes = (day: string) => {
    const range = calendar.productionDay(day);
    return calendar.shiftsOver(range).filter(({ productionDay, name }) => productionDay === day && name === shift.name);
  };
  const place = namesakes(shift.productionDay).findIndex(({ fromMs }) => fromMs === shift.fromMs);
  const before = namesakes(dayBefore(shift.productionDay, DAYS_A_WEEK));
  return before[place] ?? before[0];
}

/**
 * What counts for the OEE of a stretch: the time of its shifts without their planned stops, up to now; all of it where no shift
 * touches it, or the line has no calendar. On whole minutes, in order of time, not overlapping.
 */
export function countedStretches(
  range: TimeRange,
  calendar: ShiftCalendar | undefined,
  nowMs: number,
): readonly TimeRange[] {
  const whole = {
    fromMs: floorTo(range.fromMs, MINUTE_MS),
    toMs: Math.min(ceilTo(range.toMs, MINUTE_MS), ceilTo(nowMs, MINUTE_MS)),
  };
  if (whole.fromMs >= whole.toMs) return [];
  const shifts = calendar?.shiftsOver(whole) ?? [];
  if (calendar === undefined || shifts.length === 0) return [whole];
  return shifts.flatMap((shift) => {
    const fromMs = Math.max(shift.fromMs, whole.fromMs);
    const toMs = Math.min(shift.toMs, whole.toMs);
    return fromMs < toMs ? withoutStops({ fromMs, toMs }, calendar.plannedStops(shift)) : [];
  });
}

function withoutStops({ fromMs, toMs }: TimeRange, stops: readonly TimeRange[]): readonly TimeRange[] {
  const rest: TimeRange[] = [];
  let beginMs = fromMs;
  for (const stop of stops) {
    if (stop.fromMs > beginMs) rest.push({ fromMs: beginMs, toMs: Math.min(stop.fromMs, toMs) });
    beginMs = Math.max(beginMs, stop.toMs);
  }
  if (beginMs < toMs) rest.push({ fromMs: beginMs, toMs });
  return rest.filter((each) => each.fromMs < each.toMs);
}
