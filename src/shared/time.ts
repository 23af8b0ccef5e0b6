/** Times are milliseconds since the epoch, UTC, as the plant's clock counts them. Ranges are half-open: `[fromMs, toMs)`. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
/** A day of the UTC grid; local days with 23 or 25 hours come from a calendar, never from this. */
export const DAY_MS = 24 * HOUR_MS;

/** The largest multiple of `stepMs` that is not above `timeMs`. */
export function floorTo(timeMs: number, stepMs: number): number {
  return Math.floor(timeMs / stepMs) * stepMs;
}

/** The smallest multiple of `stepMs` that is not below `timeMs`. */
export function ceilTo(timeMs: number, stepMs: number): number {
  return Math.ceil(timeMs / stepMs) * stepMs;
}

/** The common part of two ranges, or undefined where they do not overlap. */
export function intersect(a: TimeRange, b: TimeRange): TimeRange | undefined {
  const fromMs = Math.max(a.fromMs, b.fromMs);
  const toMs = Math.min(a.toMs, b.toMs);
  return fromMs < toMs ? { fromMs, toMs } : undefined;
}
