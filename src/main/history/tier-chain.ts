import { TileDamagedError } from '../../shared/tile-codec';
import { type CachedTile, cachedTileOf, encodedTileOf } from './cached-tile';
import type { HistoryClock } from './history-plant';
import { inOrder, isShared, plantBesideAfterMs, tiersAbove } from './tier-policy';
import type { TileKey, TileTier } from './tile-tier';

/** A tile that is looked for. */
export interface Sought {
  readonly key: TileKey;
  /** Told of a tile that a tier has; true where that one will do. */
  offer(cached: CachedTile): boolean;
  /** Whether one was found that will do. */
  readonly isFound: boolean;
}

/** What one tier was asked for since the start, had, and had damaged; in tiles. */
export interface TierCounters {
  asked: number;
  found: number;
  damaged: number;
}

export interface TierChainOptions {
  readonly tiers: readonly TileTier[];
  readonly clock: HistoryClock;
  readonly onTrouble?: (error: unknown) => void;
}

export interface Seek {
  readonly sought: readonly Sought[];
  /** Only the tiers that other appliances write as well: what this one has is known already. */
  readonly onlyShared: boolean;
  /** Told of what no tier has, or has not given in time, in one or more calls. */
  readonly missing: (rest: readonly Sought[]) => void;
  readonly signal: AbortSignal;
}

/** While somebody else fetches a tile for a shared tier it is looked for there again after these waits, in ms. */
const WAITS_FOR_OTHERS_MS = [15, 30, 60];

/** The tiers below memory, nearest first: what one has is written into those above it, what is damaged is taken out. */
export class TierChain {
  readonly #options: TierChainOptions;
  readonly #tiers: readonly TileTier[];
  readonly #counters: ReadonlyMap<TileTier['name'], TierCounters>;
  #toKeep: CachedTile[] = [];

  constructor(options: TierChainOptions) {
    this.#options = options;
    this.#tiers = inOrder(options.tiers);
    this.#counters = new Map(this.#tiers.map(({ name }) => [name, { asked: 0, found: 0, damaged: 0 }]));
  }

  /** By the names of the tiers. */
  get counters(): Readonly<Record<string, Readonly<TierCounters>>> {
    return Object.fromEntries([...this.#counters].map(([name, counters]) => [name, { ...counters }]));
  }

  /** Asks tier after tier. Without tiers everything is missing before this returns. Never rejects. */
  async seek({ sought, onlyShared, missing, signal }: Seek): Promise<void> {
    let rest = sought;
    for (const tier of this.#tiers) {
      if (rest.length === 0 || (onlyShared && !isShared(tier))) continue;
      const asked = rest;
      const reading = this.#read(tier, asked, signal);
      const besideMs = plantBesideAfterMs(tier);
      if (besideMs !== undefined && !(await this.#settlesWithin(reading, besideMs))) break;
      await reading;
      rest = asked.filter(({ isFound }) => !isFound);
      if (rest.length > 0 && tier.claim !== undefined) rest = await this.#claim(tier, rest, { missing, signal });
    }
    if (rest.length > 0) missing(rest);
  }

  /** Asks every tier in full and nobody else: for what is on board. Never rejects. */
  async look(sought: readonly Sought[], signal: AbortSignal): Promise<void> {
    let rest = sought;
    for (const tier of this.#tiers) {
      if (rest.length === 0) return;
      const found = await this.#read(tier, rest, signal);
      rest = rest.filter((each) => !found.has(each));
    }
  }

  /** What the plant gave is kept by every tier; tiles of one statement are written in one go. */
  keep(cached: CachedTile): void {
    if (this.#tiers.length === 0) return;
    if (this.#toKeep.length === 0) {
      queueMicrotask(() => {
        const tiles = this.#toKeep;
        this.#toKeep = [];
        this.#write(this.#tiers, tiles);
      });
    }
    this.#toKeep.push(cached);
  }

  /** Takes tiles out of every tier. */
  remove(keys: readonly TileKey[]): void {
    for (const tier of this.#tiers) tier.remove(keys).catch((error: unknown) => this.#options.onTrouble?.(error));
  }

  async #read(tier: TileTier, sought: readonly Sought[], signal: AbortSignal): Promise<ReadonlySet<Sought>> {
    const { onTrouble } = this.#options;
    const counters = this.#counters.get(tier.name) ?? { asked: 0, found: 0, damaged: 0 };
    const found = new Map<Sought, CachedTile>();
    let had = 0;
    const damaged: TileKey[] = [];
    try {
      const given = await tier.read(
        sought.map(({ key }) => key),
        signal,
      );
      for (const [at, each] of sought.entries()) {
        const bytes = given[at];
        if (bytes === undefined) continue;
        had += 1;
        const cached = intactTile(each.key, bytes);
        if (cached === 'damaged') damaged.push(each.key);
        else if (each.offer(cached)) found.set(each, cached);
      }
    } catch (error) {
      // Who gave up waiting wants to hear nothing; else it is a tier's fault, and a miss.
      if (!signal.aborted) onTrouble?.(error);
    }
    counters.asked += sought.length;
    counters.found += had - damaged.length;
    counters.damaged += damaged.length;
    if (damaged.length > 0) {
      tier.remove(damaged).catch((error: unknown) => onTrouble?.(error));
    }
    this.#write(tiersAbove(this.#tiers, this.#tiers.indexOf(tier)), [...found.values()]);
    return new Set(found.keys());
  }

  /** Lets the others of a shared tier fetch what they have begun to; answers what nobody brought. */
  async #claim(
    tier: TileTier,
    sought: readonly Sought[],
    { missing, signal }: Pick<Seek, 'missing' | 'signal'>,
  ): Promise<readonly Sought[]> {
    const ours = await this.#claimed(tier, sought, signal);
    const own = sought.filter((_, at) => ours[at] !== false);
    let others = sought.filter((_, at) => ours[at] === false);
    if (others.length === 0) return own;
    if (own.length > 0) missing(own);
    for (const waitMs of WAITS_FOR_OTHERS_MS) {
      await new Promise<void>((resolve) => this.#options.clock.setTimer(resolve, waitMs));
      await this.#read(tier, others, signal);
      others = others.filter(({ isFound }) => !isFound);
      if (others.length === 0) break;
    }
    return others;
  }

  async #claimed(tier: TileTier, sought: readonly Sought[], signal: AbortSignal): Promise<readonly boolean[]> {
    try {
      const keys = sought.map(({ key }) => key);
      return (await tier.claim?.(keys, signal)) ?? [];
    } catch (error) {
      if (!signal.aborted) this.#options.onTrouble?.(error);
      return [];
    }
  }

  #write(tiers: readonly TileTier[], tiles: readonly CachedTile[]): void {
    if (tiers.length === 0 || tiles.length === 0) return;
    const encoded = tiles.map(encodedTileOf);
    for (const tier of tiers) {
      tier.write(encoded).catch((error: unknown) => this.#options.onTrouble?.(error));
    }
  }

  async #settlesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
    let cancel: () => void = () => {};
    const late = new Promise<boolean>((resolve) => {
      cancel = this.#options.clock.setTimer(() => resolve(false), ms);
    });
    const inTime = await Promise.race([work.then(() => true), late]);
    cancel();
    return inTime;
  }
}

function intactTile(key: TileKey, bytes: Uint8Array): CachedTile | 'damaged' {
  try {
    return cachedTileOf(key, bytes);
  } catch (error) {
    if (error instanceof TileDamagedError) return 'damaged';
    throw error;
  }
}
