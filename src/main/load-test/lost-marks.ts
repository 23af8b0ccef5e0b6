import { indexAbove } from '../../shared/index-above';

/** What a viewer got: updates by their sequences, and stretches of sequences that latest values or a snapshot stood in for. */
export interface GotByViewer {
  readonly sequences: readonly number[];
  /** From the last update before to the sequence as of which all is known again. */
  readonly covered: readonly { readonly from: number; readonly to: number }[];
}

/**
 * Commits that never came to a viewer, and that neither latest values nor a later snapshot stood in for. All viewers come
 * in before the first commit. Thousands of viewers are counted in a few ms each thousand: a generator that counts for
 * seconds would itself be the slow viewer that it looks for.
 */
export class LostMarks {
  readonly #marksOf: ReadonlyMap<number, readonly number[]>;
  readonly #committed: Uint8Array;
  readonly #committedCount: number;
  /** Of the updates that anybody got, ascending; the highest mark up to each, and the lowest from each on. */
  readonly #sequences: readonly number[];
  readonly #highestUpTo: readonly number[];
  readonly #lowestFrom: readonly number[];
  readonly #got: Uint8Array;

  /**
   * @param marksOf the marks in each update, by its sequence
   * @param committed the marks of all commits
   */
  constructor(marksOf: ReadonlyMap<number, readonly number[]>, committed: Iterable<number>) {
    const marks = [...committed];
    const last = marks.reduce((most, mark) => Math.max(most, mark), 0);
    this.#marksOf = marksOf;
    this.#committed = new Uint8Array(last + 1);
    for (const mark of marks) this.#committed[mark] = 1;
    this.#committedCount = marks.length;
    this.#got = new Uint8Array(last + 1);
    this.#sequences = [...marksOf.keys()].sort((a, b) => a - b);
    const own = this.#sequences.map((sequence) => marksOf.get(sequence) ?? []);
    let highest = 0;
    this.#highestUpTo = own.map((each) => {
      highest = each.reduce((a, b) => Math.max(a, b), highest);
      return highest;
    });
    let lowest = Number.POSITIVE_INFINITY;
    this.#lowestFrom = own
      .toReversed()
      .map((each) => {
        lowest = each.reduce((a, b) => Math.min(a, b), lowest);
        return lowest;
      })
      .reverse();
  }

  /** How many this viewer has lost. */
  count({ sequences, covered }: GotByViewer): number {
    this.#got.fill(0);
    for (const sequence of sequences) for (const mark of this.#marksOf.get(sequence) ?? []) this.#got[mark] = 1;
    for (const { from, to } of covered) this.#cover(from, to);
    let got = 0;
    for (let mark = 0; mark < this.#got.length; mark += 1) got += (this.#got[mark] ?? 0) & (this.#committed[mark] ?? 0);
    return this.#committedCount - got;
  }

  /** Marks between the last one in updates up to `from` and the first one in updates above `to` were stood in for. */
  #cover(from: number, to: number): void {
    const highest = this.#highestUpTo[indexAbove(this.#sequences, from) - 1] ?? 0;
    const lowest = Math.min(this.#lowestFrom[indexAbove(this.#sequences, to)] ?? this.#got.length, this.#got.length);
    for (let mark = highest + 1; mark < lowest; mark += 1) this.#got[mark] = 1;
  }
}
