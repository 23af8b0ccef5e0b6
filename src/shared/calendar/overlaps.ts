import { dayText, type PlacedShift, placedShifts, type ShiftPattern, WEEKDAYS, weeklyShifts } from './production-days';

/** Two shifts that would be at the same time. */
export interface Overlap {
  readonly first: string;
  readonly second: string;
  /** The day's name, or the exception's date, for a person. */
  readonly when: string;
  readonly isException: boolean;
}

/** A Monday: the week's pattern is looked at over it and the days around. */
const SOME_MONDAY = 4;

/** The first two shifts of a week, or of an exception and the days beside it, that overlap by the clock; undefined where none do. */
export function firstOverlap(pattern: ShiftPattern): Overlap | undefined {
  const ofWeek = (day: number) => placedShifts(weeklyShifts(pattern, day), pattern.dayStart, day);
  for (let weekday = 0; weekday < WEEKDAYS.length; weekday++) {
    const day = SOME_MONDAY + weekday;
    const pair = overlapping([...ofWeek(day), ...ofWeek(day + 1)]);
    if (pair !== undefined) return { ...pair, when: WEEKDAYS[weekday] ?? '', isException: false };
  }
  const exceptions = new Map(pattern.exceptions.map(({ date, shifts }) => [date, shifts]));
  const of = (day: number) => placedShifts(exceptions.get(day) ?? weeklyShifts(pattern, day), pattern.dayStart, day);
  for (const day of exceptions.keys()) {
    const pair = overlapping([...of(day - 1), ...of(day), ...of(day + 1)]);
    if (pair !== undefined) return { ...pair, when: dayText(day), isException: true };
  }
  return undefined;
}

function overlapping(shifts: readonly PlacedShift[]): { readonly first: string; readonly second: string } | undefined {
  const ordered = shifts.toSorted((a, b) => a.fromMinute - b.fromMinute);
  const at = ordered.findIndex((shift, index) => index > 0 && shift.fromMinute < (ordered[index - 1]?.toMinute ?? 0));
  const [first, second] = [ordered[at - 1], ordered[at]];
  return first === undefined || second === undefined ? undefined : { first: first.name, second: second.name };
}
