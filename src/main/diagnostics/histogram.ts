import { BUCKET_BOUNDS_MS, type HistogramSnapshot } from '../../shared/histogram';

/** Durations counted into fixed buckets: a few numbers, however many durations there were. */
export class Histogram {
  readonly #counts = new Float64Array(BUCKET_BOUNDS_MS.length + 1);
  #count = 0;
  #sumMs = 0;
  #maxMs = 0;

  /** @param ms what is no number, or negative (a clock that was set), counts as 0 */
  observe(ms: number): void {
    const duration = ms > 0 ? ms : 0;
    const found = BUCKET_BOUNDS_MS.findIndex((bound) => duration <= bound);
    const at = found === -1 ? BUCKET_BOUNDS_MS.length : found;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#count += 1;
    this.#sumMs += duration;
    this.#maxMs = Math.max(this.#maxMs, duration);
  }

  snapshot(): HistogramSnapshot {
    return { counts: [...this.#counts], count: this.#count, sumMs: this.#sumMs, maxMs: this.#maxMs };
  }
}
