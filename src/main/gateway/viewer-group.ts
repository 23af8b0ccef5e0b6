import type { Heartbeat } from './heartbeats';
import type { Lag } from './lag-policy';
import type { EncodedUpdate } from './live-frames';
import { SentLog } from './sent-log';
import type { WriteJob } from './slice-writer';
import type { SharedFrame } from './viewer-socket';

/** Whoever gets live values. */
export interface Subscriber {
  send(frame: SharedFrame): void;
  /** The viewer takes its data too slowly. @param reason a few words, for the viewer's log */
  closeSlow(reason: string): void;
}

/** A subscriber in its group, and how far it is. */
export interface Member {
  readonly subscriber: Subscriber;
  readonly group: ViewerGroup;
  readonly tailMs: number;
  /** Every update of the group's up to here was written to it, or is in what was. */
  sentSequence: number;
  /** What it has said to have taken in; undefined while it has never said so, and is not measured. */
  acked: number | undefined;
  /** Set while it gets latest values in place of updates. */
  conflation: Conflation | undefined;
  /** Times that it has fallen behind. */
  relapses: number;
  /** Number of the last heartbeat that went along with an update; 0 before the first. */
  heartbeat: number;
}

/** A viewer that has fallen behind: one frame of latest values at a time. */
export interface Conflation {
  /** Units in a later update than this are due. */
  sequence: number;
  /** When the frame under way was sent; undefined before the first, while what was sent before is under way. */
  sentMs: number | undefined;
  /** Earliest time of the next frame. */
  nextMs: number;
  /** Frames in a row that were taken quickly. */
  quickFrames: number;
}

interface Entry {
  readonly update: EncodedUpdate;
  /** Places of the group's units in the update. */
  readonly places: readonly number[];
  readonly atMs: number;
}

/** A frame that members ask for again and again. */
interface CachedFrame<Frame> {
  readonly sequence: number;
  readonly atMs: number;
  readonly frame: Frame;
}

/** How many frames of one kind are kept: snapshots of different tails, replays from different sequences. */
const MAX_CACHED = 16;

/** Viewers that follow the same units: they get the same bytes. */
export class ViewerGroup {
  readonly key: string;
  readonly workUnitIds: readonly string[] | 'all';
  readonly members = new Set<Member>();
  readonly log = new SentLog();
  /** By tail. */
  readonly snapshots = new Map<number, CachedFrame<SharedFrame>>();
  /** By the sequence since which units are due in them. */
  readonly latest = new Map<number, CachedFrame<SharedFrame>>();
  /** By the sequence from which they lead on; undefined where that is not possible. */
  readonly replays = new Map<number, CachedFrame<SharedFrame | undefined>>();
  readonly #wanted: ReadonlySet<string> | undefined;
  /** Updates that wait for their turn; those in one round go out as one write. */
  #rounds: Entry[][] = [];
  #isSealed = false;
  #isWriting = false;
  readonly #earlyHeartbeat: () => Heartbeat | undefined;
  #heartbeat = 0;

  /** @param earlyHeartbeat the next heartbeat, where it may go along with what is written now */
  constructor(
    key: string,
    workUnitIds: readonly string[] | 'all',
    earlyHeartbeat: () => Heartbeat | undefined = () => undefined,
  ) {
    this.#earlyHeartbeat = earlyHeartbeat;
    this.key = key;
    this.workUnitIds = workUnitIds;
    this.#wanted = workUnitIds === 'all' ? undefined : new Set(workUnitIds);
  }

  follows(workUnitId: string): boolean {
    return this.#wanted?.has(workUnitId) ?? true;
  }

  /** Takes an update for the next round. @returns the round's writing, where none is under way yet */
  add(update: EncodedUpdate, atMs: number): WriteJob | undefined {
    const places = update.units.flatMap(({ workUnitId }, at) => (this.follows(workUnitId) ? [at] : []));
    if (places.length === 0) return undefined;
    const waiting = this.#isSealed ? undefined : this.#rounds.at(-1);
    this.#isSealed = false;
    const entry = { update, places, atMs };
    if (waiting === undefined) this.#rounds.push([entry]);
    else waiting.push(entry);
    if (this.#isWriting) return undefined;
    this.#isWriting = true;
    return this.#writing();
  }

  /**
   * Takes a viewer in that has everything up to `sequence`: later updates go into a round of their own, so that it is
   * never in the middle of one.
   */
  join(member: Member): void {
    this.members.add(member);
    this.#isSealed = true;
  }

  /** What is known of a member's lag. @param nowMs never jumps */
  lag({ acked, sentSequence, conflation }: Member, nowMs: number): Lag {
    if (acked === undefined || acked >= sentSequence) return { ms: 0, bytes: 0 };
    const sentMs = conflation?.sentMs ?? this.log.sentAfterMs(acked);
    return { ms: sentMs === undefined ? 0 : nowMs - sentMs, bytes: this.log.bytesBetween(acked, sentSequence) };
  }

  /** The frame of this key, made anew where it is of another sequence, or older than `keptMs`. */
  cached<Frame>(
    cache: Map<number, CachedFrame<Frame>>,
    key: number,
    { sequence, nowMs, keptMs }: { sequence: number; nowMs: number; keptMs: number },
    make: () => Frame,
  ): Frame {
    const known = cache.get(key);
    if (known !== undefined && known.sequence === sequence && nowMs - known.atMs < keptMs) return known.frame;
    const frame = make();
    if (cache.size >= MAX_CACHED) cache.clear();
    cache.set(key, { sequence, atMs: nowMs, frame });
    return frame;
  }

  /** Writes round after round until none waits; each is encoded when its turn comes. */
  #writing(): WriteJob {
    let round: Round | undefined;
    return {
      step: () => {
        round ??= this.#nextRound();
        if (round === undefined) {
          this.#isWriting = false;
          return false;
        }
        if (!round.step()) round = undefined;
        return true;
      },
    };
  }

  #nextRound(): Round | undefined {
    const entries = this.#rounds.shift();
    if (entries === undefined || this.members.size === 0) {
      this.#rounds = [];
      return undefined;
    }
    const frames = entries.map(({ update, places, atMs }) => {
      const frame = update.frame(places);
      this.log.add(update.sequence, atMs, frame.bytes.length);
      return frame;
    });
    const heartbeat = this.#dueHeartbeat();
    if (heartbeat !== undefined) frames.unshift(heartbeat.frame);
    const [only] = frames;
    const frame = frames.length === 1 && only ? only : { bytes: Buffer.concat(frames.map(({ bytes }) => bytes)) };
    const sequences = entries.map(({ update }) => update.sequence);
    const carried = { first: sequences[0] ?? 0, last: sequences.at(-1) ?? 0, heartbeat: heartbeat?.number };
    return new Round(this.members, frame, carried);
  }

  /** Once each. */
  #dueHeartbeat(): Heartbeat | undefined {
    const heartbeat = this.#earlyHeartbeat();
    if (heartbeat === undefined || heartbeat.number === this.#heartbeat) return undefined;
    this.#heartbeat = heartbeat.number;
    return heartbeat;
  }
}

/** What a round's frame holds: updates from the first to the last sequence, and the heartbeat of this number where one goes along. */
interface Carried {
  readonly first: number;
  readonly last: number;
  readonly heartbeat: number | undefined;
}

/** One write to each member that has not got it yet. */
class Round {
  readonly #members: Iterator<Member>;
  readonly #frame: SharedFrame;
  readonly #carried: Carried;

  constructor(members: ReadonlySet<Member>, frame: SharedFrame, carried: Carried) {
    this.#members = members.values();
    this.#frame = frame;
    this.#carried = carried;
  }

  step(): boolean {
    const next = this.#members.next();
    if (next.done === true) return false;
    const member = next.value;
    const { first, last, heartbeat } = this.#carried;
    // Who joined since has it in the snapshot already; who has fallen behind gets latest values.
    if (member.conflation !== undefined || member.sentSequence >= first) return true;
    member.sentSequence = last;
    if (heartbeat !== undefined) member.heartbeat = heartbeat;
    member.subscriber.send(this.#frame);
    return true;
  }
}

/** The key of a set of units. */
export function groupKey(workUnitIds: readonly string[] | 'all'): string {
  return workUnitIds === 'all' ? 'all' : JSON.stringify([...new Set(workUnitIds)].sort());
}
