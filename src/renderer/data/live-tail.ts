import { MAX_TAIL_MS } from '../../shared/protocol';
import type { TimeRange } from '../../shared/time';

/** How far back a tail reaches: the hub's ring has the same length, and history serves what is older. */
export const TAIL_SPAN_MS = MAX_TAIL_MS;
/** Most samples of one tail, 33 Hz over its span; the oldest go first and are counted. */
export const TAIL_MAX_SAMPLES = 20_000;

/** Samples in order of time as two columns; NaN is a bad sample. Never changed once handed out. */
export interface TailColumns {
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
}

export const EMPTY_TAIL: TailColumns = { timesMs: [], values: [] };

/** The last minutes of one series as they came in, late rows in their place, bounded in time and in number. */
export class LiveTail {
  #timesMs: number[] = [];
  #values: number[] = [];
  #columns: TailColumns | undefined = EMPTY_TAIL;
  /** Samples dropped because the tail was full, not because they were old. */
  dropped = 0;

  /**
   * Takes samples in; equal times are kept, in the order of their coming.
   * @param values `null` is a bad sample
   * @param nowMs plant time: what is older than {@link TAIL_SPAN_MS} goes
   */
  add(timesMs: readonly number[], values: readonly (number | null)[], nowMs: number): void {
    timesMs.forEach((timeMs, at) => {
      this.#insert(timeMs, values[at] ?? Number.NaN);
    });
    this.#trim(nowMs - TAIL_SPAN_MS);
    this.#columns = undefined;
  }

  /** Takes out what lies in the range: it was changed or deleted in the plant. */
  remove(range: TimeRange): void {
    const kept = (_: unknown, at: number) => {
      const timeMs = before[at] ?? 0;
      return timeMs < range.fromMs || timeMs >= range.toMs;
    };
    const before = this.#timesMs;
    this.#values = this.#values.filter(kept);
    this.#timesMs = before.filter(kept);
    this.#columns = undefined;
  }

  /** The newest sample, where there is one. */
  last(): { readonly timeMs: number; readonly value: number } | undefined {
    const timeMs = this.#timesMs.at(-1);
    return timeMs === undefined ? undefined : { timeMs, value: this.#values.at(-1) ?? Number.NaN };
  }

  /** Time of the oldest sample, without making columns for it; undefined where there is none. */
  firstMs(): number | undefined {
    return this.#timesMs[0];
  }

  /** The samples; the same object until the next change. */
  columns(): TailColumns {
    this.#columns ??= { timesMs: [...this.#timesMs], values: [...this.#values] };
    return this.#columns;
  }

  #insert(timeMs: number, value: number): void {
    const at = this.#placeAfter(timeMs);
    if (at === this.#timesMs.length) {
      this.#timesMs.push(timeMs);
      this.#values.push(value);
      return;
    }
    this.#timesMs.splice(at, 0, timeMs);
    this.#values.splice(at, 0, value);
  }

  /** Index behind the last sample that is not younger; found from the end, where nearly all samples belong. */
  #placeAfter(timeMs: number): number {
    let at = this.#timesMs.length;
    while (at > 0 && (this.#timesMs[at - 1] ?? 0) > timeMs) at -= 1;
    return at;
  }

  #trim(fromMs: number): void {
    const firstKept = this.#timesMs.findIndex((timeMs) => timeMs >= fromMs);
    const old = firstKept === -1 ? this.#timesMs.length : firstKept;
    const surplus = Math.max(0, this.#timesMs.length - old - TAIL_MAX_SAMPLES);
    this.dropped += surplus;
    if (old + surplus === 0) return;
    this.#timesMs.splice(0, old + surplus);
    this.#values.splice(0, old + surplus);
  }
}
