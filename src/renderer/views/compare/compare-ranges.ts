import type { LineCalendars } from '../../../shared/calendar/line-calendars';
import { type NamedRange, namedRange, namedRangeByDays, type RangeName } from '../../../shared/calendar/named-ranges';
import type { TimeRange } from '../../../shared/time';
import type { CompareRange } from '../../app/compare-address';
import { rangeOf } from '../../data/time-window';

/** When the local day began that lies so many days before that of an instant: by this screen's clocks. */
function startOfLocalDayMs(nowMs: number, daysBack: number): number {
  const now = new Date(nowMs);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBack).getTime();
}

/** A named stretch of a line; undefined where its calendar has none, or it has no calendar and the stretch is a shift. */
export function lineRange(
  name: RangeName,
  line: string | null,
  { calendars, nowMs }: { readonly calendars: LineCalendars; readonly nowMs: number },
): NamedRange | undefined {
  const calendar = calendars.of(line);
  if (calendar !== undefined) return namedRange(name, calendar, nowMs);
  return namedRangeByDays(name, (daysBack) => startOfLocalDayMs(nowMs, daysBack), nowMs);
}

/** What a choice of time means for each line; lines for which it means nothing are left out. */
export function rangesByLine(
  range: CompareRange,
  lines: readonly (string | null)[],
  at: { readonly calendars: LineCalendars; readonly nowMs: number },
): ReadonlyMap<string | null, NamedRange> {
  const ranges = new Map<string | null, NamedRange>();
  for (const line of new Set(lines)) {
    const own = range.kind === 'named' ? lineRange(range.name, line, at) : rangeOf(range, at.nowMs);
    if (own !== undefined) ranges.set(line, own);
  }
  return ranges;
}

/**
 * Other stretches, each cut to the time that its line's own has had by now: a shift that is on is compared with as much of another, not
 * with all of it. Lines without an own stretch are left out.
 */
export function asLongAs(
  others: ReadonlyMap<string | null, NamedRange>,
  own: ReadonlyMap<string | null, TimeRange>,
  nowMs: number,
): ReadonlyMap<string | null, NamedRange> {
  const cut = new Map<string | null, NamedRange>();
  for (const [line, other] of others) {
    const mine = own.get(line);
    if (mine === undefined) continue;
    const isOn = mine.toMs > nowMs;
    cut.set(line, isOn ? { ...other, toMs: Math.min(other.toMs, other.fromMs + (nowMs - mine.fromMs)) } : other);
  }
  return cut;
}

/** The shortest range that holds all of them; undefined for none. */
export function hullOf(ranges: Iterable<TimeRange>): TimeRange | undefined {
  let hull: TimeRange | undefined;
  for (const { fromMs, toMs } of ranges)
    hull = {
      fromMs: Math.min(fromMs, hull?.fromMs ?? fromMs),
      toMs: Math.max(toMs, hull?.toMs ?? toMs),
    };
  return hull;
}

/** The time zone whose clocks a line goes by; null: this screen's. */
export function zoneOf(line: string | null, calendars: LineCalendars): string | null {
  return calendars.of(line)?.timeZone ?? null;
}
