import { ceilTo, DAY_MS, SECOND_MS, type TimeRange } from '../../shared/time';
import type { TimeWindow } from './time-window';

/** Screens that follow the present ask for ranges that end at the same moments: the appliance answers them once. */
const GRID_MS = 10 * SECOND_MS;
const LONG_MS = 2 * DAY_MS;
const SELDOM_MS = 60 * SECOND_MS;

/** The range to ask for states and events of a window. */
export function askedRange(window: TimeWindow, nowMs: number): TimeRange {
  if (window.kind === 'fixed') return window.range;
  const toMs = ceilTo(nowMs, GRID_MS);
  return { fromMs: toMs - window.spanMs, toMs };
}

/** How often it is asked for again, ms: a long range costs more and moves less, a past one changes by late rows alone. */
export function askedEveryMs(window: TimeWindow): number {
  return window.kind === 'fixed' || window.spanMs > LONG_MS ? SELDOM_MS : GRID_MS;
}
