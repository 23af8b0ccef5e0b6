import { ZoneClock } from '../../shared/zone-clock';
import { calendarDayText, dayOfYearText } from '../i18n/format';
import { clockText, dateText } from './time-text';

const clocks = new Map<string, ZoneClock>();

function wallText(timeMs: number, zone: string): string {
  const clock = clocks.get(zone) ?? new ZoneClock(zone);
  clocks.set(zone, clock);
  return new Date(clock.wallMs(timeMs)).toISOString();
}

/** Time of day by the clocks of a line: "06:00". @param zone null: this screen's own */
export function zoneTimeText(timeMs: number, zone: string | null): string {
  return zone === null ? clockText(timeMs).slice(0, 5) : wallText(timeMs, zone).slice(11, 16);
}

/** The same with its seconds: "06:00:11". @param zone null: this screen's own */
export function zoneSecondText(timeMs: number, zone: string | null): string {
  return zoneStampText(timeMs, zone).slice(11);
}

/** Date by the clocks of a line, by the locale: "Nov 25, 2026". @param zone null: this screen's own */
export function zoneDateText(timeMs: number, zone: string | null): string {
  return calendarDayText(isoDate(timeMs, zone));
}

/** The same without the year: "Nov 25". @param zone null: this screen's own */
export function zoneDayText(timeMs: number, zone: string | null): string {
  return dayOfYearText(isoDate(timeMs, zone));
}

function isoDate(timeMs: number, zone: string | null): string {
  return zone === null ? dateText(timeMs) : wallText(timeMs, zone).slice(0, 10);
}

/** Both as a file for programs has them, whatever the language: "2026-11-25 06:00:11". @param zone null: this screen's own */
export function zoneStampText(timeMs: number, zone: string | null): string {
  if (zone === null) return `${dateText(timeMs)} ${clockText(timeMs)}`;
  return wallText(timeMs, zone).slice(0, 19).replace('T', ' ');
}
