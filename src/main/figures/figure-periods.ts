import type { Shift, ShiftCalendar } from '../../shared/calendar/shift-calendar';
import type { FigurePeriod } from '../../shared/shift-figures';
import { floorTo, HOUR_MS, MINUTE_MS } from '../../shared/time';
import { busyMs } from './piece-target';

/** What stands in for the present shift where there is none. */
const RECENT_MS = HOUR_MS;

/** The shift that is on, or the last hour from a whole minute on. @param calendar undefined where the line has none */
export function currentPeriod(calendar: ShiftCalendar | undefined, nowMs: number): FigurePeriod {
  const shift = calendar?.shiftAt(nowMs);
  if (calendar !== undefined && shift !== undefined) return shiftPeriod(calendar, shift, nowMs);
  return {
    ...{ kind: 'recent', name: null, productionDay: null, excluded: [] },
    ...{ fromMs: floorTo(nowMs, MINUTE_MS) - RECENT_MS, toMs: nowMs },
    timeZone: calendar?.timeZone ?? null,
  };
}

/** The last shift that has ended; undefined without a calendar, or where nobody has worked for long. */
export function lastPeriod(calendar: ShiftCalendar | undefined, nowMs: number): FigurePeriod | undefined {
  const shift = calendar?.shiftBefore(nowMs);
  return calendar === undefined || shift === undefined ? undefined : shiftPeriod(calendar, shift, nowMs);
}

function shiftPeriod(calendar: ShiftCalendar, shift: Shift, nowMs: number): FigurePeriod {
  const { name, productionDay, fromMs, toMs } = shift;
  const excluded = calendar.plannedStops(shift).filter((stop) => stop.fromMs < nowMs);
  return { kind: 'shift', name, productionDay, fromMs, toMs, timeZone: calendar.timeZone, excluded };
}

/** Time of a whole shift outside of its planned stops, those to come included, ms; undefined for a period that is none. */
export function plannedBusyMs(calendar: ShiftCalendar | undefined, period: FigurePeriod): number | undefined {
  const shift = period.kind === 'shift' ? calendar?.shiftAt(period.fromMs) : undefined;
  return calendar === undefined || shift === undefined ? undefined : busyMs(shift, calendar.plannedStops(shift));
}
