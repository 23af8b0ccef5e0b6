import type { SeriesTable } from '../../shared/series';
import { BusyUnits } from './busy-units';
import { BatchBuilder, type ChangeBatch } from './change-batch';
import { ClockWatch } from './clock-watch';
import { FeedConnection } from './feed-connection';
import { DEFAULT_FEED_POLICY, type FeedPolicy } from './feed-policy';
import { type ChangeReader, FeedReader } from './feed-reader';
import { type FeedSource, FeedTimes, sourcesOf } from './feed-source';
import type { LiveClock } from './live-clock';
import type { RecentSamples, SeriesChange } from './recent-samples';
import { RowsAhead } from './rows-ahead';
import type { WakeUp, WakeUpSession, WakeUps } from './wake-ups';

/** idle: not connected, trying again; listening: woken by the plant; polling: reading by a timer; closed: for good. */
export type FeedState = 'idle' | 'listening' | 'polling' | 'closed';

export interface FeedProblem {
  readonly what: 'connect' | 'lost' | 'read' | 'listener';
  readonly message: string;
}

const UNHEARD =
  'Rows come without their wake-ups: the notification queue of the plant may be filled by a session that does not read it, or the triggers are gone.';

/** Counts since the start, and how it is now. */
export interface FeedCounters {
  readonly units: number;
  /** Units that commit so often that a timer reads them. */
  readonly busyUnits: number;
  /** Tables of units with rows that are stamped ahead of the plant's clock. */
  readonly sourcesAhead: number;
  readonly connections: number;
  readonly wakeUps: number;
  readonly reads: number;
  readonly failedReads: number;
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
 * is passed on. So nothing is lost and nothing doubled, whatever order wake-ups, reads and reconnects come in. Above 300
 * lines because connecting, listening and polling are states of one following; reading and what is busy lie in files beside.
 */
export class ChangeFeed {
  readonly #options: ChangeFeedOptions;
  readonly #policy: FeedPolicy;
  readonly #times: FeedTimes;
  readonly #connection: FeedConnection;
  readonly #reader: FeedReader;
  readonly #ahead: RowsAhead;
  readonly #busy: BusyUnits;
  readonly #clockWatch: ClockWatch;
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
  #wakeUps = 0;
  #wakeUpsAtPoll = 0;
  /** No wake-up came between the last poll and the one before it. */
  #wasQuietAtPoll = false;
  /** Rows came without wake-ups: until one comes again it is read as while polling. */
  #isUnheard = false;
  #whyPolling: string | undefined;
  #connections = 0;

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
      onOpen: (session) => this.#onOpen(session),
      onEnd: () => this.#onEnd(),
      onProblem: (what, cause) => this.#problem(what, cause),
    });
    this.#reader = new FeedReader({
      ...{ reader: options.reader, recent, times: this.#times, clock, random, policy, signal },
      isLive: () => this.#state === 'listening' || this.#state === 'polling',
      follows: (workUnitId) => this.#sources.has(workUnitId),
      isDoubtful: (workUnitId) => this.#sources.get(workUnitId)?.some(({ doubtful }) => doubtful) === true,
      onBatch: (batch) => this.#onRead(batch),
      onReadFailed: (error) => this.#problem('read', error),
    });
    this.#ahead = new RowsAhead({ clock, times: this.#times, policy, onDue: (sources) => this.#readFresh(sources) });
    this.#busy = new BusyUnits({ clock, policy, onDue: () => this.#reader.drain() });
    this.#clockWatch = new ClockWatch({
      ...{ clock, policy },
      behindMs: () => this.#times.behindMs(),
      onSet: (byMs) => this.#onClockSet(byMs),
    });
  }

  /** For diagnostics: what following has come to so far. */
  get counters(): FeedCounters {
    return {
      units: this.#sources.size,
      busyUnits: this.#busy.count(),
      sourcesAhead: this.#ahead.count,
      connections: this.#connections,
      wakeUps: this.#wakeUps,
      ...this.#reader.counters,
    };
  }

  /** Whether a unit's samples in a table are at hand as far back as the ring reaches. */
  isFilled(workUnitId: string, table: SeriesTable): boolean {
    return this.#sources.get(workUnitId)?.some((source) => source.table === table && source.filled) === true;
  }

  /** Why it reads by a timer, in a sentence; undefined while it does not. */
  get whyPolling(): string | undefined {
    if (this.#state === 'listening' && this.#isUnheard) return UNHEARD;
    return this.#state === 'polling' ? this.#whyPolling : undefined;
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
    this.#suspendTimers();
    await Promise.all([this.#connection.settled(), this.#reader.settled()]);
    this.#batchListeners.clear();
    this.#stateListeners.clear();
  }

  #onOpen({ notifies, whyNot }: Pick<WakeUpSession, 'notifies' | 'whyNot'>): void {
    this.#whyPolling = whyNot;
    this.#isUnheard = false;
    this.#wasQuietAtPoll = false;
    this.#openedMs = this.#options.clock.monotonicMs();
    this.#sweptMs = this.#openedMs;
    const { first, longest } = this.#policy.retryListenMs;
    this.#retryListenMs = this.#state === 'polling' ? Math.min(this.#retryListenMs * 2, longest) : first;
    this.#connections += 1;
    this.#enter(notifies ? 'listening' : 'polling');
    this.#clockWatch.start();
    this.#catchUp();
    this.#armPoll();
    this.#ahead.resume();
  }

  #onEnd(): void {
    this.#suspendTimers();
    this.#enter('idle');
  }

  #suspendTimers(): void {
    this.#callOffPoll();
    this.#ahead.suspend();
    this.#busy.suspend();
    this.#clockWatch.stop();
  }

  /** What is recent, and what lies ahead, is another stretch now: both are looked at anew. */
  #onClockSet(byMs: number): void {
    if (byMs < 0) this.#holdWhatIsAhead();
    this.#ahead.resume();
    this.#sweep(this.#allSources());
  }

  /** Rows that were of now are of the future: they are taken back from the screens, and shown again when they are due. */
  #holdWhatIsAhead(): void {
    this.#times.setBack();
    const limitMs = this.#times.limitMs();
    const nowMs = limitMs - this.#policy.aheadLimitMs;
    const batch = new BatchBuilder();
    for (const source of this.#allSources()) {
      const { workUnitId, table } = source;
      source.doubtful = true;
      source.watermarkMs = Math.min(source.watermarkMs ?? nowMs, nowMs);
      const changes = this.#options.recent.dropFrom(workUnitId, table, limitMs);
      batch.series(workUnitId, changes.map(withoutWhatIsAhead(limitMs)));
      const lastMs = changes.reduce((most, { newestBeforeMs }) => Math.max(most, newestBeforeMs), limitMs - 1);
      const aheadUntilMs = this.#ahead.note(source, { workUnitId, table, firstMs: limitMs, lastMs });
      if (aheadUntilMs !== undefined) batch.ahead(workUnitId, aheadUntilMs);
    }
    const built = batch.build();
    if (built !== undefined) this.#emit(built);
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
    this.#busy.forget(workUnitId);
    this.#options.recent.forget(workUnitId);
  }

  #armPoll(): void {
    this.#callOffPoll();
    const polling = this.#state === 'polling';
    const delayMs = polling || this.#isUnheard ? this.#policy.pollMs : this.#policy.listeningPollMs;
    this.#callOffPoll = this.#options.clock.after(delayMs, () => {
      this.#armPoll();
      this.#wasQuietAtPoll = this.#wakeUps === this.#wakeUpsAtPoll;
      this.#wakeUpsAtPoll = this.#wakeUps;
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
    this.#wakeUps += 1;
    this.#isUnheard = false;
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
    if (!knownOld) this.#reader.queue.wantFrom(source, this.#times.fromWakeUpMs(source, wakeUp));
    if (!this.#busy.note(workUnitId)) this.#reader.wake();
  }

  #onRead(batch: ChangeBatch): void {
    const isUnheard = this.#state === 'listening' && this.#wasQuietAtPoll && this.#wakeUps === this.#wakeUpsAtPoll;
    if (isUnheard && !this.#isUnheard && bringsRows(batch)) {
      this.#isUnheard = true;
      this.#armPoll();
    }
    this.#emit(batch);
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

/** A viewer may hold rows of that stretch that have left the ring here. */
function withoutWhatIsAhead(limitMs: number): (change: SeriesChange) => SeriesChange {
  return (change) => ({ ...change, replaced: { fromMs: limitMs, toMs: change.newestBeforeMs + 1 } });
}

function bringsRows({ units }: ChangeBatch): boolean {
  return units.some(({ series }) => series.some(({ added }) => added.timesMs.length > 0));
}
