/**
 * Upper bounds of the buckets, ms: from a tile out of memory to a statement that its time-out ends. Fixed, so that
 * histograms can be added up and compared over time; 100 ms is one of them, the bound of what counts as slow.
 */
export const BUCKET_BOUNDS_MS = [
  0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000,
] as const;

/** What a histogram holds at one moment. */
export interface HistogramSnapshot {
  /** How many were at or below each bound of {@link BUCKET_BOUNDS_MS}, not counting those of lower buckets; one more for what is above all. */
  readonly counts: readonly number[];
  readonly count: number;
  readonly sumMs: number;
  readonly maxMs: number;
}

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

/**
 * The bound below which a share of all durations lay: as exact as the buckets are wide, never too low.
 * @param share 0 to 1, such as 0.95
 * @returns ms; undefined where nothing was counted
 */
export function quantileMs({ counts, count, maxMs }: HistogramSnapshot, share: number): number | undefined {
  if (count === 0) return undefined;
  let below = 0;
  for (const [at, inBucket] of counts.entries()) {
    below += inBucket;
    if (below >= share * count) return Math.min(maxMs, BUCKET_BOUNDS_MS[at] ?? maxMs);
  }
  return maxMs;
}
