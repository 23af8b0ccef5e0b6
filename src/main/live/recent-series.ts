import { compareSamples, diffSamples, NO_SAMPLES, type SampleColumns, type SampleDifference } from './samples';

/**
 * The recent samples of one series, in canonical order: a ring over time with a bound on rows.
 * The newest sample (with all of its time) is kept however old it is, since it is the latest value.
 */
export class RecentSeries {
  #timesMs: number[] = [];
  #values: number[] = [];
  /** Rows up to here were dropped for the bound on rows; they are not known any more. */
  #droppedToMs = Number.NEGATIVE_INFINITY;

  get sampleCount(): number {
    return this.#timesMs.length;
  }

  /** Time of the newest sample; -Infinity where there is none. */
  get newestMs(): number {
    return this.#timesMs.at(-1) ?? Number.NEGATIVE_INFINITY;
  }

  /** Rows before this were dropped for the bound on rows, ms; -Infinity where none were. */
  get knownFromMs(): number {
    return this.#droppedToMs === Number.NEGATIVE_INFINITY ? this.#droppedToMs : nextAfter(this.#droppedToMs);
  }

  /** Samples of `[fromMs, toMs)`. */
  slice(fromMs: number, toMs = Number.POSITIVE_INFINITY): SampleColumns {
    const from = this.#indexOf(fromMs);
    const to = this.#indexOf(toMs);
    return { timesMs: this.#timesMs.slice(from, to), values: this.#values.slice(from, to) };
  }

  /** All samples of the newest time. */
  latest(): SampleColumns {
    return this.#timesMs.length === 0 ? NO_SAMPLES : this.slice(this.newestMs);
  }

  /** True where a sample of this time and value is known. */
  holds(timeMs: number, value: number): boolean {
    for (let at = this.#indexOf(timeMs); this.#timesMs[at] === timeMs; at += 1) {
      if (compareSamples(timeMs, this.#values[at] ?? 0, timeMs, value) === 0) return true;
    }
    return false;
  }

  /** Makes `[fromMs, toMs)` hold exactly `truth`, as far back as rows are still known, and tells what that changed. */
  replace(fromMs: number, toMs: number, truth: SampleColumns): SampleDifference {
    const clippedMs = Math.max(fromMs, this.knownFromMs);
    const from = this.#indexOf(clippedMs);
    const to = this.#indexOf(toMs);
    const known = { timesMs: this.#timesMs.slice(from, to), values: this.#values.slice(from, to) };
    const wanted = clippedMs === fromMs ? truth : since(truth, clippedMs);
    const difference = diffSamples(known, wanted);
    if (difference.added.timesMs.length + difference.removed.timesMs.length > 0) {
      this.#timesMs = spliced(this.#timesMs, from, to, wanted.timesMs);
      this.#values = spliced(this.#values, from, to, wanted.values);
    }
    return difference;
  }

  /**
   * Drops what is older than `ringStartMs`, and the oldest beyond the bound; returns how many the bound cost.
   * @param maxSamples bound on rows
   */
  evict(ringStartMs: number, maxSamples: number): number {
    const newest = this.#indexOf(this.newestMs);
    this.#dropFirst(Math.min(this.#indexOf(ringStartMs), newest));
    const excess = this.#timesMs.length - maxSamples;
    if (excess <= 0) return 0;
    // All of one time go together, or a later read could not tell which of them are known.
    const lastDroppedMs = this.#timesMs[excess - 1] ?? 0;
    const dropped = Math.max(this.#indexAfter(lastDroppedMs), 0);
    this.#droppedToMs = lastDroppedMs;
    this.#dropFirst(dropped);
    return dropped;
  }

  #dropFirst(count: number): void {
    if (count <= 0) return;
    this.#timesMs.splice(0, count);
    this.#values.splice(0, count);
  }

  /** First row at or after `timeMs`. */
  #indexOf(timeMs: number): number {
    let low = 0;
    let high = this.#timesMs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#timesMs[middle] ?? 0) < timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #indexAfter(timeMs: number): number {
    let index = this.#indexOf(timeMs);
    while (this.#timesMs[index] === timeMs) index += 1;
    return index;
  }
}

/** The next time that a plant can tell apart: its clock counts microseconds. */
export function nextAfter(timeMs: number): number {
  return timeMs + 0.001;
}

function since(samples: SampleColumns, fromMs: number): SampleColumns {
  const at = samples.timesMs.findIndex((timeMs) => timeMs >= fromMs);
  if (at < 0) return NO_SAMPLES;
  return { timesMs: samples.timesMs.slice(at), values: samples.values.slice(at) };
}

/** Like `splice`, without handing thousands of arguments to one call. */
function spliced(column: number[], from: number, to: number, middle: readonly number[]): number[] {
  if (to === column.length) {
    column.length = from;
    for (const value of middle) column.push(value);
    return column;
  }
  return column.slice(0, from).concat(middle, column.slice(to));
}
