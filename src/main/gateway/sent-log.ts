import { indexAbove } from '../../shared/index-above';

/**
 * What was sent to the viewers of a group, and when: one entry an update, however many viewers got it. A viewer's lag is
 * read from it by the last sequence that it has acknowledged.
 */
export class SentLog {
  #sequences: number[] = [];
  #sentMs: number[] = [];
  /** Bytes of this entry and all before it. */
  #totals: number[] = [];
  #total = 0;
  /** Bytes of what is not remembered any more. */
  #forgotten = 0;

  /** @param sequence above that of the entry before */
  add(sequence: number, sentMs: number, bytes: number): void {
    this.#total += bytes;
    this.#sequences.push(sequence);
    this.#sentMs.push(sentMs);
    this.#totals.push(this.#total);
  }

  /** When the first update above `sequence` was sent; undefined where there is none. The oldest known where it is forgotten. */
  sentAfterMs(sequence: number): number | undefined {
    return this.#sentMs[indexAbove(this.#sequences, sequence)];
  }

  /** When the update of this sequence, or the last one before it, was sent; undefined where it is forgotten. */
  sentMs(sequence: number): number | undefined {
    return this.#sentMs[indexAbove(this.#sequences, sequence) - 1];
  }

  /** Bytes of the updates above `from` up to and with `to`, as far as they are remembered. */
  bytesBetween(from: number, to: number): number {
    return this.#totalUpTo(to) - this.#totalUpTo(from);
  }

  /** Forgets what was sent before this time. */
  forgetBefore(timeMs: number): void {
    const kept = this.#sentMs.findIndex((sentMs) => sentMs >= timeMs);
    const count = kept < 0 ? this.#sentMs.length : kept;
    if (count === 0) return;
    this.#forgotten = this.#totals[count - 1] ?? 0;
    this.#sequences.splice(0, count);
    this.#sentMs.splice(0, count);
    this.#totals.splice(0, count);
  }

  #totalUpTo(sequence: number): number {
    const above = indexAbove(this.#sequences, sequence);
    return above > 0 ? (this.#totals[above - 1] ?? 0) : this.#forgotten;
  }
}
