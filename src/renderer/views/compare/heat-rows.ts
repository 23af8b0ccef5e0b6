import { countedStretches } from '../../../shared/calendar/named-ranges';
import type { ShiftCalendar } from '../../../shared/calendar/shift-calendar';
import type { HistoryAnswer } from '../../../shared/history-frame';
import { BUCKET_MS } from '../../../shared/series';
import { ceilTo, floorTo, intersect, type TimeRange } from '../../../shared/time';

const HOUR = BUCKET_MS['1hour'];

/**
 * What one hour of a unit is.
 * - value: good samples, `average` is theirs
 * - planned: nobody was meant to work; samples there may be all the same
 * - empty: meant to work, known to hold no good sample
 * - preparing: still being made
 * - unknown: not on board of the appliance, or not answered yet
 * - ahead: it has not begun
 * - outside: not a part of this line's range
 */
export type HeatState = 'value' | 'planned' | 'empty' | 'preparing' | 'unknown' | 'ahead' | 'outside';

export interface HeatCell extends TimeRange {
  readonly state: HeatState;
  /** Sum of the good samples over their number; undefined where there are none. */
  readonly average: number | undefined;
  readonly count: number;
  readonly badCount: number;
}

export interface HeatRowInput {
  /** Hours of all rows, whole. */
  readonly hours: TimeRange;
  /** The line's own part of it; undefined where the choice of time means nothing for it. */
  readonly range: TimeRange | undefined;
  readonly calendar: ShiftCalendar | undefined;
  /** At 1hour, over `hours`; undefined while it has not come. */
  readonly answer: HistoryAnswer | undefined;
  /** Plant time. */
  readonly nowMs: number;
}

/** The whole hours that ranges touch; undefined for none. */
export function hoursOf(hull: TimeRange | undefined): TimeRange | undefined {
  return hull && { fromMs: floorTo(hull.fromMs, HOUR), toMs: ceilTo(hull.toMs, HOUR) };
}

/** One unit's hours, in order of time; hours are those of UTC, which in zones of half an hour begin at half past. */
export function heatRow(input: HeatRowInput): readonly HeatCell[] {
  const { hours, range, calendar, answer, nowMs } = input;
  const sums = hourSums(answer);
  const counted = range === undefined ? [] : countedStretches(range, calendar, nowMs);
  const cells: HeatCell[] = [];
  for (let fromMs = hours.fromMs; fromMs < hours.toMs; fromMs += HOUR) {
    const hour = { fromMs, toMs: fromMs + HOUR };
    const { sum = 0, count = 0, badCount = 0 } = sums.get(fromMs) ?? {};
    const state = stateOf(hour, { ...input, count, counted });
    cells.push({ ...hour, state, average: count === 0 ? undefined : sum / count, count, badCount });
  }
  return cells;
}

function stateOf(
  hour: TimeRange,
  { range, answer, nowMs, count, counted }: HeatRowInput & { count: number; counted: readonly TimeRange[] },
): HeatState {
  const touches = (stretches: readonly TimeRange[]) => stretches.some((each) => intersect(each, hour) !== undefined);
  if (range === undefined || intersect(range, hour) === undefined) return 'outside';
  if (hour.fromMs >= nowMs) return 'ahead';
  if (answer === undefined) return 'unknown';
  if (!touches(counted)) return 'planned';
  if (count > 0) return 'value';
  if (touches(answer.preparing)) return 'preparing';
  return touches(answer.missing) ? 'unknown' : 'empty';
}

interface HourSum {
  readonly sum: number;
  readonly count: number;
  readonly badCount: number;
}

function hourSums(answer: HistoryAnswer | undefined): ReadonlyMap<number, HourSum> {
  const sums = new Map<number, HourSum>();
  for (const { range, columns } of answer?.tiles ?? []) {
    if (columns.kind !== 'buckets' || columns.resolution !== '1hour') continue;
    for (let at = 0; at < columns.counts.length; at++) {
      const count = columns.counts[at] as number;
      const badCount = columns.badCounts[at] as number;
      if (count + badCount === 0) continue;
      sums.set(range.fromMs + at * HOUR, { sum: count === 0 ? 0 : (columns.sums[at] as number), count, badCount });
    }
  }
  return sums;
}

/** Bounds between the steps of the scale, fractions of OEE: from poor to good. */
export const HEAT_BOUNDS = [0.4, 0.6, 0.75, 0.85] as const;

/** The step of an OEE, from 0 (poor) to 4 (good). */
export function heatStep(oee: number): number {
  return HEAT_BOUNDS.filter((bound) => oee >= bound).length;
}
