import type { SeriesKey } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import { isBeingMade } from './being-made';
import type { CachedTile } from './cached-tile';
import { type Deadline, deadlineAfter } from './deadline';
import { FailedTiles } from './failed-tiles';
import type { HistoryCatalogue, HistoryClock, PlantHistoryReader } from './history-plant';
import { isDropped, mayBeDropped } from './kept-levels';
import { NEVER } from './never';
import type { TileOrders } from './order-windows';
import { hasHoles, PlantTiles, type TileWant } from './plant-tiles';
import { type Sought, TierChain } from './tier-chain';
import { TileFlight } from './tile-flight';
import { isSettledAt, recheckAfterMs, type TileVerdict, tileVerdict } from './tile-freshness';
import { TileMemory } from './tile-memory';
import { type MissingTile, PlantAwayError, TileDroppedError, type TileOutcome } from './tile-outcome';
import { TileReviser } from './tile-reviser';
import { type TileKey, type TileTier, tileKeyOf, tileKeyText } from './tile-tier';
import { type Touch, TouchLedger } from './touch-ledger';

/** A stretch of a series of which another content is true now than what was answered. */
export interface Revision {
  readonly series: SeriesKey;
  readonly range: TimeRange;
}

export interface TileLoaderOptions {
  readonly plant: PlantHistoryReader;
  readonly catalogue: Pick<HistoryCatalogue, 'series' | 'levels' | 'keptFor' | 'preparing'>;
  readonly clock: HistoryClock;
  /** Where tiles come from that no tier has; default: the plant, through its reader. */
  readonly tileOrders?: (touches: TouchLedger) => TileOrders;
  /** Tiers below memory, in any order; default none. */
  readonly tiers?: readonly TileTier[];
  /** Bound of the tiles in memory, in bytes. */
  readonly memoryBytes?: number;
  /** Since this plant time every change has been told of; undefined while changes are not followed. */
  readonly followedSinceMs?: () => number | undefined;
  /** Whether it is known that the plant cannot be reached just now: it is not asked then. Default: never. */
  readonly isPlantAway?: () => boolean;
  /** Told where what was answered is not true any more. */
  readonly onRevision?: (revision: Revision) => void;
  readonly onTrouble?: (error: unknown) => void;
}

export interface LoadOptions {
  /** Who asks loses interest: reads that nobody else waits for are stopped. */
  readonly signal: AbortSignal;
  /** What is not there by then is 'slow'. Default: as long as the plant takes. */
  readonly deadline?: Deadline;
}

/**
 * Loads tiles from the nearest tier that has them: memory, the tiers below it, the plant. One flight per tile however many
 * ask and at whichever tier. What is stale is answered at once and read again behind the answer. Above 300 lines because
 * every way of a flight, from tier to tier and to the plant, is on one list of flights; what each does lies in the files beside.
 */
export class TileLoader {
  readonly memory: TileMemory;
  readonly touches = new TouchLedger();
  readonly #options: TileLoaderOptions;
  readonly #chain: TierChain;
  readonly #plant: TileOrders;
  readonly #flights = new Map<string, TileFlight>();
  readonly #failed = new FailedTiles();
  readonly #memoryCounters = { asked: 0, found: 0 };

  constructor(options: TileLoaderOptions) {
    const { touches } = this;
    this.#options = options;
    this.memory = new TileMemory(options.memoryBytes);
    this.#chain = new TierChain({ ...options, tiers: options.tiers ?? [] });
    this.#plant =
      options.tileOrders?.(touches) ??
      new PlantTiles({ ...options, reviser: new TileReviser({ ...options, touches }) });
  }

  /** How often each tier was asked since the start, and had what was asked for; in tiles. */
  counters() {
    const { sizeBytes, tileCount, droppedTiles } = this.memory;
    return { memory: { ...this.#memoryCounters, sizeBytes, tileCount, droppedTiles }, tiers: this.#chain.counters };
  }

  /**
   * The tiles, in the order of `wants`.
   * @throws what the reader throws, but for an unreachable plant; the signal's reason
   */
  async load(wants: readonly TileWant[], { signal, deadline }: LoadOptions): Promise<readonly TileOutcome[]> {
    signal.throwIfAborted();
    const started: TileFlight[] = [];
    const found = wants.map(
      (want) => this.#inMemory(want) ?? this.#failedBefore(want) ?? this.#flightFor(want, started),
    );
    const waits = found.filter((each) => each instanceof TileFlight).length;
    this.#memoryCounters.asked += found.length;
    this.#memoryCounters.found += found.length - waits;
    this.#launch(started);
    const { passed } = deadline ?? deadlineAfter(undefined, this.#options.clock.setTimer);
    return Promise.all(
      found.map((each): TileOutcome | Promise<TileOutcome> => {
        if (each instanceof TileFlight) return this.#outcome(each, signal, passed);
        return each === 'failed' ? { missing: each } : { cached: each };
      }),
    );
  }

  /** What is on board of these tiles, however old, in their order; the plant is not asked. */
  async onBoard(keys: readonly TileKey[]): Promise<readonly (CachedTile | undefined)[]> {
    const found = keys.map((key): CachedTile | undefined => this.memory.get(tileKeyText(key)));
    const sought = keys.flatMap((key, at): Sought[] => {
      if (found[at] !== undefined) return [];
      const offer = (cached: CachedTile) => {
        found[at] = this.memory.put(tileKeyText(key), cached);
        return true;
      };
      return [{ key, offer, isFound: false }];
    });
    await this.#chain.look(sought, NEVER);
    if (this.#options.isPlantAway?.() === true) return found;
    // Another appliance may be reached while its plant is not.
    const rest = [...keys.entries()].filter(([at]) => found[at] === undefined);
    const theirs = (await this.#plant.onBoard?.(rest.map(([, key]) => key))) ?? [];
    for (const [index, [at, key]] of rest.entries()) {
      const cached = theirs[index];
      if (cached !== undefined) found[at] = this.memory.put(tileKeyText(key), cached);
    }
    return found;
  }

  /** Rows were changed: tiles that were read before are out of date, sealed ones are taken out of the tiers below. */
  touched(touch: Touch): void {
    this.touches.add(touch, this.#nowMs());
  }

  /** Takes tiles out of every tier but memory, where the ledger of touches keeps them from being believed. */
  reopen(keys: readonly TileKey[]): void {
    this.#chain.remove(keys);
  }

  /** Reads tiles again that are marked as revised, once their level's job may have run; tells of those that may be asked for again. */
  recheck(): void {
    for (const { series, range } of this.#failed.takeRested(this.#nowMs()))
      this.#options.onRevision?.({ series, range });
    if (this.#options.isPlantAway?.() === true) return;
    const nowMs = this.#nowMs();
    for (const [, entry] of this.memory.entries()) {
      if (entry.revised.length === 0) continue;
      const key = tileKeyOf(entry.tile);
      if (nowMs - entry.tile.asOfMs >= recheckAfterMs(key.resolution)) this.readAgain(key, entry);
    }
  }

  /** Reads a tile again that was answered as it is; says so where it has changed. One that is being made anew stays. */
  readAgain(key: TileKey, answered: CachedTile): void {
    const { isPlantAway, catalogue } = this.#options;
    if (isPlantAway?.() === true || isBeingMade(key, catalogue.preparing())) return;
    const started: TileFlight[] = [];
    const { series, resolution, range } = key;
    this.#flightFor({ series, resolution, range, holes: [] }, started).answer(answered);
    this.#launch(started, { again: true });
  }

  #inMemory(want: TileWant): CachedTile | undefined {
    const entry = this.memory.get(tileKeyText(want));
    if (entry === undefined) return undefined;
    const verdict = this.#verdict(entry, entry.verifiedMs);
    if (verdict === 'old') return undefined;
    if (verdict === 'stale') this.readAgain(want, entry);
    return entry;
  }

  /** While the plant is left alone after a reading that failed, the newest that is on board serves. */
  #failedBefore(want: TileWant): CachedTile | 'failed' | undefined {
    return this.#failed.isResting(want, this.#nowMs()) ? (this.memory.get(tileKeyText(want)) ?? 'failed') : undefined;
  }

  #verdict(cached: CachedTile, verifiedMs = cached.tile.asOfMs): TileVerdict {
    const key = tileKeyOf(cached.tile);
    const { asOfMs, sealed } = cached.tile;
    if (this.touches.isTouchedSince(key, asOfMs)) return 'old';
    // The plant would give less of it now.
    if (isSettledAt(key.range, asOfMs) && mayBeDropped(key, this.#options.catalogue, this.#nowMs())) return 'current';
    const followedSinceMs = this.#options.followedSinceMs?.();
    return tileVerdict({ ...key, asOfMs, sealed, verifiedMs }, { nowMs: this.#nowMs(), followedSinceMs });
  }

  #flightFor(want: TileWant, started: TileFlight[]): TileFlight {
    const key = tileKeyText(want);
    const known = this.#flights.get(key);
    if (known !== undefined && !this.touches.isTouchedSince(want, known.startedMs)) return known;
    const flight = new TileFlight(want, {
      ...{ key, known: this.memory.get(key), startedMs: this.#nowMs() },
      // Who asks again after everybody has left needs a new flight.
      onAbandoned: (left) => this.#end(left),
    });
    this.#flights.set(key, flight);
    started.push(flight);
    return flight;
  }

  #end(flight: TileFlight): void {
    if (this.#flights.get(flight.key) === flight) this.#flights.delete(flight.key);
  }

  #launch(flights: readonly TileFlight[], { again = false } = {}): void {
    if (flights.length === 0) return;
    // A tile with holes is no tier's: it is neither looked for nor kept.
    const first = flights.filter(({ want }) => want.holes.length > 0);
    const whole = flights.filter(({ want }) => want.holes.length === 0);
    const bySought = new Map(whole.map((flight) => [this.#sought(flight, again), flight]));
    let isFirst = true;
    void this.#chain.seek({
      sought: [...bySought.keys()],
      onlyShared: again,
      missing: (rest) => {
        const ordered = rest.flatMap((each) => bySought.get(each) ?? []);
        // What is known at once to be in no tier goes in one batch with what is not looked for.
        if (isFirst) first.push(...ordered);
        else this.#order(ordered);
      },
      signal: NEVER,
    });
    isFirst = false;
    this.#order(first);
  }

  #sought(flight: TileFlight, again: boolean): Sought {
    return {
      key: flight.want,
      get isFound() {
        return flight.isLanded;
      },
      offer: (cached) => {
        if (flight.isLanded) return false;
        const isNewer = flight.known === undefined || cached.tile.asOfMs > flight.known.tile.asOfMs;
        if (isNewer) flight.known = cached;
        // Another appliance may not have known of the change when it read the level.
        if (this.touches.revising(flight.want, this.#nowMs()).length > 0) return false;
        const verdict = this.#verdict(cached);
        if (verdict === 'old' || (verdict === 'stale' && (again || !isNewer))) return false;
        this.#land(flight, cached);
        if (verdict === 'stale') this.readAgain(flight.want, cached);
        return true;
      },
    };
  }

  #order(flights: readonly TileFlight[]): void {
    const open = flights.filter(({ abandoned, isLanded }) => !abandoned.aborted && !isLanded);
    if (this.#options.isPlantAway?.() === true) {
      for (const flight of open) this.#fail(flight, new PlantAwayError('The plant is away.'));
      return;
    }
    const [dropped, kept] = partitioned(open, ({ want }) => isDropped(want, this.#options.catalogue, this.#nowMs()));
    for (const flight of dropped) this.#fail(flight, new TileDroppedError('The plant keeps it no longer.'));
    this.#plant.order(
      kept.map((flight) => ({
        want: flight.want,
        abandoned: flight.abandoned,
        landed: (cached) => {
          if (!hasHoles(flight.want)) this.#chain.keep(cached);
          this.#land(flight, cached);
        },
        failed: (error) => this.#fail(flight, error),
      })),
    );
  }

  #land(flight: TileFlight, cached: CachedTile): void {
    this.#end(flight);
    this.#failed.forget(flight.want);
    if (!hasHoles(flight.want)) this.memory.put(flight.key, cached);
    const range = flight.land(cached);
    if (range !== undefined) this.#options.onRevision?.({ series: flight.want.series, range });
  }

  #fail(flight: TileFlight, error: unknown): void {
    this.#end(flight);
    const { want } = flight;
    if (!flight.fail(error)) return;
    // Who was told that it comes later is to hear that it does not. Of a plant that is away the link tells when it is back.
    if (!this.#isAway(error)) {
      this.#failed.add(want, this.#nowMs());
      this.#options.onTrouble?.(error);
    }
    this.#options.onRevision?.({ series: want.series, range: want.range });
  }

  async #outcome(flight: TileFlight, signal: AbortSignal, deadline: Promise<undefined>): Promise<TileOutcome> {
    const joining = flight.join(signal);
    // It may fail after the deadline has passed, when nobody listens any more.
    joining.catch(() => {});
    let why: MissingTile = 'slow';
    try {
      const cached = await Promise.race([joining, deadline]);
      if (cached !== undefined) return { cached };
      flight.answer(flight.known);
    } catch (error) {
      const isDroppedTile = error instanceof TileDroppedError;
      if (signal.aborted || !(isDroppedTile || this.#isAway(error))) throw error;
      why = isDroppedTile ? 'dropped' : 'unreachable';
    }
    return flight.known === undefined ? { missing: why } : { cached: flight.known };
  }

  #isAway(error: unknown): boolean {
    return error instanceof PlantAwayError || this.#options.plant.troubleOf(error) === 'unreachable';
  }

  #nowMs(): number {
    return this.#options.clock.plantNowMs();
  }
}

function partitioned<Item>(items: readonly Item[], test: (item: Item) => boolean): readonly [Item[], Item[]] {
  const [yes, no]: [Item[], Item[]] = [[], []];
  for (const item of items) (test(item) ? yes : no).push(item);
  return [yes, no];
}
