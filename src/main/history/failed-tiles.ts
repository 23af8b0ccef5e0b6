import { MINUTE_MS, SECOND_MS } from '../../shared/time';
import { type TileKey, tileKeyText } from './tile-tier';

interface Rest {
  readonly key: TileKey;
  readonly untilMs: number;
  readonly lengthMs: number;
  /** Its end has been told of. */
  readonly isOver: boolean;
}

/** A reading that took seconds and then failed is not made again at once; each failure in a row doubles the rest. */
const FIRST_REST_MS = 10 * SECOND_MS;
const LONGEST_REST_MS = 5 * MINUTE_MS;
/** Tiles remembered; beyond that the one that failed longest ago is asked for as if it never had. */
const MAX_REMEMBERED = 4_096;

/**
 * Tiles whose reading failed after viewers had been answered without them. A statement that fails after long costs the plant as
 * much as one that succeeds: for a while such a tile is said to have failed, and is not asked for.
 */
export class FailedTiles {
  readonly #rests = new Map<string, Rest>();

  /** Its reading has failed, at this plant time. */
  add(key: TileKey, nowMs: number): void {
    const text = tileKeyText(key);
    const before = this.#rests.get(text)?.lengthMs;
    const lengthMs = before === undefined ? FIRST_REST_MS : Math.min(2 * before, LONGEST_REST_MS);
    this.#rests.delete(text);
    this.#rests.set(text, { key, untilMs: nowMs + lengthMs, lengthMs, isOver: false });
    const [oldest] = this.#rests.keys();
    if (this.#rests.size > MAX_REMEMBERED && oldest !== undefined) this.#rests.delete(oldest);
  }

  /** It was read well. */
  forget(key: TileKey): void {
    if (this.#rests.size > 0) this.#rests.delete(tileKeyText(key));
  }

  isResting(key: TileKey, nowMs: number): boolean {
    return this.#rests.size > 0 && nowMs < (this.#rests.get(tileKeyText(key))?.untilMs ?? 0);
  }

  /** Tiles that may be asked for again; each is told once. */
  takeRested(nowMs: number): readonly TileKey[] {
    const rested = [...this.#rests].filter(([, { untilMs, isOver }]) => !isOver && untilMs <= nowMs);
    for (const [text, rest] of rested) this.#rests.set(text, { ...rest, isOver: true });
    return rested.map(([, { key }]) => key);
  }
}
