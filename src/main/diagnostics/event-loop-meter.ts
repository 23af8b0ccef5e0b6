import type { HistogramSnapshot } from '../../shared/histogram';
import { Histogram } from './histogram';

export interface MeterClock {
  /** Never jumps, ms. */
  nowMs(): number;
  /** Calls back once after `delayMs`; returns the way to take it back. */
  setTimer(callback: () => void, delayMs: number): () => void;
}

const EVERY_MS = 50;
const RECENT_MS = 10_000;
const SLICES = 10;

/** Measures how late timers run: for so long the thread that serves everything was held by one thing. */
export class EventLoopMeter {
  readonly #clock: MeterClock;
  readonly #lateMs = new Histogram();
  /** The longest of each of the last ten seconds, by turns. */
  readonly #recentMs = new Float64Array(SLICES);
  #slice = 0;
  #cancel: (() => void) | undefined;

  constructor(clock: MeterClock) {
    this.#clock = clock;
  }

  /** Begins; calling it again changes nothing. */
  start(): void {
    if (this.#cancel === undefined) this.#next();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  snapshot(): { readonly lateMs: HistogramSnapshot; readonly recentMs: number } {
    return { lateMs: this.#lateMs.snapshot(), recentMs: Math.max(...this.#recentMs) };
  }

  #next(): void {
    const dueMs = this.#clock.nowMs() + EVERY_MS;
    this.#cancel = this.#clock.setTimer(() => {
      const nowMs = this.#clock.nowMs();
      this.#observe(nowMs, Math.max(0, nowMs - dueMs));
      this.#next();
    }, EVERY_MS);
  }

  #observe(nowMs: number, lateMs: number): void {
    this.#lateMs.observe(lateMs);
    const slice = Math.floor(nowMs / (RECENT_MS / SLICES));
    // Seconds in which nothing ran at all belong to the one that comes after them.
    for (let passed = Math.max(this.#slice + 1, slice - SLICES + 1); passed <= slice; passed += 1)
      this.#recentMs[passed % SLICES] = 0;
    this.#slice = slice;
    this.#recentMs[slice % SLICES] = Math.max(this.#recentMs[slice % SLICES] ?? 0, lateMs);
  }
}
