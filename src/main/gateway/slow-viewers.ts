import { type LagLimits, lagVerdict, quickFramesWanted } from './lag-policy';
import { unitsFrame } from './live-frames';
import type { UnitSnapshots } from './unit-snapshots';
import type { Conflation, Member } from './viewer-group';
import type { SharedFrame } from './viewer-socket';

export interface SlowViewersOptions {
  readonly limits: LagLimits;
  readonly snapshots: UnitSnapshots;
  /** Sends out what is pending and says as of which sequence a snapshot is exact. */
  readonly settle: () => number;
  /** The present snapshot for this viewer, as for one that joins. */
  readonly snapshot: (member: Member, sequence: number) => SharedFrame;
  /** Told how long an update was under way, ms. */
  readonly onLag: (ms: number) => void;
}

/** How far a source's clock is ahead wanders with time: a frame of latest values is made anew after this, ms. */
const LATEST_KEPT_MS = 1_000;

/** The reasons that a viewer is told with the close code. */
const TOO_LATE = 'the viewer is more than 10 s behind';
const TOO_MUCH = 'too much is under way to the viewer';

/**
 * What happens to viewers that fall behind: latest values at the pace of their own acknowledgements, everything again
 * when they keep up, and an end where they do not.
 */
export class SlowViewers {
  readonly #options: SlowViewersOptions;
  readonly #conflated = new Set<Member>();
  #conflations = 0;
  #closedLate = 0;
  #closedFull = 0;

  constructor(options: SlowViewersOptions) {
    this.#options = options;
  }

  get counters() {
    const { size: conflated } = this.#conflated;
    return {
      conflated,
      conflations: this.#conflations,
      closedLate: this.#closedLate,
      closedFull: this.#closedFull,
    };
  }

  forget(member: Member): void {
    this.#conflated.delete(member);
  }

  /** The viewer says what it has taken in. */
  acked(member: Member, sequence: number, nowMs: number): void {
    if (sequence <= (member.acked ?? -1) || sequence > member.sentSequence) return;
    member.acked = sequence;
    const { conflation, group } = member;
    const sentMs = conflation === undefined ? group.log.sentMs(sequence) : undefined;
    if (sentMs !== undefined) this.#options.onLag(nowMs - sentMs);
    if (conflation !== undefined && sequence >= member.sentSequence) this.#taken(member, nowMs);
  }

  /** Looks at a viewer's lag; to be called a few times a second for each. */
  look(member: Member, nowMs: number): void {
    const verdict = lagVerdict(member.group.lag(member, nowMs), this.#options.limits);
    if (verdict === 'too-late' || verdict === 'too-much') this.#close(member, verdict);
    else if (member.conflation !== undefined) this.#pace(member, nowMs);
    else if (verdict === 'behind') this.#conflate(member);
  }

  #close(member: Member, verdict: 'too-late' | 'too-much'): void {
    if (verdict === 'too-late') this.#closedLate += 1;
    else this.#closedFull += 1;
    member.subscriber.closeSlow(verdict === 'too-late' ? TOO_LATE : TOO_MUCH);
  }

  #conflate(member: Member): void {
    this.#conflations += 1;
    this.#conflated.add(member);
    member.conflation = {
      sequence: member.sentSequence,
      sentMs: undefined,
      nextMs: Number.NEGATIVE_INFINITY,
      quickFrames: 0,
    };
  }

  /** All that was under way has arrived. */
  #taken(member: Member, nowMs: number): void {
    const { conflation } = member;
    if (conflation === undefined) return;
    if (conflation.sentMs !== undefined) {
      const tookMs = nowMs - conflation.sentMs;
      this.#options.onLag(tookMs);
      conflation.quickFrames = tookMs <= this.#options.limits.quickAckMs ? conflation.quickFrames + 1 : 0;
      conflation.sentMs = undefined;
    }
    this.#pace(member, nowMs);
  }

  /** The next frame of latest values, or everything again; nothing while something is under way. */
  #pace(member: Member, nowMs: number): void {
    const { conflation, group } = member;
    if (conflation === undefined || (member.acked ?? -1) < member.sentSequence || nowMs < conflation.nextMs) return;
    const sequence = this.#options.settle();
    const due = this.#options.snapshots.changedSince(conflation.sequence, group.workUnitIds);
    const isSteady = conflation.quickFrames >= quickFramesWanted(member.relapses);
    if (isSteady || due.length === 0) this.#restore(member, sequence);
    else this.#sendLatest(member, conflation, { due, sequence, nowMs });
  }

  #sendLatest(
    member: Member,
    conflation: Conflation,
    { due, sequence, nowMs }: { due: readonly string[]; sequence: number; nowMs: number },
  ): void {
    const { group } = member;
    // A thousand that have fallen behind together are mostly due the same.
    const keys = { sequence, nowMs, keptMs: LATEST_KEPT_MS };
    const frame = group.cached(group.latest, conflation.sequence, keys, () => {
      const units = this.#options.snapshots.encoded(due, 0, sequence);
      return { bytes: unitsFrame({ type: 'latest', sequence }, units) };
    });
    conflation.sequence = sequence;
    conflation.sentMs = nowMs;
    conflation.nextMs = nowMs + this.#options.limits.latestDistanceMs;
    member.sentSequence = sequence;
    member.subscriber.send(frame);
  }

  #restore(member: Member, sequence: number): void {
    this.#conflated.delete(member);
    const frame = this.#options.snapshot(member, sequence);
    member.conflation = undefined;
    member.relapses += 1;
    member.sentSequence = sequence;
    // What is measured from here on are the updates that come; the snapshot is as large as it is.
    member.acked = sequence;
    member.subscriber.send(frame);
  }
}
