import { floorTo } from '../../shared/time';
import type { After } from '../../shared/viewer/after';

/**
 * Each frame costs a layout and a painting. What was inserted is to be seen within 250 ms (p95): with 200 ms it was after up to 280,
 * with 100 ms after 210, with this after 94 to 128.
 */
export const BEAT_MS = 50;
/** After a rest so many beats may follow one another at once: what changes less often than that is not held back. */
const BURST = 3;
/** Four times a second a line looks as if it ran, and a number that changes more often cannot be read. */
export const STEADY_MS = 250;

export interface BeatOptions {
  /** Monotonic ms. */
  readonly nowMs: () => number;
  readonly after: After;
}

/**
 * One beat for all that moves by itself: what asks between two beats is called back together, so that values, clocks and
 * charts share a frame. What has just happened is shown soon: at most one such beat in {@link BEAT_MS} on average, after a rest the
 * first in the next turn. What runs on and on waits for the steady beat, four times a second and the same for all.
 */
export class Beat {
  readonly #options: BeatOptions;
  readonly #soon = new Set<() => void>();
  readonly #steady = new Set<() => void>();
  #isSoonScheduled = false;
  #isSteadyScheduled = false;
  /** When the last steady beat is or was due. */
  #steadyMs = 0;
  /** When the next beat may come soon. */
  #dueMs = Number.NEGATIVE_INFINITY;

  constructor(options: BeatOptions) {
    this.#options = options;
  }

  /** Calls back with the next beat: once, however often it was asked for, and never within this call. */
  soon(callback: () => void): void {
    this.#soon.add(callback);
    if (this.#isSoonScheduled) return;
    this.#isSoonScheduled = true;
    this.#options.after(Math.max(0, this.#dueMs - this.#options.nowMs()), () => {
      this.#isSoonScheduled = false;
      // A steady beat may have taken them along.
      if (this.#soon.size > 0) this.#beat(this.#soon);
    });
  }

  /** Calls back with the next steady beat, once, within {@link STEADY_MS}. */
  steady(callback: () => void): void {
    this.#steady.add(callback);
    if (this.#isSteadyScheduled) return;
    this.#isSteadyScheduled = true;
    const nowMs = this.#options.nowMs();
    // A timer may come a moment early: its beat is not beaten again.
    this.#steadyMs = Math.max(floorTo(nowMs, STEADY_MS), this.#steadyMs) + STEADY_MS;
    this.#options.after(this.#steadyMs - nowMs, () => {
      this.#isSteadyScheduled = false;
      if (this.#steady.size > 0) this.#beat(this.#steady, this.#soon);
    });
  }

  /** What was asked for is not wanted any more. */
  forget(callback: () => void): void {
    this.#soon.delete(callback);
    this.#steady.delete(callback);
  }

  #beat(...waiting: readonly Set<() => void>[]): void {
    this.#dueMs = Math.max(this.#dueMs, this.#options.nowMs() - (BURST - 1) * BEAT_MS) + BEAT_MS;
    const callbacks = new Set(waiting.flatMap((each) => [...each]));
    for (const callback of callbacks) this.forget(callback);
    for (const callback of callbacks) callback();
  }
}

/** A subscription whose listener is called with the steady beat instead of at once. */
export function onSteadyBeat(
  beat: Beat,
  subscribe: (listener: () => void) => () => void,
  listener: () => void,
): () => void {
  // One of its own: a listener that is given twice is told twice.
  const told = () => listener();
  const leave = subscribe(() => beat.steady(told));
  return () => {
    leave();
    beat.forget(told);
  };
}
