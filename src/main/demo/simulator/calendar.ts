import type { LineId } from './work-units';

/** Three shifts a day, beginning at 06:00, 14:00 and 22:00 UTC. One shift is one block of the schedule. */
export const SHIFT_MS = 8 * 3_600_000;
const FIRST_SHIFT_OFFSET_MS = 6 * 3_600_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Number of the shift that holds a time; consecutive, counted from the epoch. */
export function shiftIndexAt(timeMs: number): number {
  return Math.floor((timeMs - FIRST_SHIFT_OFFSET_MS) / SHIFT_MS);
}

/** Begin of a shift, ms since the epoch. */
export function shiftStartMs(shiftIndex: number): number {
  return shiftIndex * SHIFT_MS + FIRST_SHIFT_OFFSET_MS;
}

/** Half-open stretch of time, ms since the epoch. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * When nobody is meant to produce: cleaning and handing over at the shift's end, the meal break (the lines take it
 * one after the other), and for machining the Sunday. Ascending, not overlapping, inside the shift.
 */
export function plannedStops(line: LineId, shiftIndex: number): readonly Stretch[] {
  const start = shiftStartMs(shiftIndex);
  if (line === 'machining' && isSundayOff(start)) return [{ fromMs: start, toMs: start + SHIFT_MS }];
  const breakFrom = start + (line === 'bottling' ? 225 : 265) * MINUTE_MS;
  const end = start + SHIFT_MS;
  return [
    { fromMs: breakFrom, toMs: breakFrom + 30 * MINUTE_MS },
    { fromMs: end - 10 * MINUTE_MS, toMs: end },
  ];
}

/** The early and the late shift of a Sunday; the night shift starts the week again. */
function isSundayOff(startMs: number): boolean {
  const day = Math.floor(startMs / DAY_MS);
  // 1970-01-01 was a Thursday.
  const isSunday = (day + 4) % 7 === 0;
  return isSunday && startMs - day * DAY_MS < 22 * 3_600_000;
}
