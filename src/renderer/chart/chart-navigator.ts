import type { TimeRange } from '../../shared/time';
import { glidedPx, isGliding, Swing } from './glide';
import { panned, pointedByKey, type Viewport, viewportByKey, wheelMove, zoomed } from './navigation';

/** The chart that is moved. */
export interface Navigated {
  viewport(): Viewport;
  /** Plant time. */
  nowMs(): number;
  /** Where the plot is, without axes: its width is the range. */
  box(): { readonly left: number; readonly width: number };
  pointedMs(): number | undefined;
  point(timeMs: number | undefined): void;
  change(range: TimeRange, following: boolean): void;
  /** Whether a finger, or what it has set going, moves the chart. */
  moves(isMoving: boolean): void;
  /** Whether movement that goes on by itself is unwanted. */
  wantsCalm(): boolean;
}

/** What stands over the plot is worked for itself. */
function isOnButton({ target }: Event): boolean {
  return target instanceof Element && target.closest('button') !== null;
}

/** Wheel steps closer than this are one gesture, undone by one double click. */
const GESTURE_PAUSE_MS = 700;
const WHEEL_ZOOM_PER_PX = 0.0016;
const MAX_BACK = 50;
/** A drag begins after this many px; a gloved finger rolls more than a mouse. */
const MOUSE_SLOP_PX = 3;
const TOUCH_SLOP_PX = 8;

/**
 * Turns what hands do into ranges of time: the wheel zooms around the pointer (with shift it pans), dragging pans and glides
 * on, two fingers zoom, keys do all of it, a double click, a double tap and Backspace go back to what was shown before. At
 * most one change is told for each frame.
 */
export class ChartNavigator {
  readonly #chart: Navigated;
  readonly #back: Viewport[] = [];
  readonly #pointers = new Map<number, number>();
  readonly #swing = new Swing();
  #pending: Viewport | undefined;
  #frame = 0;
  #glideFrame = 0;
  #isDragging = false;
  #lastGestureMs = Number.NEGATIVE_INFINITY;

  constructor(chart: Navigated) {
    this.#chart = chart;
  }

  /** Listens on the element; returns the way out. */
  attach(root: HTMLElement): () => void {
    const off = new AbortController();
    const { signal } = off;
    // Keys reach only what can have the focus.
    root.tabIndex = 0;
    root.addEventListener('wheel', (event) => this.#onWheel(event), { passive: false, signal });
    root.addEventListener('pointerdown', (event) => this.#onPointerDown(event, root), { signal });
    root.addEventListener('pointermove', (event) => this.#onPointerMove(event), { signal });
    root.addEventListener('pointerup', (event) => this.#onPointerUp(event), { signal });
    root.addEventListener('pointercancel', (event) => this.#letGo(event), { signal });
    root.addEventListener('dblclick', (event) => isOnButton(event) || this.goBack(), { signal });
    root.addEventListener('keydown', (event) => this.#onKeyDown(event), { signal });
    return () => {
      off.abort();
      this.#stopGliding();
      cancelAnimationFrame(this.#frame);
    };
  }

  /** To what was shown before the last gesture; where there was nothing before, twice as far is seen. */
  goBack(): void {
    this.#stopGliding();
    const nowMs = this.#chart.nowMs();
    const { range } = this.#viewport();
    const next = this.#back.pop() ?? zoomed(this.#viewport(), 2, (range.fromMs + range.toMs) / 2, nowMs);
    const spanMs = next.range.toMs - next.range.fromMs;
    this.#report(next.following ? { range: { fromMs: nowMs - spanMs, toMs: nowMs }, following: true } : next);
  }

  #viewport(): Viewport {
    return this.#pending ?? this.#chart.viewport();
  }

  #report(next: Viewport): void {
    this.#pending = next;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      const { range, following } = this.#pending ?? next;
      this.#pending = undefined;
      this.#chart.change(range, following);
    });
  }

  #remember(atMs: number): void {
    if (atMs - this.#lastGestureMs > GESTURE_PAUSE_MS) this.#back.push(this.#viewport());
    if (this.#back.length > MAX_BACK) this.#back.shift();
    this.#lastGestureMs = atMs;
  }

  #msPerPx(): number {
    const { range } = this.#viewport();
    return (range.toMs - range.fromMs) / Math.max(1, this.#chart.box().width);
  }

  #timeAt(clientX: number): number {
    return this.#viewport().range.fromMs + (clientX - this.#chart.box().left) * this.#msPerPx();
  }

  #onWheel(event: WheelEvent): void {
    event.preventDefault();
    this.#stopGliding();
    this.#remember(event.timeStamp);
    const { panPx, zoomPx } = wheelMove(event);
    const nowMs = this.#chart.nowMs();
    const factor = Math.exp(zoomPx * WHEEL_ZOOM_PER_PX);
    if (panPx !== 0) this.#report(panned(this.#viewport(), panPx * this.#msPerPx(), nowMs));
    else this.#report(zoomed(this.#viewport(), factor, this.#timeAt(event.clientX), nowMs));
  }

  #onPointerDown(event: PointerEvent, root: HTMLElement): void {
    if (event.button !== 0 || isOnButton(event)) return;
    this.#stopGliding();
    // The first finger begins anew, also where the end of an earlier one was never told.
    if (event.isPrimary) this.#pointers.clear();
    this.#pointers.set(event.pointerId, event.clientX);
    this.#isDragging = this.#pointers.size > 1;
    this.#swing.clear();
    root.setPointerCapture(event.pointerId);
  }

  #onPointerMove(event: PointerEvent): void {
    const beforeX = this.#pointers.get(event.pointerId);
    if (beforeX === undefined || beforeX === event.clientX) return;
    // A hand that trembles while it taps twice moves nothing.
    const slopPx = event.pointerType === 'touch' ? TOUCH_SLOP_PX : MOUSE_SLOP_PX;
    if (!this.#isDragging && Math.abs(event.clientX - beforeX) < slopPx) return;
    if (!this.#isDragging) this.#chart.moves(true);
    this.#isDragging = true;
    this.#remember(event.timeStamp);
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.#pointers.set(event.pointerId, event.clientX);
    const nowMs = this.#chart.nowMs();
    if (other === undefined) {
      this.#swing.mark(event.timeStamp, event.clientX);
      this.#report(panned(this.#viewport(), (beforeX - event.clientX) * this.#msPerPx(), nowMs));
    } else {
      const factor = Math.max(1, Math.abs(beforeX - other)) / Math.max(1, Math.abs(event.clientX - other));
      this.#report(zoomed(this.#viewport(), factor, this.#timeAt((event.clientX + other) / 2), nowMs));
    }
  }

  #onPointerUp(event: PointerEvent): void {
    const wasAlone = this.#pointers.size === 1 && this.#pointers.has(event.pointerId);
    const swings = wasAlone && this.#isDragging && !this.#chart.wantsCalm();
    this.#letGo(event);
    const speed = swings ? this.#swing.speed(event.timeStamp) : 0;
    if (speed !== 0) this.#glide(speed, event.timeStamp);
  }

  #letGo(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    if (this.#pointers.size > 0) return;
    this.#isDragging = false;
    this.#chart.moves(false);
  }

  /** Goes on as the hand let go, slower and slower, until the present is reached or a hand comes again. */
  #glide(speed: number, letGoMs: number): void {
    let donePx = 0;
    this.#chart.moves(true);
    const step = (frameMs: number) => {
      const sinceMs = Math.max(0, frameMs - letGoMs);
      const px = glidedPx(speed, sinceMs) - donePx;
      donePx += px;
      const next = panned(this.#viewport(), -px * this.#msPerPx(), this.#chart.nowMs());
      this.#lastGestureMs = frameMs;
      this.#chart.change(next.range, next.following);
      if (next.following || !isGliding(speed, sinceMs)) this.#stopGliding();
      else this.#glideFrame = requestAnimationFrame(step);
    };
    this.#glideFrame = requestAnimationFrame(step);
  }

  #stopGliding(): void {
    if (this.#glideFrame === 0) return;
    cancelAnimationFrame(this.#glideFrame);
    this.#glideFrame = 0;
    this.#chart.moves(false);
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const pointed = pointedByKey(this.#viewport().range, event, this.#chart.pointedMs());
    const next = viewportByKey(this.#viewport(), event.key, this.#chart.nowMs());
    if (pointed === undefined && next === undefined && event.key !== 'Backspace') return;
    event.preventDefault();
    if (pointed !== undefined) this.#chart.point(pointed.at);
    else if (next === undefined) this.goBack();
    else {
      this.#stopGliding();
      this.#remember(event.timeStamp);
      this.#report(next);
    }
  }
}
