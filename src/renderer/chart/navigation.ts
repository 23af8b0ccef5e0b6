import { DAY_MS, SECOND_MS, type TimeRange } from '../../shared/time';

/** Which stretch is shown and whether its right edge stays at the present. */
export interface Viewport {
  readonly range: TimeRange;
  readonly following: boolean;
}

/** Samples come at up to some hundred a second, and below one the labels of time say nothing to a person. */
export const MIN_SPAN_MS = SECOND_MS;
/** Above this 1-day buckets outnumber the pixels. */
export const MAX_SPAN_MS = 10 * 366 * DAY_MS;

/** What an arrow key moves by, with shift the cursor, and what + and - zoom by. */
const KEY_PAN = 0.1;
const KEY_POINT = 0.01;
const KEY_ZOOM = 1.5;

/**
 * The viewport with its span multiplied. A following one keeps its right edge at the present and stays following.
 * @param factor below 1 zooms in
 * @param anchorMs the time that stays where it is on the screen
 */
export function zoomed({ range, following }: Viewport, factor: number, anchorMs: number, nowMs: number): Viewport {
  const oldSpanMs = range.toMs - range.fromMs;
  const spanMs = Math.round(Math.min(MAX_SPAN_MS, Math.max(MIN_SPAN_MS, oldSpanMs * factor)));
  if (following) return { range: { fromMs: range.toMs - spanMs, toMs: range.toMs }, following };
  const share = (anchorMs - range.fromMs) / oldSpanMs;
  const fromMs = anchorMs - share * spanMs;
  return settled({ fromMs, toMs: fromMs + spanMs }, nowMs, false);
}

/** The viewport moved by so many ms (positive: later); at the present it follows, and further there is nothing. */
export function panned({ range }: Viewport, byMs: number, nowMs: number): Viewport {
  return settled({ fromMs: range.fromMs + byMs, toMs: range.toMs + byMs }, nowMs, byMs > 0);
}

/** What of a wheel's event counts; `deltaMode` 1 is lines (Firefox), else px. */
export interface WheelLike {
  readonly deltaX: number;
  readonly deltaY: number;
  readonly deltaMode: number;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
}

const LINE_PX = 16;
/** Two fingers on a touchpad arrive as ctrl and a wheel of small steps. */
const PINCH_BOOST = 6;

/**
 * What a turn of the wheel asks for, in px of which one is 0: sideways, or with shift, it moves, else it zooms.
 * With shift some browsers turn the step sideways themselves and some do not.
 */
export function wheelMove(event: WheelLike): { readonly panPx: number; readonly zoomPx: number } {
  const unitPx = event.deltaMode === 1 ? LINE_PX : 1;
  const [x, y] = [event.deltaX * unitPx, event.deltaY * unitPx];
  if (event.ctrlKey) return { panPx: 0, zoomPx: y * PINCH_BOOST };
  if (event.shiftKey) return { panPx: x === 0 ? y : x, zoomPx: 0 };
  return Math.abs(x) > Math.abs(y) ? { panPx: x, zoomPx: 0 } : { panPx: 0, zoomPx: y };
}

/** The viewport that a key asks for; undefined where the key is none of ours. */
export function viewportByKey(viewport: Viewport, key: string, nowMs: number): Viewport | undefined {
  const { fromMs, toMs } = viewport.range;
  const spanMs = toMs - fromMs;
  const middleMs = fromMs + spanMs / 2;
  if (key === 'ArrowLeft') return panned(viewport, -KEY_PAN * spanMs, nowMs);
  if (key === 'ArrowRight') return panned(viewport, KEY_PAN * spanMs, nowMs);
  if (key === 'PageUp') return panned(viewport, -spanMs, nowMs);
  if (key === 'PageDown') return panned(viewport, spanMs, nowMs);
  if (key === '+' || key === '=') return zoomed(viewport, 1 / KEY_ZOOM, middleMs, nowMs);
  if (key === '-') return zoomed(viewport, KEY_ZOOM, middleMs, nowMs);
  if (key === 'End') return { range: { fromMs: nowMs - spanMs, toMs: nowMs }, following: true };
  return undefined;
}

/** What of a key's event counts. */
export interface KeyLike {
  readonly key: string;
  readonly shiftKey: boolean;
}

/**
 * The time that a key points at: shift and an arrow move the cursor, from the middle where there is none, and Escape takes
 * it away. Undefined where the key is none of these; `at: undefined` is no cursor.
 */
export function pointedByKey(
  { fromMs, toMs }: TimeRange,
  { key, shiftKey }: KeyLike,
  pointedMs: number | undefined,
): { readonly at: number | undefined } | undefined {
  if (key === 'Escape') return pointedMs === undefined ? undefined : { at: undefined };
  const direction = key === 'ArrowLeft' ? -1 : 1;
  if (!shiftKey || (key !== 'ArrowLeft' && key !== 'ArrowRight')) return undefined;
  const stepMs = KEY_POINT * (toMs - fromMs);
  const middleMs = (fromMs + toMs) / 2;
  const fromWhereMs = pointedMs !== undefined && pointedMs >= fromMs && pointedMs < toMs ? pointedMs : middleMs;
  return { at: Math.min(toMs - stepMs / 2, Math.max(fromMs, fromWhereMs + direction * stepMs)) };
}

/** A movement towards the present that ends this near to it (share of the span) catches on to it. */
const CATCH_SHARE = 0.02;

/** Whole milliseconds, and never past the present. Only a movement towards the present catches on to it. */
function settled({ fromMs, toMs }: TimeRange, nowMs: number, mayFollow: boolean): Viewport {
  const spanMs = Math.round(toMs - fromMs);
  const reachMs = mayFollow ? CATCH_SHARE * spanMs : 0;
  if (toMs + reachMs >= nowMs) return { range: { fromMs: nowMs - spanMs, toMs: nowMs }, following: mayFollow };
  return { range: { fromMs: Math.round(fromMs), toMs: Math.round(fromMs) + spanMs }, following: false };
}
