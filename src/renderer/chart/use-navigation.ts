import { type RefObject, useEffect, useRef } from 'react';
import type { TimeRange } from '../../shared/time';
import { panned, type Viewport, viewportByKey, wheelMove, zoomed } from './navigation';

export interface NavigationInput {
  readonly viewport: Viewport;
  readonly nowMs: number;
  readonly onChange: (range: TimeRange, following: boolean) => void;
}

/** Wheel steps closer than this are one gesture, undone by one double click. */
const GESTURE_PAUSE_MS = 700;
const WHEEL_ZOOM_PER_PX = 0.0016;
const MAX_BACK = 50;
/** A drag begins after this many px; a gloved finger rolls more than a mouse. */
const MOUSE_SLOP_PX = 3;
const TOUCH_SLOP_PX = 8;

/**
 * Moves a chart's range: wheel zooms around the pointer (with shift it pans), dragging pans, two fingers zoom, keys do
 * both, a double click goes back to what was shown before. At most one change is reported for each frame.
 * @param area the element of the plot itself, without axes: its width is the range
 */
export function useNavigation(root: RefObject<HTMLElement | null>, area: () => Element | null, input: NavigationInput) {
  const newest = useRef(input);
  newest.current = input;
  const areaOf = useRef(area);
  areaOf.current = area;
  useEffect(() => {
    const element = root.current;
    return element === null ? undefined : attach(element, () => areaOf.current(), newest);
  }, [root]);
}

function attach(root: HTMLElement, area: () => Element | null, newest: RefObject<NavigationInput>): () => void {
  const back: Viewport[] = [];
  const pointers = new Map<number, number>();
  let pending: Viewport | undefined;
  let frame = 0;
  let isDragging = false;
  let lastGestureMs = Number.NEGATIVE_INFINITY;

  const now = () => newest.current.nowMs;
  const current = () => pending ?? newest.current.viewport;
  const report = (next: Viewport) => {
    pending = next;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      const { range, following } = pending ?? next;
      pending = undefined;
      newest.current.onChange(range, following);
    });
  };
  const remember = (timeStampMs: number) => {
    if (timeStampMs - lastGestureMs > GESTURE_PAUSE_MS) back.push(current());
    if (back.length > MAX_BACK) back.shift();
    lastGestureMs = timeStampMs;
  };
  const box = () => (area() ?? root).getBoundingClientRect();
  const msPerPx = () => (current().range.toMs - current().range.fromMs) / Math.max(1, box().width);
  const timeAt = (clientX: number) => current().range.fromMs + (clientX - box().left) * msPerPx();

  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    remember(event.timeStamp);
    const { panPx, zoomPx } = wheelMove(event);
    if (panPx !== 0) report(panned(current(), panPx * msPerPx(), now()));
    else report(zoomed(current(), Math.exp(zoomPx * WHEEL_ZOOM_PER_PX), timeAt(event.clientX), now()));
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    // The first finger begins anew, also where the end of an earlier one was never told.
    if (event.isPrimary) pointers.clear();
    pointers.set(event.pointerId, event.clientX);
    isDragging = pointers.size > 1;
    root.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    const beforeX = pointers.get(event.pointerId);
    if (beforeX === undefined || beforeX === event.clientX) return;
    // A hand that trembles while it taps twice moves nothing.
    const slopPx = event.pointerType === 'touch' ? TOUCH_SLOP_PX : MOUSE_SLOP_PX;
    if (!isDragging && Math.abs(event.clientX - beforeX) < slopPx) return;
    isDragging = true;
    remember(event.timeStamp);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) report(panned(current(), (beforeX - event.clientX) * msPerPx(), now()));
    else {
      const factor = Math.max(1, Math.abs(beforeX - other)) / Math.max(1, Math.abs(event.clientX - other));
      report(zoomed(current(), factor, timeAt((event.clientX + other) / 2), now()));
    }
    pointers.set(event.pointerId, event.clientX);
  };
  const onPointerEnd = (event: PointerEvent) => pointers.delete(event.pointerId);
  const onDoubleClick = () => {
    const before = back.pop();
    const { range } = current();
    const middleMs = (range.fromMs + range.toMs) / 2;
    const next = before ?? zoomed(current(), 2, middleMs, now());
    const spanMs = next.range.toMs - next.range.fromMs;
    report(next.following ? { range: { fromMs: now() - spanMs, toMs: now() }, following: true } : next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = viewportByKey(current(), event.key, now());
    if (next === undefined) return;
    event.preventDefault();
    remember(event.timeStamp);
    report(next);
  };

  // Keys reach only what can have the focus.
  root.tabIndex = 0;
  root.addEventListener('wheel', onWheel, { passive: false });
  root.addEventListener('pointerdown', onPointerDown);
  root.addEventListener('pointermove', onPointerMove);
  root.addEventListener('pointerup', onPointerEnd);
  root.addEventListener('pointercancel', onPointerEnd);
  root.addEventListener('dblclick', onDoubleClick);
  root.addEventListener('keydown', onKeyDown);
  return () => {
    cancelAnimationFrame(frame);
    root.removeEventListener('wheel', onWheel);
    root.removeEventListener('pointerdown', onPointerDown);
    root.removeEventListener('pointermove', onPointerMove);
    root.removeEventListener('pointerup', onPointerEnd);
    root.removeEventListener('pointercancel', onPointerEnd);
    root.removeEventListener('dblclick', onDoubleClick);
    root.removeEventListener('keydown', onKeyDown);
  };
}
