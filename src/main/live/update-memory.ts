import type { LiveUnit } from '../../shared/protocol';

/** Changes of some units, in the order of `sequence` within the epoch. */
export interface LiveUpdate {
  readonly sequence: number;
  readonly units: readonly LiveUnit[];
}

export interface UpdateMemoryPolicy {
  readonly maxUpdates: number;
  /** Samples of all updates together. */
  readonly maxSamples: number;
}

export const DEFAULT_UPDATE_MEMORY_POLICY: UpdateMemoryPolicy = {
  // Ten minutes at twenty a second: what is older is not on a screen's tail any more.
  maxUpdates: 12_000,
  // About 4 MB of columns, and as much again where they have been encoded.
  maxSamples: 250_000,
};

/**
 * The last updates, for viewers that come back. It answers with every update after a sequence or with none: a part of
 * what was missed would look whole. The oldest are dropped first.
 */
export class UpdateMemory {
  readonly #policy: UpdateMemoryPolicy;
  /** Without a hole: each sequence is one above that before it. */
  #updates: LiveUpdate[] = [];
  /** Before this index they are dropped; the array is cut when half of it is. */
  #first = 0;
  #samples = 0;

  constructor(policy: UpdateMemoryPolicy = DEFAULT_UPDATE_MEMORY_POLICY) {
    this.#policy = policy;
  }

  /** How many updates are remembered. */
  get size(): number {
    return this.#updates.length - this.#first;
  }

  /** @param update one above the last one that was added, in sequence */
  add(update: LiveUpdate): void {
    this.#updates.push(update);
    this.#samples += sampleCount(update);
    while (this.size > this.#policy.maxUpdates || (this.#samples > this.#policy.maxSamples && this.size > 0))
      this.#dropOldest();
  }

  /**
   * Every update above `sequence`, oldest first.
   * @param lastSequence number of the last update there was, whether it is remembered or not
   * @returns undefined where one of them is not remembered, or `sequence` has not been reached yet
   */
  since(sequence: number, lastSequence: number): readonly LiveUpdate[] | undefined {
    if (sequence > lastSequence) return undefined;
    const missed = lastSequence - sequence;
    if (missed > this.size) return undefined;
    return this.#updates.slice(this.#updates.length - missed);
  }

  clear(): void {
    this.#updates = [];
    this.#first = 0;
    this.#samples = 0;
  }

  #dropOldest(): void {
    const oldest = this.#updates[this.#first];
    this.#first += 1;
    if (oldest !== undefined) this.#samples -= sampleCount(oldest);
    if (this.#first * 2 <= this.#updates.length) return;
    this.#updates = this.#updates.slice(this.#first);
    this.#first = 0;
  }
}

function sampleCount({ units }: LiveUpdate): number {
  return units.reduce((sum, { series }) => series.reduce((rows, { timesMs }) => rows + timesMs.length, sum), 0);
}
