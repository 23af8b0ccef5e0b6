import type { LiveClock } from './live-clock';
import type { ReadWindow } from './recent-samples';
import type { WakeUp } from './wake-ups';

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
  /** Latest reading of the plant's clock since it was last set back. */
  #latestNowMs = Number.NEGATIVE_INFINITY;

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
    this.#nowMs();
    return this.#latestNowMs - this.#ringMs;
  }

  /** How far the plant's clock stands before a reading that something was cut by, ms; 0 as long as it runs on. */
  behindMs(): number {
    const nowMs = this.#nowMs();
    return this.#latestNowMs - nowMs;
  }

  /** The plant's clock was set back, and the ring with it. */
  setBack(): void {
    this.#latestNowMs = Number.NEGATIVE_INFINITY;
  }

  /** Rows stamped from here on are ahead of the clock. */
  limitMs(): number {
    return this.#nowMs() + this.#aheadLimitMs;
  }

  /** Where a read of what is new begins; for a source that was never read, now: its ring is read apart. */
  fromMs(source: FeedSource): number {
    return (source.watermarkMs ?? this.#nowMs()) - this.#overlapMs;
  }

  /**
   * Where a read for a wake-up begins. Each commit names its own rows: with those and what is newer than the newest known
   * nothing is left out, and a unit that commits often is not read over and over. What has no wake-up of its own, though it
   * is older than that, is found by the next read that nothing has asked for.
   */
  fromWakeUpMs(source: FeedSource, { firstMs, lastMs }: Pick<WakeUp, 'firstMs' | 'lastMs'>): number {
    const areRowsKnown = firstMs <= lastMs;
    return areRowsKnown ? Math.min(firstMs, source.watermarkMs ?? this.fromMs(source)) : this.fromMs(source);
  }

  window({ workUnitId, table }: FeedSource, fromMs: number): ReadWindow {
    const clippedMs = Math.floor(Math.max(fromMs, this.ringStartMs()));
    return { workUnitId, table, fromMs: clippedMs, toMs: Math.max(this.limitMs(), clippedMs) };
  }

  #nowMs(): number {
    const nowMs = Math.floor(this.#clock.plantNowMs());
    this.#latestNowMs = Math.max(this.#latestNowMs, nowMs);
    return nowMs;
  }
}
