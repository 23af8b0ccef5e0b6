import type { TimeRange } from '../../shared/time';
import type { CachedTile } from './cached-tile';
import { NEVER } from './never';
import type { TileWant } from './plant-tiles';
import { SharedFlight } from './shared-flight';
import { changedRange } from './tile-difference';

export interface TileFlightStart {
  readonly key: string;
  readonly known: CachedTile | undefined;
  readonly startedMs: number;
  /** Told when nobody waits any more. */
  readonly onAbandoned: (flight: TileFlight) => void;
}

/** The way of one tile from whichever tier has it; any number wait for it. */
export class TileFlight {
  readonly want: TileWant;
  /** Its {@link tileKeyText}. */
  readonly key: string;
  /** The best that was found so far, where that will not do as an answer of now. */
  known: CachedTile | undefined;
  /** Plant time: what it brings may lack what was changed later. */
  readonly startedMs: number;
  readonly #flight: SharedFlight<CachedTile>;
  /** What was answered meanwhile: undefined where nothing was, null where there was nothing to answer with. */
  #answered: CachedTile | null | undefined;
  #isLanded = false;

  constructor(want: TileWant, { key, known, startedMs, onAbandoned }: TileFlightStart) {
    this.want = want;
    this.key = key;
    this.known = known;
    this.startedMs = startedMs;
    this.#flight = new SharedFlight(() => onAbandoned(this));
  }

  get abandoned(): AbortSignal {
    return this.#flight.abandoned;
  }

  get isLanded(): boolean {
    return this.#isLanded;
  }

  join(signal: AbortSignal): Promise<CachedTile> {
    return this.#flight.join(signal);
  }

  /** Somebody was answered without waiting for it: it goes on, whoever leaves, and tells what was wrong with the answer. */
  answer(answered: CachedTile | undefined): void {
    if (this.#answered === undefined) this.#flight.join(NEVER).catch(() => {});
    this.#answered = answered ?? null;
  }

  /** Ends it; answers the stretch of which something else was answered meanwhile. */
  land(cached: CachedTile): TimeRange | undefined {
    this.#isLanded = true;
    this.#flight.resolve(cached);
    if (this.#answered === undefined) return undefined;
    return this.#answered === null ? this.want.range : revisionOf(this.#answered, cached);
  }

  /** @returns whether somebody was answered with nothing meanwhile, and waits for what does not come */
  fail(error: unknown): boolean {
    this.#flight.reject(error);
    return this.#answered === null;
  }
}

/** Where two readings differ, in their samples or in what is marked as revised. */
function revisionOf(before: CachedTile, after: CachedTile): TimeRange | undefined {
  const isMarkedAlike = JSON.stringify(before.revised) === JSON.stringify(after.revised);
  return isMarkedAlike ? changedRange(before.tile, after.tile) : after.tile.range;
}
