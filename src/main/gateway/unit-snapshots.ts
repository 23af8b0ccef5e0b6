import type { GatewaySources } from './gateway-sources';

interface Encoded {
  /** The last update that it holds. */
  readonly sequence: number;
  readonly atMs: number;
  readonly bytes: Buffer;
}

/** A tail wanders with time, and so does how far a source's clock is ahead: a snapshot is encoded anew after this, ms. */
const KEPT_MS = 10_000;
/** Tails of different lengths that are kept. */
const MAX_TAILS = 4;
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * Snapshots of units as JSON, encoded once until the unit changes: a thousand screens that join together, whatever sets
 * of units they follow, cost one encoding of each unit.
 */
export class UnitSnapshots {
  readonly #sources: Pick<GatewaySources, 'snapshot'>;
  readonly #nowMs: () => number;
  readonly #changedAt = new Map<string, number>();
  readonly #byTail = new Map<number, Map<string, Encoded>>();
  #bytes = 0;

  constructor(sources: Pick<GatewaySources, 'snapshot'>, nowMs: () => number) {
    this.#sources = sources;
    this.#nowMs = nowMs;
  }

  /** The unit is in the update of this sequence. */
  changed(workUnitId: string, sequence: number): void {
    this.#changedAt.set(workUnitId, sequence);
  }

  /** Those of the units that are in an update above `sequence`. */
  changedSince(sequence: number, workUnitIds: Iterable<string> | 'all'): readonly string[] {
    const ids = workUnitIds === 'all' ? this.#changedAt.keys() : workUnitIds;
    return [...ids].filter((workUnitId) => (this.#changedAt.get(workUnitId) ?? 0) > sequence);
  }

  /** @param sequence of the last update, none of which is pending */
  encoded(workUnitIds: readonly string[], tailMs: number, sequence: number): readonly Buffer[] {
    const known = this.#ofTail(tailMs);
    const freshMs = this.#nowMs() - KEPT_MS;
    const isCurrent = (workUnitId: string) => {
      const encoded = known.get(workUnitId);
      if (encoded === undefined || encoded.atMs < freshMs) return false;
      return encoded.sequence >= (this.#changedAt.get(workUnitId) ?? 0);
    };
    this.#encode(
      workUnitIds.filter((workUnitId) => !isCurrent(workUnitId)),
      { tailMs, sequence, known },
    );
    const bytes = workUnitIds.flatMap((workUnitId) => known.get(workUnitId)?.bytes ?? []);
    if (this.#bytes > MAX_BYTES) this.#clear();
    return bytes;
  }

  #encode(
    workUnitIds: readonly string[],
    { tailMs, sequence, known }: { tailMs: number; sequence: number; known: Map<string, Encoded> },
  ): void {
    if (workUnitIds.length === 0) return;
    const atMs = this.#nowMs();
    for (const workUnitId of workUnitIds) {
      this.#bytes -= known.get(workUnitId)?.bytes.length ?? 0;
      known.delete(workUnitId);
    }
    for (const unit of this.#sources.snapshot(workUnitIds, tailMs).units) {
      const bytes = Buffer.from(JSON.stringify(unit), 'utf8');
      known.set(unit.workUnitId, { sequence, atMs, bytes });
      this.#bytes += bytes.length;
    }
  }

  #ofTail(tailMs: number): Map<string, Encoded> {
    let known = this.#byTail.get(tailMs);
    if (known === undefined) {
      if (this.#byTail.size >= MAX_TAILS) this.#clear();
      known = new Map();
      this.#byTail.set(tailMs, known);
    }
    return known;
  }

  #clear(): void {
    this.#byTail.clear();
    this.#bytes = 0;
  }
}
