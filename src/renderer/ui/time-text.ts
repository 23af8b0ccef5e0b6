import { DAY_MS, HOUR_MS, type TimeRange } from '../../shared/time';
import { calendarDayText } from '../i18n/format';
import { t } from '../i18n/text';

function two(part: number): string {
  return String(part).padStart(2, '0');
}

/** Local date as date fields have it, whatever the language: "2026-11-23". */
export function dateText(timeMs: number): string {
  const at = new Date(timeMs);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Local date for a person: "Nov 23, 2026", by the locale. */
export function shownDateText(timeMs: number): string {
  return calendarDayText(dateText(timeMs));
}

/** Local time of day, of 24 hours in every language: "14:02:11". */
export function clockText(timeMs: number): string {
  const at = new Date(timeMs);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** When something was, as seen from `nowMs`: the time of day, with the date where that is not today's. */
export function momentText(timeMs: number, nowMs: number): string {
  const date = dateText(timeMs);
  return date === dateText(nowMs) ? clockText(timeMs) : `${calendarDayText(date)} ${clockText(timeMs)}`;
}

/**
 * A stretch of time: "Nov 23, 2026 08:00 – 14:00", with both dates where they differ, with seconds below an hour, and "now"
 * for an end that moves on with the clock.
 */
export function rangeText({ fromMs, toMs }: TimeRange, endsNow: boolean): string {
  const clock = (timeMs: number) => clockText(timeMs).slice(0, toMs - fromMs < HOUR_MS ? undefined : 5);
  const from = `${shownDateText(fromMs)} ${clock(fromMs)}`;
  if (endsNow) return `${from} – ${t('ui.now')}`;
  const isOneDay = dateText(fromMs) === dateText(toMs);
  return `${from} – ${isOneDay ? '' : `${shownDateText(toMs)} `}${clock(toMs)}`;
}

/**
 * The local day of a date as a half-open range of instants: 23 or 25 hours long where the clocks change.
 * @param date "2026-11-23", as date fields give it; undefined for anything else
 */
export function localDay(date: string): { readonly fromMs: number; readonly toMs: number } | undefined {
  const match = /^(\d{4,6})-(\d{2})-(\d{2})$/.exec(date);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]) - 1, Number(match[3])];
  const fromMs = new Date(year, month, day).getTime();
  const toMs = new Date(year, month, day + 1).getTime();
  return toMs - fromMs > 0 && toMs - fromMs < 2 * DAY_MS ? { fromMs, toMs } : undefined;
}
