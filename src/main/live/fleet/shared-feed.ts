import type { Preparing, RevisedStretch } from '../../../shared/protocol';
import type { SeriesTable } from '../../../shared/series';
import type { ChangeBatch } from '../change-batch';
import type { FeedState } from '../change-feed';
import { type LiveClock, pause } from '../live-clock';
import type { LiveFeed } from '../live-feed';
import type { RecentSamples } from '../recent-samples';
import { applyUnits } from './entry-changes';
import type { FleetBus, Lease } from './fleet-bus';
import type { FleetEntry } from './fleet-entry';
import { FleetPublisher } from './fleet-publisher';
import { FleetStream } from './fleet-stream';

/**
 * joining: not known yet; leading: follows the plant and tells the others; catching-up: reads the ring once for what the
 * stream may not tell; following: lives by the stream; alone: the stream cannot be had, polls by itself.
 */
export type FleetRole = 'joining' | 'leading' | 'catching-up' | 'following' | 'alone' | 'closed';

export interface SharedFeedOptions {
  readonly bus: FleetBus;
  /** A text that no other appliance has. */
  readonly holder: string;
  /** In [0, 1), another one for each appliance: so far apart do they do what all do at once. */
  readonly phase: number;
  /** Makes a feed of our own on the plant, not started; it writes the same ring. */
  readonly makeFeed: (how: 'listening' | 'polling') => LiveFeed;
  /** Whether the plant is reached from here: who does not reach it does not lead. */
  readonly reachesPlant: () => boolean;
  readonly recent: RecentSamples;
  readonly clock: LiveClock;
  readonly onRole?: (role: FleetRole, reason: string) => void;
  /** The holder tells of history that is not true any more. */
  readonly onRevisions: (stretches: readonly RevisedStretch[]) => void;
  /** The holder tells that the catalogue has changed. */
  readonly onCatalogue: () => void;
  /** The holder tells which levels are still being made. */
  readonly onPreparing: (preparing: readonly Preparing[]) => void;
}

/** How it does, for diagnostics. */
export interface SharedFeedSnapshot {
  readonly role: FleetRole;
  readonly fence: number;
  /** Since the lease was last renewed (ours) or an entry last came (another's), ms. */
  readonly leaseAgeMs: number;
  /** How old the last entry was when it came, ms. */
  readonly lagMs: number;
  readonly published: number;
  readonly applied: number;
  /** Times that the ring was read because the stream could not tell all. */
  readonly catchUps: number;
  readonly roleChanges: number;
}

/** A lease that is not renewed ends after this: its holder has died. */
const LEASE_MS = 4_000;
const RENEW_MS = 1_000;
/** So often it is asked for once its holder has not told anything for two seconds: it may end at any moment. */
const ASK_SOON_MS = 250;
/** A holder that has told nothing for so long does not tell any more, whatever its lease says. */
const SILENCE_MS = 3_500;
const LOOK_MS = 100;
const JOIN_MS = 1_000;
/** All that lose Redis together begin to poll within this. */
const SPREAD_MS = 1_000;

/**
 * One of several appliances follows the plant, by a lease with a fence, and tells the others through a stream. Whoever cannot
 * have the stream polls by itself. Entries say what stretches hold now, so that one that comes twice changes nothing; every
 * change of the holder, every hole in the numbers makes the ring be read once. So nothing is lost and nothing doubled. Above
 * 300 lines because every role may follow on every other: each change of role stands here; telling and hearing lie beside.
 */
export class SharedFeed implements LiveFeed {
  readonly #options: SharedFeedOptions;
  readonly #ended = new AbortController();
  readonly #batchListeners = new Set<(batch: ChangeBatch) => void>();
  readonly #stateListeners = new Set<(state: FeedState) => void>();
  #role: FleetRole = 'joining';
  #workUnitIds: readonly string[] = [];
  #feed: LiveFeed | undefined;
  #feedHow: 'listening' | 'polling' | undefined;
  #publisher: FleetPublisher | undefined;
  #running: Promise<void> | undefined;
  #state: FeedState = 'idle';
  #holderFeed: 'listening' | 'polling' = 'listening';
  #hasNewUnits = false;
  #ringStartMs = Number.NEGATIVE_INFINITY;
  #fence = 0;
  #renewedMs = 0;
  #stream: FleetStream | undefined;
  #hurry: () => void = () => {};
  #counts = { published: 0, applied: 0, catchUps: 0, roleChanges: 0 };

  constructor(options: SharedFeedOptions) {
    this.#options = options;
  }

  get state(): FeedState {
    return this.#state;
  }

  get whyPolling(): string | undefined {
    return this.#feed?.whyPolling;
  }

  get counters(): LiveFeed['counters'] {
    return this.#feed?.counters;
  }

  get role(): FleetRole {
    return this.#role;
  }

  snapshot(): SharedFeedSnapshot {
    const sinceMs = this.#options.clock.monotonicMs() - this.#renewedMs;
    const leaseAgeMs = this.#role === 'leading' ? sinceMs : (this.#stream?.silentMs ?? 0);
    const { role, fence, lagMs } = { role: this.#role, fence: this.#fence, lagMs: this.#stream?.lagMs ?? 0 };
    return { role, fence, leaseAgeMs, lagMs, ...this.#counts };
  }

  isFilled(workUnitId: string, table: SeriesTable): boolean {
    return this.#feed?.isFilled(workUnitId, table) ?? (this.#role === 'following' && !this.#hasNewUnits);
  }

  onBatch(listener: (batch: ChangeBatch) => void): () => void {
    this.#batchListeners.add(listener);
    return () => this.#batchListeners.delete(listener);
  }

  onState(listener: (state: FeedState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  connectNow(): void {
    this.#feed?.connectNow();
  }

  reconnect(): void {
    this.#feed?.reconnect();
  }

  setUnits(workUnitIds: readonly string[]): void {
    const known = new Set(this.#workUnitIds);
    const wanted = new Set(workUnitIds);
    this.#workUnitIds = [...wanted];
    if (this.#feed !== undefined) this.#feed.setUnits(this.#workUnitIds);
    else {
      for (const workUnitId of known) if (!wanted.has(workUnitId)) this.#options.recent.forget(workUnitId);
      // A feed of our own would read them by itself.
      if (workUnitIds.some((workUnitId) => !known.has(workUnitId))) this.#hasNewUnits = true;
    }
    this.#hurry();
  }

  /** Tells the others of history that is not true any more; only the holder's word reaches them. */
  revised(stretches: readonly RevisedStretch[]): void {
    this.#publisher?.revisions(stretches);
  }

  /** Tells the others that the catalogue has changed. */
  catalogueChanged(): void {
    this.#publisher?.tell({ kind: 'catalogue' });
  }

  /** Tells the others which levels are still being made. */
  preparing(preparing: readonly Preparing[]): void {
    this.#publisher?.tell({ kind: 'preparing', preparing: [...preparing] });
  }

  async close(): Promise<void> {
    if (!this.#ended.signal.aborted) {
      this.#ended.abort();
      this.#stream?.end();
      await this.#running;
      await this.#stopLeading();
      await this.#switchTo(undefined);
      this.#enter('closed', 'the appliance stops');
      this.#tellState();
      this.#batchListeners.clear();
      this.#stateListeners.clear();
    }
  }

  async #run(): Promise<void> {
    await this.#join();
    while (!this.#isEnded()) {
      const lease = await this.#tryLease();
      if (lease === undefined) await this.#alone();
      else if (lease.isOurs) await this.#lead(lease.fence);
      else await this.#follow();
    }
  }

  /** Redis and the plant are mostly there within a moment: who does not wait for it follows by itself first. */
  async #join(): Promise<void> {
    const { bus, reachesPlant, clock } = this.#options;
    const untilMs = clock.monotonicMs() + JOIN_MS;
    while (!this.#isEnded() && !(bus.isServing && reachesPlant()) && clock.monotonicMs() < untilMs)
      await this.#pause(25);
  }

  /** The lease, taken where it is free and we reach the plant; undefined where the bus fails. */
  async #tryLease(): Promise<Lease | undefined> {
    const { bus, holder, reachesPlant } = this.#options;
    try {
      return await (reachesPlant() ? bus.lease(holder, LEASE_MS) : bus.holder(holder));
    } catch {
      // The bus says what is the matter; to us it is not there.
      return undefined;
    }
  }

  async #lead(fence: number): Promise<void> {
    const { bus, holder, recent, clock } = this.#options;
    this.#fence = fence;
    this.#renewedMs = clock.monotonicMs();
    await this.#switchTo('listening');
    this.#publisher = new FleetPublisher({
      ...{ bus, holder, fence, recent, plantNowMs: () => clock.plantNowMs() },
      onRefused: () => this.#hurry(),
      onPublished: () => {
        this.#counts.published += 1;
      },
    });
    this.#enter('leading', `holds the lease, fence ${fence}`);
    while (!this.#isEnded()) {
      const { state } = this;
      if (state === 'listening' || state === 'polling') this.#publisher.tell({ kind: 'alive', feed: state });
      await this.#pause(RENEW_MS);
      if (this.#isEnded()) return;
      const lease = await this.#tryLease();
      if (lease?.isOurs === true && lease.fence === fence && this.#options.reachesPlant()) {
        this.#renewedMs = clock.monotonicMs();
        continue;
      }
      await this.#stopLeading();
      return;
    }
  }

  async #stopLeading(): Promise<void> {
    const publisher = this.#publisher;
    this.#publisher = undefined;
    if (publisher === undefined) return;
    await publisher.end();
    // Where it fails the lease ends by itself.
    await this.#options.bus.release(this.#options.holder).catch(() => {});
  }

  /** Without the stream: by itself, spread over a second, until the bus serves again. */
  async #alone(): Promise<void> {
    if (this.#feed === undefined) {
      await this.#pause(this.#options.phase * SPREAD_MS);
      if (this.#isEnded()) return;
      await this.#switchTo('polling');
    }
    this.#enter('alone', 'the stream cannot be had');
    while (!this.#isEnded() && !this.#options.bus.isServing) await this.#pause(RENEW_MS / 4);
    if (this.#isEnded()) return;
    await this.#pause(RENEW_MS / 4);
  }

  /** Until the lease is ours, the stream fails or its holder has gone silent. */
  async #follow(): Promise<void> {
    const stream = new FleetStream(this.#options.bus, this.#options.clock, () => this.#hurry());
    this.#stream = stream;
    try {
      await stream.begin();
    } catch {
      return this.#alone();
    }
    let isWhole = false;
    let askedMs = this.#options.clock.monotonicMs();
    while (!this.#isEnded() && !stream.isEnded) {
      if (!isWhole || stream.takeHole() || this.#hasNewUnits) {
        isWhole = await this.#catchUp(stream);
        continue;
      }
      this.#apply(stream.take());
      await this.#pause(LOOK_MS);
      const nowMs = this.#options.clock.monotonicMs();
      if (nowMs - askedMs < (stream.silentMs > 2 * RENEW_MS ? ASK_SOON_MS : RENEW_MS)) continue;
      askedMs = nowMs;
      const lease = await this.#tryLease();
      if (lease === undefined || lease.isOurs) break;
      // It lives but does not tell: its plant is away from it, or it hangs.
      if (stream.silentMs > SILENCE_MS) isWhole = await this.#catchUp(stream);
    }
    stream.end();
    this.#stream = undefined;
  }

  /**
   * Reads the whole ring by a feed of our own, begun after the place in the stream was noted: what was committed before is in
   * what it reads, what comes after is in the stream. @returns whether it was read whole
   */
  async #catchUp(stream: FleetStream): Promise<boolean> {
    this.#counts.catchUps += 1;
    const isJoining = this.#role === 'joining';
    this.#enter('catching-up', 'reads what the stream may not tell');
    // A new holder makes all read at once.
    if (!isJoining) await this.#pause((this.#options.phase * SPREAD_MS) / 2);
    await this.#switchTo(undefined);
    this.#hasNewUnits = false;
    // What is missed from here on makes it be read once more.
    stream.takeHole();
    await this.#switchTo('polling');
    let askedMs = this.#options.clock.monotonicMs();
    while (!this.#isEnded() && !stream.isEnded) {
      const isSilent = stream.silentMs > SILENCE_MS;
      if (!isSilent && !this.#hasNewUnits && this.#isAllFilled()) {
        await this.#switchTo(undefined);
        this.#enter('following', 'lives by the stream');
        this.#apply(stream.take());
        this.#tellState();
        return true;
      }
      await this.#pause(LOOK_MS);
      if (this.#options.clock.monotonicMs() - askedMs < (isSilent ? ASK_SOON_MS : RENEW_MS)) continue;
      askedMs = this.#options.clock.monotonicMs();
      const lease = await this.#tryLease();
      // Our own feed goes on: whoever decides anew finds it running.
      if (lease === undefined || lease.isOurs) stream.end();
    }
    return false;
  }

  #isAllFilled(): boolean {
    const feed = this.#feed;
    if (feed === undefined || feed.state === 'idle') return false;
    return this.#workUnitIds.every((id) => feed.isFilled(id, 'metric') && feed.isFilled(id, 'oee'));
  }

  #apply(entries: readonly FleetEntry[]): void {
    for (const { fence, content } of entries) {
      this.#fence = fence;
      this.#counts.applied += 1;
      switch (content.kind) {
        case 'changes': {
          const followed = new Set(this.#workUnitIds);
          const follows = (workUnitId: string) => followed.has(workUnitId);
          const batch = applyUnits(content.units, this.#options.recent, { follows, ringStartMs: this.#ringStart() });
          if (batch !== undefined) this.#emit(batch);
          break;
        }
        case 'revisions':
          this.#options.onRevisions(content.stretches);
          break;
        case 'catalogue':
          this.#options.onCatalogue();
          break;
        case 'preparing':
          this.#options.onPreparing(content.preparing);
          break;
        case 'alive':
          this.#holderFeed = content.feed;
          this.#tellState();
          break;
        default:
          // A beginning and a ring to be read again are seen by the stream itself.
          break;
      }
    }
  }

  async #switchTo(how: 'listening' | 'polling' | undefined): Promise<void> {
    if (how === this.#feedHow) return;
    const before = this.#feed;
    this.#feed = undefined;
    this.#feedHow = how;
    // Two may not write the ring: the old one has ended before the new one begins.
    await before?.close();
    if (how !== undefined && !this.#isEnded()) {
      const feed = this.#options.makeFeed(how);
      this.#feed = feed;
      feed.onBatch((batch) => {
        this.#emit(batch);
        this.#publisher?.changes(batch);
      });
      feed.onState(() => this.#tellState());
      feed.setUnits(this.#workUnitIds);
      feed.start();
    }
    this.#tellState();
  }

  #emit(batch: ChangeBatch): void {
    for (const listener of [...this.#batchListeners]) listener(batch);
  }

  #enter(role: FleetRole, reason: string): void {
    if (role === this.#role) return;
    this.#role = role;
    this.#counts.roleChanges += 1;
    this.#options.onRole?.(role, reason);
  }

  #tellState(): void {
    const own = this.#feed?.state ?? (this.#role === 'following' ? this.#holderFeed : 'idle');
    const state = this.#role === 'closed' ? 'closed' : own === 'closed' ? 'idle' : own;
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of [...this.#stateListeners]) listener(state);
  }

  /** Waits, unless something happens that is to be looked at now. */
  async #pause(delayMs: number): Promise<void> {
    const hurried = new AbortController();
    this.#hurry = () => hurried.abort();
    await pause(this.#options.clock, delayMs, AbortSignal.any([hurried.signal, this.#ended.signal]));
  }

  #isEnded(): boolean {
    return this.#ended.signal.aborted;
  }

  /** Never goes back: rows once dropped from the ring must not come as new. */
  #ringStart(): number {
    const { clock, recent } = this.#options;
    this.#ringStartMs = Math.max(this.#ringStartMs, Math.floor(clock.plantNowMs()) - recent.ringMs);
    return this.#ringStartMs;
  }
}
