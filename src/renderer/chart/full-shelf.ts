import { MAX_FULL_POINTS } from '../../shared/full-resolution';
import type { TimeRange } from '../../shared/time';
import type { FullPiece } from './full-picture';

/** A piece that was let go of. */
export interface DroppedPiece {
  readonly key: string;
  readonly fromMs: number;
}

/** A quarter more than a picture may have: pieces reach beyond the ends of its range. 16 bytes each, 40 MB. */
const MOST_SAMPLES = MAX_FULL_POINTS * 1.25;

/**
 * Which pieces of every sample are at hand, on the page and in its worker alike: so many samples of all series together,
 * whatever ranges were looked at on the way.
 */
export class FullShelf {
  readonly #most: number;
  readonly #pieces = new Map<string, Map<number, FullPiece>>();
  #samples = 0;
  #middleMs = 0;

  /** @param most samples of all series together */
  constructor(most = MOST_SAMPLES) {
    this.#most = most;
  }

  /** All that is at hand, 16 bytes each. */
  get samples(): number {
    return this.#samples;
  }

  /** Begins of the pieces of a series. @param key seriesKeyText */
  begins(key: string): ReadonlySet<number> {
    return new Set(this.#pieces.get(key)?.keys());
  }

  /** Pieces of a series in order of time. */
  inOrder(key: string): readonly FullPiece[] {
    return [...(this.#pieces.get(key)?.values() ?? [])].sort((a, b) => a.range.fromMs - b.range.fromMs);
  }

  /**
   * Takes a piece in, in place of an earlier one of the same begin; where there are too many samples the pieces furthest from the middle
   * of the wanted range go, of whatever series: what lies within it is the last to go.
   * @returns what went
   */
  add(key: string, piece: FullPiece): readonly DroppedPiece[] {
    this.#remove(key, piece.range.fromMs);
    const ofKey = this.#pieces.get(key) ?? new Map<number, FullPiece>();
    this.#pieces.set(key, ofKey.set(piece.range.fromMs, piece));
    this.#samples += piece.timesMs.length;
    if (this.#samples <= this.#most) return [];
    const dropped: DroppedPiece[] = [];
    for (const each of this.#furthestFirst()) {
      if (this.#samples <= this.#most) break;
      this.#remove(each.key, each.fromMs);
      dropped.push(each);
    }
    return dropped;
  }

  /** What is wanted from now on; lets go of all other series. @returns what went */
  want(keys: ReadonlySet<string>, { fromMs, toMs }: TimeRange): readonly DroppedPiece[] {
    this.#middleMs = (fromMs + toMs) / 2;
    const dropped = this.#all().filter(({ key }) => !keys.has(key));
    for (const { key, fromMs: beginMs } of dropped) this.#remove(key, beginMs);
    return dropped;
  }

  #furthestFirst(): readonly DroppedPiece[] {
    const distance = ({ key, fromMs }: DroppedPiece) => {
      const toMs = this.#pieces.get(key)?.get(fromMs)?.range.toMs ?? fromMs;
      return Math.abs((fromMs + toMs) / 2 - this.#middleMs);
    };
    return this.#all()
      .map((each) => ({ each, distance: distance(each) }))
      .sort((a, b) => b.distance - a.distance)
      .map(({ each }) => each);
  }

  #all(): DroppedPiece[] {
    return [...this.#pieces].flatMap(([key, pieces]) => [...pieces.keys()].map((fromMs) => ({ key, fromMs })));
  }

  #remove(key: string, fromMs: number): void {
    const pieces = this.#pieces.get(key);
    this.#samples -= pieces?.get(fromMs)?.timesMs.length ?? 0;
    pieces?.delete(fromMs);
    if (pieces?.size === 0) this.#pieces.delete(key);
  }
}
