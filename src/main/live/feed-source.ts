import type { LiveClock } from './live-clock';
import type { ReadWindow } from './recent-samples';

/** A unit's part of one table, as the feed follows it. */
export interface FeedSource {
  readonly workUnitId: string;
  readonly table: 'metric' | 'oee';
  /**
   * Time of the newest row read so far, never above the plant's now + 5 s; of a silent unit a minute before the last
   * read. Undefined before the first.
   */
  watermarkMs: number | undefined;
  /** The whole ring has been read once: what comes now is news. */
  filled: boolean;
  /**
   * The plant's clock was set back, and the whole ring has not been read since: viewers may hold rows of it that are not
   * known here any more.
   */
  doubtful: boolean;
}

const TABLES = ['metric', 'oee'] as const;

export function sourcesOf(workUnitId: string): readonly FeedSource[] {
  return TABLES.map((table) => ({ workUnitId, table, watermarkMs: undefined, filled: false, doubtful: false }));
}

/** Where the feed's stretches of time begin and end, by the plant's clock; whole ms, as statements have them. */
export class FeedTimes {
  readonly #clock: LiveClock;
  readonly #ringMs: number;
  readonly #overlapMs: number;
  readonly #aheadLimitMs: number;
  #ringStartMs = Number.NEGATIVE_INFINITY;

  constructor(
    clock: LiveClock,
    lengths: { readonly ringMs: number; readonly overlapMs: number; readonly aheadLimitMs: number },
  ) {
    this.#clock = clock;
    this.#ringMs = lengths.ringMs;
    this.#overlapMs = lengths.overlapMs;
    this.#aheadLimitMs = lengths.aheadLimitMs;
  }

  /** Never goes back by itself: rows once dropped from the ring must not come as new. */
  ringStartMs(): number {
    this.#ringStartMs = Math.max(this.#ringStartMs, Math.floor(this.#clock.plantNowMs()) - this.#ringMs);
    return this.#ringStartMs;
  }

  /** The plant's clock was set back, and the ring with it. */
  setBack(): void {
    this.#ringStartMs = Number.NEGATIVE_INFINITY;
  }

  /** Rows stamped from here on are ahead of the clock. */
  limitMs(): number {
    return Math.floor(this.#clock.plantNowMs()) + this.#aheadLimitMs;
  }

  /** Where a read of what is new begins; for a source that was never read, now: its ring is read apart. */
  fromMs(source: FeedSource): number {
    return (source.watermarkMs ?? Math.floor(this.#clock.plantNowMs())) - this.#overlapMs;
  }

  window({ workUnitId, table }: FeedSource, fromMs: number): ReadWindow {
    const clippedMs = Math.floor(Math.max(fromMs, this.ringStartMs()));
    return { workUnitId, table, fromMs: clippedMs, toMs: Math.max(this.limitMs(), clippedMs) };
  }
}
