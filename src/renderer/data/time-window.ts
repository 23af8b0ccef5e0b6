import type { TimeRange } from '../../shared/time';

/** What stretch of time a view shows: the last `spanMs` up to now, moving, or a fixed one. */
export type TimeWindow =
  | { readonly kind: 'follow'; readonly spanMs: number }
  | { readonly kind: 'fixed'; readonly range: TimeRange };

/** The stretch that the window shows at `nowMs` (plant time). */
export function rangeOf(window: TimeWindow, nowMs: number): TimeRange {
  return window.kind === 'fixed' ? window.range : { fromMs: nowMs - window.spanMs, toMs: nowMs };
}

/** Length of the window in ms. */
export function spanOf(window: TimeWindow): number {
  return window.kind === 'fixed' ? window.range.toMs - window.range.fromMs : window.spanMs;
}

/** A step forward that ends this near to the present (share of the span) follows it. */
const CATCH_SHARE = 0.02;

/** The window moved by its own length, back (-1) or forward (1); at the present it follows again. */
export function shifted(window: TimeWindow, direction: -1 | 1, nowMs: number): TimeWindow {
  const { fromMs, toMs } = rangeOf(window, nowMs);
  const spanMs = toMs - fromMs;
  if (direction === 1 && toMs + spanMs * (1 + CATCH_SHARE) >= nowMs) return { kind: 'follow', spanMs };
  return { kind: 'fixed', range: { fromMs: fromMs + direction * spanMs, toMs: toMs + direction * spanMs } };
}

/** Equal windows show the same; compared by value because addresses are parsed anew each time. */
export function sameWindow(a: TimeWindow, b: TimeWindow): boolean {
  if (a.kind === 'follow') return b.kind === 'follow' && a.spanMs === b.spanMs;
  return b.kind === 'fixed' && a.range.fromMs === b.range.fromMs && a.range.toMs === b.range.toMs;
}
