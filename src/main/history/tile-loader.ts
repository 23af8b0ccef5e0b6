import type { SeriesKey } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import type { CachedTile } from './cached-tile';
import type { HistoryClock, PlantHistoryReader } from './history-plant';
import { hasHoles, PlantTiles, type TileWant } from './plant-tiles';
import { SharedFlight } from './shared-flight';
import { type Sought, TierChain } from './tier-chain';
import { changedRange } from './tile-difference';
import { type TileVerdict, tileVerdict } from './tile-freshness';
import { TileMemory } from './tile-memory';
import { type TileTier, tileKeyText } from './tile-tier';
import { type Touch, TouchLedger } from './touch-ledger';

/** A stretch of a series of which another content is true now than what was answered. */
export interface Revision {
  readonly series: SeriesKey;
  readonly range: TimeRange;
}

export interface TileLoaderOptions {
  readonly plant: PlantHistoryReader;
  readonly clock: HistoryClock;
  /** Tiers below memory, in any order; default none. */
  readonly tiers?: readonly TileTier[];
  /** Bound of the tiles in memory, in bytes. */
  readonly memoryBytes?: number;
  /** Since this plant time every change has been told of; undefined while changes are not followed. */
  readonly followedSinceMs?: () => number | undefined;
  /** Told where what was answered is not true any more. */
  readonly onRevision?: (revision: Revision) => void;
  readonly onTrouble?: (error: unknown) => void;
}

/** A tile, or why there is none. */
export type TileOutcome =
  | { readonly cached: CachedTile; readonly missing?: undefined }
  /** unreachable: the plant is away; slow: it has not answered in time, and the tile is announced when it comes. */
  | { readonly cached?: undefined; readonly missing: 'unreachable' | 'slow' };

export interface LoadOptions {
  /** Who asks loses interest: reads that nobody else waits for are stopped. */
  readonly signal: AbortSignal;
  /** Longest wait in ms; what is not there by then is 'slow'. Default: as long as the plant takes. */
  readonly patienceMs?: number;
}

/**
 * Loads tiles from the nearest tier that has them: memory, the tiers below it, the plant. One flight per tile however many
 * ask and at whichever tier. What is stale is answered at once and read again behind the answer.
 */
export class TileLoader {
  readonly memory: TileMemory;
  readonly #options: TileLoaderOptions;
  readonly #chain: TierChain;
  readonly #plant: PlantTiles;
  readonly #touches = new TouchLedger();
  readonly #flights = new Map<string, TileFlight>();
  #memoryCounters = { asked: 0, found: 0 };

  constructor(options: TileLoaderOptions) {
    this.#options = options;
    this.memory = new TileMemory(options.memoryBytes);
    this.#chain = new TierChain({ ...options, tiers: options.tiers ?? [] });
    this.#plant = new PlantTiles(options);
  }

  /** How often each tier was asked, and had what was asked for. */
  counters() {
    const { sizeBytes, tileCount, droppedTiles } = this.memory;
    return {
      memory: { ...this.#memoryCounters, sizeBytes, tileCount, droppedTiles },
      tiers: Object.fromEntries([...this.#chain.counters].map(([name, counters]) => [name, { ...counters }])),
    };
  }

  /**
   * The tiles, in the order of `wants`.
   * @throws what the reader throws, but for an unreachable plant; the signal's reason
   */
  async load(wants: readonly TileWant[], { signal, patienceMs }: LoadOptions): Promise<readonly TileOutcome[]> {
    signal.throwIfAborted();
    const started: TileFlight[] = [];
    const found = wants.map((want) => this.#inMemory(want) ?? this.#flightFor(want, started));
    this.#launch(started);
    const flights = found.filter((each) => each instanceof TileFlight);
    if (flights.length === 0) return found.map((each) => ({ cached: each as CachedTile }));
    const deadline = this.#deadline(patienceMs);
    try {
      return await Promise.all(
        found.map((each) =>
          each instanceof TileFlight ? this.#outcome(each, signal, deadline.passed) : { cached: each },
        ),
      );
    } finally {
      deadline.cancel();
    }
  }

  /** Rows were changed: tiles that were read before are out of date. */
  touched(touch: Touch): void {
    this.#touches.add(touch, this.#options.clock.plantNowMs());
  }

  #inMemory(want: TileWant): CachedTile | undefined {
    const key = tileKeyText(want);
    this.#memoryCounters.asked += 1;
    const entry = this.memory.get(key);
    if (entry === undefined) return undefined;
    const verdict = this.#verdict(entry, entry.verifiedMs);
    if (verdict === 'old') return undefined;
    this.#memoryCounters.found += 1;
    if (verdict === 'stale') this.#readAgain(want, entry);
    return entry;
  }

  #verdict({ tile }: CachedTile, verifiedMs = tile.asOfMs): TileVerdict {
    const resolution = tile.columns.kind === 'raw' ? 'raw' : tile.columns.resolution;
    const { range, asOfMs, sealed } = tile;
    if (this.#touches.isTouchedSince(tile.series, range, asOfMs)) return 'old';
    return tileVerdict(
      { resolution, range, asOfMs, sealed, verifiedMs },
      { nowMs: this.#options.clock.plantNowMs(), followedSinceMs: this.#options.followedSinceMs?.() },
    );
  }

  #flightFor(want: TileWant, started: TileFlight[]): TileFlight {
    const key = tileKeyText(want);
    const known = this.#flights.get(key);
    if (known !== undefined && !this.#touches.isTouchedSince(want.series, want.range, known.startedMs)) return known;
    const flight = new TileFlight(want, this.memory.get(key), this.#options.clock.plantNowMs());
    this.#flights.set(key, flight);
    // Who asks again after everybody has left needs a new flight.
    flight.abandoned.addEventListener('abort', () => this.#end(flight), { once: true });
    started.push(flight);
    return flight;
  }

  #end(flight: TileFlight): void {
    const key = tileKeyText(flight.want);
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }

  /** Reads a tile again that was answered as it is; says so where it has changed. */
  #readAgain(want: TileWant, answered: CachedTile): void {
    const started: TileFlight[] = [];
    const flight = this.#flightFor(want, started);
    flight.answer(answered);
    this.#launch(started, { again: true });
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
        const verdict = this.#verdict(cached);
        const isNewer = flight.known === undefined || cached.tile.asOfMs > flight.known.tile.asOfMs;
        if (isNewer) flight.known = cached;
        if (verdict === 'old' || (verdict === 'stale' && (again || !isNewer))) return false;
        this.#land(flight, cached);
        if (verdict === 'stale') this.#readAgain(flight.want, cached);
        return true;
      },
    };
  }

  #order(flights: readonly TileFlight[]): void {
    this.#plant.order(
      flights
        .filter(({ abandoned, isLanded }) => !abandoned.aborted && !isLanded)
        .map((flight) => ({
          want: flight.want,
          abandoned: flight.abandoned,
          landed: (cached) => {
            if (!hasHoles(flight.want)) this.#chain.keep(cached);
            this.#land(flight, cached);
          },
          failed: (error) => {
            this.#end(flight);
            flight.fail(error);
          },
        })),
    );
  }

  #land(flight: TileFlight, cached: CachedTile): void {
    this.#end(flight);
    if (!hasHoles(flight.want)) this.memory.put(tileKeyText(flight.want), cached);
    const range = flight.land(cached);
    if (range !== undefined) this.#options.onRevision?.({ series: flight.want.series, range });
  }

  async #outcome(flight: TileFlight, signal: AbortSignal, deadline: Promise<undefined>): Promise<TileOutcome> {
    const joining = flight.join(signal);
    // It may fail after the deadline has passed, when nobody listens any more.
    joining.catch(() => {});
    let why: 'unreachable' | 'slow' = 'slow';
    try {
      const cached = await Promise.race([joining, deadline]);
      if (cached !== undefined) return { cached };
      flight.answer(flight.known);
    } catch (error) {
      if (signal.aborted || this.#options.plant.troubleOf(error) !== 'unreachable') throw error;
      why = 'unreachable';
    }
    return flight.known === undefined ? { missing: why } : { cached: flight.known };
  }

  #deadline(patienceMs: number | undefined): { readonly passed: Promise<undefined>; readonly cancel: () => void } {
    if (patienceMs === undefined) return { passed: new Promise(() => {}), cancel: () => {} };
    let cancel: () => void = () => {};
    const passed = new Promise<undefined>((resolve) => {
      cancel = this.#options.clock.setTimer(() => resolve(undefined), patienceMs);
    });
    return { passed, cancel };
  }
}

/** The way of one tile from whichever tier has it. */
class TileFlight {
  readonly want: TileWant;
  /** The best that was found so far, where that will not do as an answer of now. */
  known: CachedTile | undefined;
  /** Plant time: what it brings may lack what was changed later. */
  readonly startedMs: number;
  readonly #flight = new SharedFlight<CachedTile>();
  /** What was answered meanwhile: undefined where nothing was, null where there was nothing to answer with. */
  #answered: CachedTile | null | undefined;
  #isLanded = false;

  constructor(want: TileWant, known: CachedTile | undefined, startedMs: number) {
    this.want = want;
    this.known = known;
    this.startedMs = startedMs;
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
    return this.#answered === null ? this.want.range : changedRange(this.#answered.tile, cached.tile);
  }

  fail(error: unknown): void {
    this.#flight.reject(error);
  }
}

const NEVER = new AbortController().signal;
