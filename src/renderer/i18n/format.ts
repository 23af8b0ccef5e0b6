import { locale } from './language';

/** Of January 1970, in this screen's own zone: days are named by that. */
const SOME_MONDAY = 5;
const NOON = 12;

/** The formats of one locale; this page's are exported by themselves below. */
export function formatsIn(wanted: string) {
  // Made once for each number of digits: making one costs a hundred times what using it does.
  const decimals = new Map<string, Intl.NumberFormat>();
  const decimal = (digits: number, useGrouping: boolean): Intl.NumberFormat => {
    const key = `${digits} ${useGrouping}`;
    const kept = decimals.get(key);
    if (kept !== undefined) return kept;
    const made = new Intl.NumberFormat(wanted, {
      ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
      useGrouping: useGrouping ? 'min2' : false,
    });
    decimals.set(key, made);
    return made;
  };
  const short = new Intl.NumberFormat(wanted, { maximumFractionDigits: 6, useGrouping: false });
  // A day of the calendar is the same day in every zone.
  const day = new Intl.DateTimeFormat(wanted, { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });
  const dayOfYear = new Intl.DateTimeFormat(wanted, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  const weekday = new Intl.DateTimeFormat(wanted, { weekday: 'short' });
  const written = (format: Intl.DateTimeFormat) => (isoDate: string) => {
    const timeMs = Date.parse(`${isoDate}T00:00:00Z`);
    return Number.isNaN(timeMs) ? isoDate : format.format(timeMs);
  };
  return {
    /** A number with exactly so many digits behind the point: "83.41", in German "83,41". */
    decimalText: (value: number, digits: number): string => decimal(digits, false).format(value),
    /** A number without the digits that say nothing: "0.5", "12", in German "0,5"; six behind the point at most. */
    shortText: (value: number): string => short.format(value),
    /** A whole number with its thousands set apart, from 10,000 on: "12,400", in German "12.400". */
    countText: (value: number): string => decimal(0, true).format(value),
    /**
     * A day, "2026-11-23" as date fields have it, that cannot be taken for another: its month is a word. "23 Nov 2026" in the
     * order of the locale; a text that names no day comes back as it is.
     */
    calendarDayText: written(day),
    /** The same where the year is told elsewhere: "23 Nov". */
    dayOfYearText: written(dayOfYear),
    /** "Mon", "Mo", "lun", "周一". */
    weekdayText: (timeMs: number): string => weekday.format(timeMs),
    /** The same of a place in the week, 0 for Monday. */
    dayNameText: (place: number): string => weekday.format(new Date(1970, 0, SOME_MONDAY + place, NOON)),
  };
}

export const { decimalText, shortText, countText, calendarDayText, dayOfYearText, weekdayText, dayNameText } =
  formatsIn(locale);
