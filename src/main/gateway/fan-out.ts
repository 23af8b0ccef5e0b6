import type { GatewaySources, GatewayUpdate } from './gateway-sources';
import { encodeMessage, type SharedFrame } from './viewer-socket';

/** Whoever gets live values. */
export interface Subscriber {
  send(frame: SharedFrame): void;
}

/** Viewers that follow the same units: they get the same bytes. */
interface Group {
  readonly workUnitIds: readonly string[] | 'all';
  readonly wanted: ReadonlySet<string> | undefined;
  readonly members: Set<Subscriber>;
  /** The last snapshots, by tail: a thousand viewers that join at once cost one encoding. */
  readonly snapshots: Map<number, { readonly sequence: number; readonly frame: SharedFrame }>;
}

/** Different tails of one group whose snapshots are kept. */
const MAX_SNAPSHOTS = 4;

/** Hands updates to subscribers: each encoded once per distinct set of units, however many follow it. */
export class FanOut {
  readonly #sources: Pick<GatewaySources, 'epoch' | 'snapshot'>;
  readonly #groups = new Map<string, Group>();
  readonly #groupOf = new Map<Subscriber, string>();

  constructor(sources: Pick<GatewaySources, 'epoch' | 'snapshot'>) {
    this.#sources = sources;
  }

  /** Replaces what the subscriber follows; it is sent the snapshot at once and every later update of these units. */
  subscribe(subscriber: Subscriber, workUnitIds: readonly string[] | 'all', tailMs: number): void {
    this.leave(subscriber);
    const key = workUnitIds === 'all' ? 'all' : JSON.stringify([...new Set(workUnitIds)].sort());
    const known = this.#groups.get(key);
    const group = known ?? newGroup(workUnitIds);
    // Asked for before the viewer is a member: what the snapshot pushes out to others is in it already.
    const frame = this.#snapshot(group, tailMs);
    if (known === undefined) this.#groups.set(key, group);
    group.members.add(subscriber);
    this.#groupOf.set(subscriber, key);
    subscriber.send(frame);
  }

  /** Forgets the subscriber, whether it follows anything or not. */
  leave(subscriber: Subscriber): void {
    const key = this.#groupOf.get(subscriber);
    if (key === undefined) return;
    this.#groupOf.delete(subscriber);
    const group = this.#groups.get(key);
    group?.members.delete(subscriber);
    if (group?.members.size === 0) this.#groups.delete(key);
  }

  /** Sends an update to whom it concerns. */
  publish({ sequence, units }: GatewayUpdate): void {
    for (const { wanted, members } of this.#groups.values()) {
      const own = wanted === undefined ? units : units.filter(({ workUnitId }) => wanted.has(workUnitId));
      if (own.length === 0) continue;
      const frame = encodeMessage({ type: 'update', sequence, units: [...own] });
      for (const member of members) member.send(frame);
    }
  }

  #snapshot(group: Group, tailMs: number): SharedFrame {
    const { epoch, snapshot } = {
      epoch: this.#sources.epoch,
      snapshot: this.#sources.snapshot(group.workUnitIds, tailMs),
    };
    const known = group.snapshots.get(tailMs);
    if (known?.sequence === snapshot.sequence) return known.frame;
    const { sequence, units } = snapshot;
    const frame = encodeMessage({ type: 'snapshot', epoch, sequence, units: [...units] });
    if (group.snapshots.size >= MAX_SNAPSHOTS) group.snapshots.clear();
    group.snapshots.set(tailMs, { sequence, frame });
    return frame;
  }
}

function newGroup(workUnitIds: readonly string[] | 'all'): Group {
  const wanted = workUnitIds === 'all' ? undefined : new Set(workUnitIds);
  return { workUnitIds, wanted, members: new Set(), snapshots: new Map() };
}
