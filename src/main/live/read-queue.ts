import type { FeedSource } from './feed-source';

/**
 * What is to be read next. Stretches of one source are merged, so the queue holds at most one entry per source and
 * kind; fresh rows go before whole-ring reads, so that catching up never delays what is new.
 */
export class ReadQueue {
  readonly #fresh = new Map<FeedSource, number>();
  readonly #sweeps = new Set<FeedSource>();
  readonly #latest = new Set<string>();

  /** Rows of the source from `fromMs` on. */
  wantFrom(source: FeedSource, fromMs: number): void {
    this.#fresh.set(source, Math.min(fromMs, this.#fresh.get(source) ?? Number.POSITIVE_INFINITY));
  }

  /** The whole ring of the source. */
  wantSweep(source: FeedSource): void {
    this.#sweeps.add(source);
  }

  /** The latest row of each series of the unit, however old. */
  wantLatest(workUnitId: string): void {
    this.#latest.add(workUnitId);
  }

  get isEmpty(): boolean {
    return this.#fresh.size + this.#sweeps.size + this.#latest.size === 0;
  }

  /** The sources that were wanted first, with where to begin, as far as `spanMs` in total allows; one at least. */
  takeFresh(spanOf: (fromMs: number) => number, spanMs: number): ReadonlyMap<FeedSource, number> {
    const taken = new Map<FeedSource, number>();
    let restMs = spanMs;
    for (const [source, fromMs] of this.#fresh) {
      restMs -= spanOf(fromMs);
      if (restMs < 0 && taken.size > 0) break;
      taken.set(source, fromMs);
      this.#fresh.delete(source);
    }
    return taken;
  }

  takeLatest(): readonly string[] {
    const taken = [...this.#latest];
    this.#latest.clear();
    return taken;
  }

  takeSweeps(maxSources: number): readonly FeedSource[] {
    const taken = [...this.#sweeps].slice(0, Math.max(1, maxSources));
    for (const source of taken) this.#sweeps.delete(source);
    return taken;
  }

  forget(workUnitId: string, sources: readonly FeedSource[]): void {
    this.#latest.delete(workUnitId);
    for (const source of sources) {
      this.#fresh.delete(source);
      this.#sweeps.delete(source);
    }
  }
}
