import type { After } from '../../shared/viewer/after';

/**
 * Each frame costs a layout, a painting and a chart. With 200 ms a page whose values come ten times a second took a third less of the
 * processor, but what was inserted was to be seen after up to 280 ms (p95; promised are 250), with 100 ms after 210, with this after 140.
 */
export const BEAT_MS = 50;
/** After a rest so many beats may follow one another at once: what changes less often than that is not held back. */
const BURST = 3;

export interface BeatOptions {
  /** Monotonic ms. */
  readonly nowMs: () => number;
  readonly after: After;
}

/**
 * One beat for all that moves by itself: what asks between two beats is called back together, so that values, clocks and
 * charts share a frame. At most one beat in {@link BEAT_MS} on average; after a rest the first comes in the next turn.
 */
export class Beat {
  readonly #options: BeatOptions;
  readonly #waiting = new Set<() => void>();
  #isScheduled = false;
  /** When the next beat may come. */
  #dueMs = Number.NEGATIVE_INFINITY;

  constructor(options: BeatOptions) {
    this.#options = options;
  }

  /** Calls back with the next beat: once, however often it was asked for, and never within this call. */
  soon(callback: () => void): void {
    this.#waiting.add(callback);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#options.after(Math.max(0, this.#dueMs - this.#options.nowMs()), () => this.#beat());
  }

  /** What was asked for is not wanted any more. */
  forget(callback: () => void): void {
    this.#waiting.delete(callback);
  }

  #beat(): void {
    this.#isScheduled = false;
    this.#dueMs = Math.max(this.#dueMs, this.#options.nowMs() - (BURST - 1) * BEAT_MS) + BEAT_MS;
    const callbacks = [...this.#waiting];
    this.#waiting.clear();
    for (const callback of callbacks) callback();
  }
}

/** A subscription whose listener is called with the beat instead of at once. */
export function onBeat(beat: Beat, subscribe: (listener: () => void) => () => void, listener: () => void): () => void {
  // One of its own: a listener that is given twice is told twice.
  const told = () => listener();
  const leave = subscribe(() => beat.soon(told));
  return () => {
    leave();
    beat.forget(told);
  };
}
