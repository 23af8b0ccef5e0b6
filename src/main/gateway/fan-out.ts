import type { GatewaySources, GatewayUpdate } from './gateway-sources';
import type { Heartbeat } from './heartbeats';
import type { LagLimits } from './lag-policy';
import { EncodedUpdate, UnitEncoder, unitsFrame } from './live-frames';
import type { SliceWriter, WriteJob } from './slice-writer';
import { SlowViewers } from './slow-viewers';
import { UnitSnapshots } from './unit-snapshots';
import { groupKey, type Member, type Subscriber, ViewerGroup } from './viewer-group';
import { encodeMessage, type SharedFrame } from './viewer-socket';

/** What a viewer knew when it was cut off. */
export interface ResumePoint {
  readonly epoch: string;
  readonly sequence: number;
}

export interface Subscription {
  readonly workUnitIds: readonly string[] | 'all';
  readonly tailMs: number;
  readonly resume?: ResumePoint | undefined;
}

export interface FanOutOptions {
  readonly sources: Pick<GatewaySources, 'epoch' | 'snapshot' | 'workUnitIds' | 'settle' | 'updatesSince'>;
  readonly writer: SliceWriter;
  readonly lag: LagLimits;
  /** A viewer that has missed more is told to reload, bytes. */
  readonly maxResumeBytes: number;
  /** Never jumps, ms. */
  readonly nowMs: () => number;
  /** The next heartbeat, where it may go along with what is written now. */
  readonly earlyHeartbeat: () => Heartbeat | undefined;
  /** Told how long an update was under way to a viewer, ms. */
  readonly onLag: (ms: number) => void;
}

/** As long a frame of the same sequence is given to those that join, ms: its tail stands still meanwhile. */
const SNAPSHOT_KEPT_MS = 10_000;

/**
 * Hands updates to subscribers: each encoded and framed once per distinct set of its units that is followed, the same
 * bytes written to all, in slices. Viewers that come back get exactly what they have missed, or a snapshot.
 */
export class FanOut {
  readonly #options: FanOutOptions;
  readonly #groups = new Map<string, ViewerGroup>();
  readonly #members = new Map<Subscriber, Member>();
  readonly #encoder = new UnitEncoder();
  readonly #snapshots: UnitSnapshots;
  readonly #slow: SlowViewers;
  #resumed = 0;
  #reloaded = 0;
  #isSweeping = false;

  constructor(options: FanOutOptions) {
    const { sources, lag: limits, nowMs, onLag } = options;
    this.#options = options;
    this.#snapshots = new UnitSnapshots(sources, nowMs);
    this.#slow = new SlowViewers({
      ...{ limits, snapshots: this.#snapshots, onLag },
      settle: () => sources.settle(),
      snapshot: ({ group, tailMs }, sequence) => this.#snapshot(group, tailMs, sequence),
    });
  }

  /** Since the start: viewers that fell behind or were closed for it, and those that came back. */
  get counters() {
    return { ...this.#slow.counters, resumed: this.#resumed, reloaded: this.#reloaded };
  }

  /**
   * Replaces what the subscriber follows. It is sent at once a snapshot, or what it has missed, and every later update
   * of these units.
   */
  subscribe(subscriber: Subscriber, { workUnitIds, tailMs, resume }: Subscription): void {
    const before = this.#members.get(subscriber);
    this.leave(subscriber);
    const group = this.#groupOf(workUnitIds);
    // Before the viewer is a member: what this pushes out to others is in its frame already.
    const sequence = this.#options.sources.settle();
    const replay = resume && this.#replay(group, resume, sequence);
    if (resume !== undefined) this.#count(replay !== undefined);
    const frame = replay ?? this.#snapshot(group, tailMs, sequence);
    const acked = before?.acked === undefined ? undefined : sequence;
    const member: Member = {
      ...{ subscriber, group, tailMs, sentSequence: sequence, acked, conflation: undefined, relapses: 0 },
      heartbeat: before?.heartbeat ?? 0,
    };
    group.join(member);
    this.#members.set(subscriber, member);
    subscriber.send(frame);
  }

  /** Forgets the subscriber, whether it follows anything or not. */
  leave(subscriber: Subscriber): void {
    const member = this.#members.get(subscriber);
    if (member === undefined) return;
    const { group } = member;
    this.#members.delete(subscriber);
    this.#slow.forget(member);
    group.members.delete(member);
    if (group.members.size === 0) this.#groups.delete(group.key);
  }

  /** Sends an update to whom it concerns. */
  publish(update: GatewayUpdate): void {
    const { writer, nowMs } = this.#options;
    for (const { workUnitId } of update.units) this.#snapshots.changed(workUnitId, update.sequence);
    const encoded = new EncodedUpdate(update, this.#encoder);
    const atMs = nowMs();
    for (const group of this.#groups.values()) {
      const job = group.add(encoded, atMs);
      if (job !== undefined) writer.add(job);
    }
    writer.start();
  }

  /** The subscriber has taken in everything up to this sequence. */
  acked(subscriber: Subscriber, sequence: number): void {
    const member = this.#members.get(subscriber);
    if (member !== undefined) this.#slow.acked(member, sequence, this.#options.nowMs());
  }

  /** Whether the subscriber has the heartbeat of this number, which went along with an update. */
  hasHeartbeat(subscriber: Subscriber, number: number): boolean {
    return this.#members.get(subscriber)?.heartbeat === number;
  }

  /** Looks at the lag of every viewer; to be called a few times a second. */
  sweep(): void {
    const nowMs = this.#options.nowMs();
    const { closeAboveMs } = this.#options.lag;
    for (const { log } of this.#groups.values()) log.forgetBefore(nowMs - 2 * closeAboveMs);
    if (this.#isSweeping) return;
    this.#isSweeping = true;
    this.#options.writer.add(this.#looks());
    this.#options.writer.start();
  }

  /** In slices as well: thousands that have fallen behind together are sent something each. */
  #looks(): WriteJob {
    const members = [...this.#members.values()].values();
    return {
      step: () => {
        const { value: member } = members.next();
        this.#isSweeping = member !== undefined;
        const isHere = member !== undefined && this.#members.get(member.subscriber) === member;
        if (isHere) this.#slow.look(member, this.#options.nowMs());
        return member !== undefined;
      },
    };
  }

  #groupOf(workUnitIds: readonly string[] | 'all'): ViewerGroup {
    const key = groupKey(workUnitIds);
    let group = this.#groups.get(key);
    if (group === undefined) {
      const ids = workUnitIds === 'all' ? 'all' : [...new Set(workUnitIds)];
      group = new ViewerGroup(key, ids, this.#options.earlyHeartbeat);
      this.#groups.set(key, group);
    }
    return group;
  }

  #snapshot(group: ViewerGroup, tailMs: number, sequence: number): SharedFrame {
    const { sources, nowMs } = this.#options;
    return group.cached(group.snapshots, tailMs, { sequence, nowMs: nowMs(), keptMs: SNAPSHOT_KEPT_MS }, () => {
      const ids = group.workUnitIds === 'all' ? sources.workUnitIds() : group.workUnitIds;
      const units = this.#snapshots.encoded(ids, tailMs, sequence);
      return { bytes: unitsFrame({ type: 'snapshot', epoch: sources.epoch, sequence }, units) };
    });
  }

  /** What has been missed, as one piece; undefined where the viewer has to reload. */
  #replay(group: ViewerGroup, { epoch, sequence: from }: ResumePoint, sequence: number): SharedFrame | undefined {
    const { sources, nowMs } = this.#options;
    if (epoch !== sources.epoch) return undefined;
    const keys = { sequence, nowMs: nowMs(), keptMs: Number.POSITIVE_INFINITY };
    return group.cached(group.replays, from, keys, () => this.#missed(group, from, sequence));
  }

  #missed(group: ViewerGroup, from: number, sequence: number): SharedFrame | undefined {
    const { sources, maxResumeBytes } = this.#options;
    const updates = sources.updatesSince(from);
    if (updates === undefined) return undefined;
    const parts = [encodeMessage({ type: 'resumed', epoch: sources.epoch, sequence }).bytes];
    let bytes = 0;
    for (const update of updates) {
      const part = this.#ownPart(group, update);
      bytes += part.length;
      if (bytes > maxResumeBytes) return undefined;
      parts.push(part);
    }
    return { bytes: Buffer.concat(parts) };
  }

  #ownPart(group: ViewerGroup, { sequence, units }: GatewayUpdate): Buffer {
    const own = units.filter(({ workUnitId }) => group.follows(workUnitId)).map((unit) => this.#encoder.encode(unit));
    return own.length === 0 ? Buffer.alloc(0) : unitsFrame({ type: 'update', sequence }, own);
  }

  #count(isResumed: boolean): void {
    if (isResumed) this.#resumed += 1;
    else this.#reloaded += 1;
  }
}
