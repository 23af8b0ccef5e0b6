import { backoffMs } from '../../shared/backoff';
import { BatchBuilder, type ChangeBatch, touchedBy } from './change-batch';
import type { FeedPolicy } from './feed-policy';
import type { FeedSource, FeedTimes } from './feed-source';
import { type LiveClock, pause } from './live-clock';
import { ReadQueue } from './read-queue';
import type { ReadWindow, RecentSamples, SeriesChange, UnitInHand } from './recent-samples';
import { NO_SAMPLES, type UnitSamples } from './samples';

/** Rows of the plant as they stand now; the part that reads the plant satisfies it and never hears of us. */
export interface ChangeReader {
  /**
   * All rows of the windows in one go, at most one entry per unit; rows beside the windows may be among them.
   * It answers completely or rejects: a row that is left out counts as deleted.
   */
  readSince(windows: readonly ReadWindow[], signal: AbortSignal): Promise<readonly UnitSamples[]>;
  /**
   * The newest row of each series of these units that is not ahead of the clock: of those in hand, whoever else knows of
   * them, and of those that only the reader knows. A series in hand that is left out has no rows.
   */
  readLatest(units: readonly UnitInHand[], signal: AbortSignal): Promise<readonly UnitSamples[]>;
}

export interface FeedReaderOptions {
  readonly reader: ChangeReader;
  readonly recent: RecentSamples;
  readonly times: FeedTimes;
  readonly clock: LiveClock;
  readonly random: () => number;
  readonly policy: FeedPolicy;
  readonly signal: AbortSignal;
  /** False while there is no connection: what is wanted waits. */
  readonly isLive: () => boolean;
  /** False for a unit that has left the catalogue while it was being read. */
  readonly follows: (workUnitId: string) => boolean;
  /** Whether viewers may hold rows of the unit that are not known here any more. */
  readonly isDoubtful: (workUnitId: string) => boolean;
  readonly onBatch: (batch: ChangeBatch) => void;
  readonly onReadFailed: (error: unknown) => void;
}

/** Reads what the queue wants, one statement at a time, and passes on what differs from what was known. */
export class FeedReader {
  readonly queue = new ReadQueue();
  readonly #options: FeedReaderOptions;
  #draining: Promise<void> | undefined;
  #wokenAtMs: number | undefined;
  #reads = 0;
  #failedReads = 0;

  constructor(options: FeedReaderOptions) {
    this.#options = options;
  }

  /** A wake-up has come: the first is read at once, those during a read wait a few ms for others. */
  wake(): void {
    this.#wokenAtMs ??= this.#options.clock.monotonicMs();
    this.drain();
  }

  /** Reads until the queue is empty; one loop at a time. */
  drain(): void {
    if (this.#draining !== undefined || !this.#options.isLive() || this.queue.isEmpty) return;
    this.#draining = this.#readUntilEmpty().finally(() => {
      this.#draining = undefined;
      this.drain();
    });
  }

  /** Resolves when no read is under way. */
  async settled(): Promise<void> {
    await this.#draining;
  }

  /** What was asked for so far. */
  get counters(): { readonly reads: number; readonly failedReads: number } {
    return { reads: this.#reads, failedReads: this.#failedReads };
  }

  async #readUntilEmpty(): Promise<void> {
    const { signal, isLive } = this.#options;
    // All notifications of one arrival are dispatched before the first read goes out.
    await Promise.resolve();
    let failures = 0;
    while (isLive() && !this.queue.isEmpty) {
      this.#wokenAtMs = undefined;
      try {
        this.#reads += 1;
        await this.#readOnce(failures);
        failures = 0;
        await this.#coalesce();
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        this.#failedReads += 1;
        this.#options.onReadFailed(error);
        await this.#backOff(failures);
      }
    }
  }

  async #coalesce(): Promise<void> {
    if (this.#wokenAtMs === undefined) return;
    const { clock, policy, signal } = this.#options;
    const restMs = policy.coalesceMs - (clock.monotonicMs() - this.#wokenAtMs);
    if (restMs > 0) await pause(clock, restMs, signal);
  }

  #backOff(failures: number): Promise<void> {
    const { clock, policy, random, signal } = this.#options;
    return pause(clock, backoffMs(failures, random(), policy.backoff), signal);
  }

  /** After a failure less is asked for: one unit with more rows than can be read in time must not hold up the others. */
  async #readOnce(failures: number): Promise<void> {
    const { times, policy, recent } = this.#options;
    const readSpanMs = policy.readSpanMs / 4 ** failures;
    const limitMs = times.limitMs();
    const spanOf = (fromMs: number) => limitMs - Math.max(fromMs, times.ringStartMs());
    const fresh = this.queue.takeFresh(spanOf, readSpanMs);
    if (fresh.size > 0) return this.#readFresh(fresh);
    const latest = this.queue.takeLatest();
    if (latest.length > 0) return this.#readLatest(latest, times.ringStartMs());
    return this.#sweep(this.queue.takeSweeps(Math.floor(readSpanMs / recent.ringMs)));
  }

  async #readFresh(fresh: ReadonlyMap<FeedSource, number>): Promise<void> {
    try {
      await this.#read([...fresh].map(([source, fromMs]) => ({ source, fromMs })));
    } catch (error) {
      for (const [source, fromMs] of fresh) this.queue.wantFrom(source, fromMs);
      throw error;
    }
  }

  async #sweep(sources: readonly FeedSource[]): Promise<void> {
    const ringStartMs = this.#options.times.ringStartMs();
    try {
      await this.#read(sources.map((source) => ({ source, fromMs: ringStartMs })));
    } catch (error) {
      for (const source of sources) this.queue.wantSweep(source);
      throw error;
    }
    for (const source of sources) {
      source.filled = true;
      source.doubtful = false;
    }
  }

  async #read(wanted: readonly { readonly source: FeedSource; readonly fromMs: number }[]): Promise<void> {
    const { reader, recent, times, signal, follows, clock, policy } = this.#options;
    const ringStartMs = times.ringStartMs();
    const silentFromMs = Math.floor(clock.plantNowMs()) - policy.silentMs;
    const reads = wanted.map(({ source, fromMs }) => ({ source, window: times.window(source, fromMs) }));
    const answer = await reader.readSince(
      reads.map(({ window }) => window),
      signal,
    );
    signal.throwIfAborted();
    const byUnit = new Map(answer.map((unit) => [unit.workUnitId, unit.series]));
    const batch = new BatchBuilder();
    for (const { source, window } of reads) {
      if (!follows(source.workUnitId)) continue;
      const found = recent.replaceWindow(window, byUnit.get(source.workUnitId) ?? [], ringStartMs);
      const changes = source.doubtful ? this.#wholeWindow(window, found) : found;
      batch.series(source.workUnitId, changes);
      for (const change of changes) this.#note(batch, source, change);
      source.watermarkMs = Math.max(source.watermarkMs ?? silentFromMs, silentFromMs);
    }
    this.#emit(batch);
  }

  /** Every series of the window as one whose stretch is told anew, changed here or not. */
  #wholeWindow(window: ReadWindow, found: readonly SeriesChange[]): readonly SeriesChange[] {
    const { workUnitId, table, fromMs, toMs } = window;
    const { recent } = this.#options;
    const same = recent.seriesOf(workUnitId).filter((series) => series.table === table);
    const unchanged = same
      .filter(({ name }) => !found.some((change) => change.name === name))
      .map(({ name }): SeriesChange => {
        const newestBeforeMs = recent.newestMs(workUnitId, table, name) ?? Number.NEGATIVE_INFINITY;
        return { table, name, added: NO_SAMPLES, removed: NO_SAMPLES, newestBeforeMs };
      });
    return [...found, ...unchanged].map((change) => ({ ...change, replaced: { fromMs, toMs } }));
  }

  #note(batch: BatchBuilder, source: FeedSource, change: SeriesChange): void {
    const newestMs = change.added.timesMs.at(-1);
    if (newestMs !== undefined) source.watermarkMs = Math.max(source.watermarkMs ?? newestMs, newestMs);
    const touched = source.filled ? touchedBy(change) : undefined;
    if (touched !== undefined) batch.touched(source.workUnitId, touched);
    // The latest value itself may have been deleted, and one older than the ring may be the latest again.
    if (change.removed.timesMs.length > 0) this.queue.wantLatest(source.workUnitId);
  }

  async #readLatest(workUnitIds: readonly string[], ringStartMs: number): Promise<void> {
    const { reader, recent, signal, follows, isDoubtful } = this.#options;
    let answer: readonly UnitSamples[];
    try {
      const units = workUnitIds.map((workUnitId) => ({ workUnitId, series: recent.seriesOf(workUnitId) }));
      answer = await reader.readLatest(units, signal);
      signal.throwIfAborted();
    } catch (error) {
      for (const workUnitId of workUnitIds) this.queue.wantLatest(workUnitId);
      throw error;
    }
    const byUnit = new Map(answer.map((unit) => [unit.workUnitId, unit]));
    const batch = new BatchBuilder();
    for (const workUnitId of workUnitIds.filter(follows)) {
      const latest = byUnit.get(workUnitId) ?? { workUnitId, series: [] };
      const changes = recent.takeLatest(latest, ringStartMs);
      batch.series(workUnitId, isDoubtful(workUnitId) ? changes.map(inPlace) : changes);
    }
    this.#emit(batch);
  }

  #emit(batch: BatchBuilder): void {
    const built = batch.build();
    if (built !== undefined) this.#options.onBatch(built);
  }
}

/** The change as one that takes the place of what viewers hold of its stretch. */
function inPlace(change: SeriesChange): SeriesChange {
  const { added } = change;
  const [fromMs, lastMs] = [added.timesMs[0], added.timesMs.at(-1)];
  return fromMs === undefined || lastMs === undefined ? change : { ...change, replaced: { fromMs, toMs: lastMs + 1 } };
}
