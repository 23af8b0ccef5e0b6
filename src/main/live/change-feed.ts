import type { SeriesTable } from '../../shared/series';
import { BatchBuilder, type ChangeBatch } from './change-batch';
import { FeedConnection } from './feed-connection';
import { DEFAULT_FEED_POLICY, type FeedPolicy } from './feed-policy';
import { type ChangeReader, FeedReader } from './feed-reader';
import { type FeedSource, FeedTimes, sourcesOf } from './feed-source';
import type { LiveClock } from './live-clock';
import type { RecentSamples } from './recent-samples';
import { RowsAhead } from './rows-ahead';
import type { WakeUp, WakeUps } from './wake-ups';

/** idle: not connected, trying again; listening: woken by the plant; polling: reading by a timer; closed: for good. */
export type FeedState = 'idle' | 'listening' | 'polling' | 'closed';

export interface FeedProblem {
  readonly what: 'connect' | 'lost' | 'read' | 'listener';
  readonly message: string;
}

export interface ChangeFeedOptions {
  readonly reader: ChangeReader;
  readonly wakeUps: WakeUps;
  /** Written by this feed alone. */
  readonly recent: RecentSamples;
  readonly clock: LiveClock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onProblem?: (problem: FeedProblem) => void;
  readonly policy?: FeedPolicy;
}

/**
 * Follows the plant's two tables. A wake-up, a timer and a new connection all lead to the same read: from a watermark
 * per unit and table with an overlap, whose answer replaces that stretch of the {@link RecentSamples}; what differs
 * is passed on. So nothing is lost and nothing doubled, whatever order wake-ups, reads and reconnects come in.
 */
export class ChangeFeed {
  readonly #options: ChangeFeedOptions;
  readonly #policy: FeedPolicy;
  readonly #times: FeedTimes;
  readonly #connection: FeedConnection;
  readonly #reader: FeedReader;
  readonly #ahead: RowsAhead;
  readonly #sources = new Map<string, readonly FeedSource[]>();
  readonly #abort = new AbortController();
  readonly #batchListeners = new Set<(batch: ChangeBatch) => void>();
  readonly #stateListeners = new Set<(state: FeedState) => void>();
  #state: FeedState = 'idle';
  #closing: Promise<void> | undefined;
  #callOffPoll: () => void = () => {};
  #openedMs = 0;
  #retryListenMs = 0;
  #sweptMs = 0;

  constructor(options: ChangeFeedOptions) {
    const policy = options.policy ?? DEFAULT_FEED_POLICY;
    const { clock, random, recent } = options;
    const { signal } = this.#abort;
    this.#options = options;
    this.#policy = policy;
    this.#times = new FeedTimes(clock, { ...policy, ringMs: recent.ringMs });
    this.#connection = new FeedConnection({
      ...{ wakeUps: options.wakeUps, clock, random, policy, signal },
      workUnitIds: () => [...this.#sources.keys()],
      onWakeUp: (wakeUp) => this.#onWakeUp(wakeUp),
      onOpen: (notifies) => this.#onOpen(notifies),
      onEnd: () => this.#onEnd(),
      onProblem: (what, cause) => this.#problem(what, cause),
    });
    this.#reader = new FeedReader({
      ...{ reader: options.reader, recent, times: this.#times, clock, random, policy, signal },
      isLive: () => this.#state === 'listening' || this.#state === 'polling',
      follows: (workUnitId) => this.#sources.has(workUnitId),
      onBatch: (batch) => this.#emit(batch),
      onReadFailed: (error) => this.#problem('read', error),
    });
    this.#ahead = new RowsAhead({ clock, times: this.#times, policy, onDue: (sources) => this.#readFresh(sources) });
  }

  /** Whether a unit's samples in a table are at hand as far back as the ring reaches. */
  isFilled(workUnitId: string, table: SeriesTable): boolean {
    return this.#sources.get(workUnitId)?.some((source) => source.table === table && source.filled) === true;
  }

  get state(): FeedState {
    return this.#state;
  }

  /** Calls back once per coalesced read that changed something; returns the way out. */
  onBatch(listener: (batch: ChangeBatch) => void): () => void {
    this.#batchListeners.add(listener);
    return () => this.#batchListeners.delete(listener);
  }

  /** Calls back at every change of {@link state}; returns the way out. */
  onState(listener: (state: FeedState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  /** Starts connecting, once; failures are reported and tried again. */
  start(): void {
    if (this.#state !== 'closed') this.#connection.start();
  }

  /** Cuts a wait for the next try short, for when the plant is known to be back. */
  connectNow(): void {
    this.#connection.hurry();
  }

  /**
   * Gives up the listening connection of a plant that has gone silent, where no socket says so; it connects anew after
   * a short wait, as after any loss.
   */
  reconnect(): void {
    this.#connection.abandon();
  }

  /** The units of the catalogue, any number of times: new ones are listened to and read, those that left forgotten. */
  setUnits(workUnitIds: readonly string[]): void {
    const wanted = new Set(workUnitIds);
    const left = [...this.#sources.keys()].filter((workUnitId) => !wanted.has(workUnitId));
    const added = [...wanted].filter((workUnitId) => !this.#sources.has(workUnitId));
    for (const workUnitId of left) this.#forget(workUnitId);
    for (const workUnitId of added) this.#sources.set(workUnitId, sourcesOf(workUnitId));
    if (left.length + added.length > 0) void this.#followAdded(added);
  }

  /** Ends the connection and every timer; nothing calls back once it resolves. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#enter('closed');
    this.#abort.abort();
    this.#callOffPoll();
    this.#ahead.suspend();
    await Promise.all([this.#connection.settled(), this.#reader.settled()]);
    this.#batchListeners.clear();
    this.#stateListeners.clear();
  }

  #onOpen(notifies: boolean): void {
    this.#openedMs = this.#options.clock.monotonicMs();
    this.#sweptMs = this.#openedMs;
    const { first, longest } = this.#policy.retryListenMs;
    this.#retryListenMs = this.#state === 'polling' ? Math.min(this.#retryListenMs * 2, longest) : first;
    this.#enter(notifies ? 'listening' : 'polling');
    this.#catchUp();
    this.#armPoll();
    this.#ahead.resume();
  }

  #onEnd(): void {
    this.#callOffPoll();
    this.#ahead.suspend();
    this.#enter('idle');
  }

  /** After every connect: first what is newer than the watermarks, then the whole ring, for rows that came late. */
  #catchUp(): void {
    const ringStartMs = this.#times.ringStartMs();
    const batch = new BatchBuilder();
    for (const source of this.#allSources()) {
      const { workUnitId, table, watermarkMs } = source;
      if (watermarkMs === undefined || watermarkMs >= ringStartMs) continue;
      batch.touched(workUnitId, { table, fromMs: watermarkMs, toMs: ringStartMs });
      source.watermarkMs = ringStartMs;
    }
    const away = batch.build();
    if (away !== undefined) this.#emit(away);
    this.#readFresh(this.#allSources().filter((source) => source.filled));
    this.#sweep(this.#allSources());
  }

  async #followAdded(added: readonly string[]): Promise<void> {
    if (!(await this.#connection.follow())) return;
    this.#sweep(added.flatMap((workUnitId) => this.#sources.get(workUnitId) ?? []));
  }

  #forget(workUnitId: string): void {
    const sources = this.#sources.get(workUnitId) ?? [];
    this.#sources.delete(workUnitId);
    this.#reader.queue.forget(workUnitId, sources);
    this.#ahead.forget(sources);
    this.#options.recent.forget(workUnitId);
  }

  #armPoll(): void {
    this.#callOffPoll();
    const polling = this.#state === 'polling';
    const delayMs = polling ? this.#policy.pollMs : this.#policy.listeningPollMs;
    this.#callOffPoll = this.#options.clock.after(delayMs, () => {
      this.#armPoll();
      const nowMs = this.#options.clock.monotonicMs();
      const sweepMs = polling ? this.#policy.pollSweepMs : this.#policy.listeningSweepMs;
      if (nowMs - this.#sweptMs >= sweepMs) {
        this.#sweptMs = nowMs;
        this.#sweep(this.#allSources());
      }
      if (polling && nowMs - this.#openedMs >= this.#retryListenMs) return this.#connection.reopen();
      this.#readFresh(this.#allSources());
    });
  }

  #onWakeUp(wakeUp: WakeUp): void {
    const { workUnitId, table, firstMs, lastMs } = wakeUp;
    const source = this.#sources.get(workUnitId)?.find((known) => known.table === table);
    if (source === undefined) return;
    const ringStartMs = this.#times.ringStartMs();
    const batch = new BatchBuilder();
    if (firstMs < ringStartMs) {
      batch.touched(workUnitId, { table, fromMs: firstMs, toMs: Math.min(lastMs + 1, ringStartMs) });
      if (this.#options.recent.hasSilentSeries(workUnitId, table, ringStartMs)) {
        this.#reader.queue.wantLatest(workUnitId);
      }
    }
    const aheadUntilMs = this.#ahead.note(source, wakeUp);
    if (aheadUntilMs !== undefined) batch.ahead(workUnitId, aheadUntilMs);
    const passedOn = batch.build();
    if (passedOn !== undefined) this.#emit(passedOn);
    const knownOld = lastMs < ringStartMs && firstMs <= lastMs;
    if (!knownOld) this.#reader.queue.wantFrom(source, Math.min(firstMs, this.#times.fromMs(source)));
    this.#reader.wake();
  }

  #readFresh(sources: readonly FeedSource[]): void {
    for (const source of sources) this.#reader.queue.wantFrom(source, this.#times.fromMs(source));
    this.#reader.drain();
  }

  /** Whole rings, and the latest values of series that have no row in it. */
  #sweep(sources: readonly FeedSource[]): void {
    for (const source of sources) {
      this.#reader.queue.wantSweep(source);
      this.#reader.queue.wantLatest(source.workUnitId);
    }
    this.#reader.drain();
  }

  #allSources(): readonly FeedSource[] {
    return [...this.#sources.values()].flat();
  }

  #enter(state: FeedState): void {
    if (this.#state === state || this.#state === 'closed') return;
    this.#state = state;
    for (const listener of this.#stateListeners) this.#tell(() => listener(state));
  }

  #emit(batch: ChangeBatch): void {
    if (this.#state === 'closed') return;
    for (const listener of this.#batchListeners) this.#tell(() => listener(batch));
  }

  /** A listener's fault must not stop the others, nor the feed. */
  #tell(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#problem('listener', error);
    }
  }

  #problem(what: FeedProblem['what'], cause: unknown): void {
    this.#options.onProblem?.({ what, message: cause instanceof Error ? cause.message : String(cause) });
  }
}
