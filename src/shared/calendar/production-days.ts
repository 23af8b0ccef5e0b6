import { DAY_MS, MINUTE_MS } from '../time';

/** Days of the week as the settings write them, Monday first. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const MINUTES_A_DAY = DAY_MS / MINUTE_MS;

/** A shift by the clock: start and end in minutes since local midnight. */
export interface ShiftTimes {
  readonly name: string;
  readonly start: number;
  /** Not after the start: of the next day; equal to it: 24 hours later. */
  readonly end: number;
}

/** What says which shifts a production day has. */
export interface ShiftPattern {
  /** When a production day begins, minutes since local midnight. */
  readonly dayStart: number;
  readonly shifts: readonly (ShiftTimes & { readonly days: readonly Weekday[] })[];
  /** In place of the week's. `date`: days since the epoch. */
  readonly exceptions: readonly { readonly date: number; readonly shifts: readonly ShiftTimes[] }[];
}

/** Where a shift lies by the clock: minutes since local midnight of 1970-01-01. */
export interface PlacedShift {
  readonly name: string;
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** How long something is by the clock, in minutes; equal times are a whole day apart. */
export function wallLength({ start, end }: { readonly start: number; readonly end: number }): number {
  return (end - start + MINUTES_A_DAY) % MINUTES_A_DAY || MINUTES_A_DAY;
}

/** The week's shifts of a production day. @param day days since the epoch */
export function weeklyShifts({ shifts }: ShiftPattern, day: number): readonly ShiftTimes[] {
  // 1970-01-01 was a Thursday.
  const weekday = WEEKDAYS[(((day + 3) % 7) + 7) % 7];
  return shifts.filter(({ days }) => weekday !== undefined && days.includes(weekday));
}

/** Shifts of a production day placed on the clock, in order of time. @param day days since the epoch */
export function placedShifts(shifts: readonly ShiftTimes[], dayStart: number, day: number): readonly PlacedShift[] {
  const placed = shifts.map((shift) => {
    // What starts before the production day begins is of its second date.
    const fromMinute = (shift.start < dayStart ? day + 1 : day) * MINUTES_A_DAY + shift.start;
    return { name: shift.name, fromMinute, toMinute: fromMinute + wallLength(shift) };
  });
  return placed.sort((a, b) => a.fromMinute - b.fromMinute);
}

/** "2026-12-24" of days since the epoch. */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
