import type { HistoryAnswer } from '../../shared/history-frame';
import type { SeriesKey } from '../../shared/series';
import type { Tile } from '../../shared/tile';
import { intersect, type TimeRange } from '../../shared/time';
import { boundedReads, type TileAppliance, TileNotThereError } from './appliance-reads';
import { type CachedTile, newCachedTile } from './cached-tile';
import type { HistoryCatalogue, HistoryClock } from './history-plant';
import { NEVER } from './never';
import { OrderWindows, type PlantOrder, type TileOrders, windowKey } from './order-windows';
import { hasHoles, stretchesOf, type TileWant } from './plant-tiles';
import { readClusters } from './read-clusters';
import { abortedByAll } from './shared-flight';
import { isSealedAt, isSettledAt } from './tile-freshness';
import { type TileKey, tileKeyText } from './tile-tier';
import type { TouchLedger } from './touch-ledger';

export interface ApplianceTilesOptions {
  readonly appliance: TileAppliance;
  readonly clock: HistoryClock;
  readonly catalogue: Pick<HistoryCatalogue, 'series'>;
  readonly touches: TouchLedger;
}

/** Waits before a tile is asked for again that the appliance is still waiting for; after the last it is given up. */
const AGAIN_AFTER_MS = [500, 1_000, 2_000, 4_000, 8_000];

/**
 * Tiles out of another appliance: the same ones that it shows. It has corrected what levels do not hold yet and says which
 * stretches those are; what it knows to be true now, though read earlier, counts as read now.
 */
export class ApplianceTiles implements TileOrders {
  readonly #options: ApplianceTilesOptions;
  readonly #windows: OrderWindows;

  constructor(options: ApplianceTilesOptions) {
    this.#options = options;
    this.#windows = new OrderWindows(options.clock.setTimer, (orders) => this.#read(orders, 0));
  }

  order(orders: readonly PlantOrder[]): void {
    this.#windows.order(orders);
  }

  async onBoard(keys: readonly TileKey[]): Promise<readonly (CachedTile | undefined)[]> {
    const found = new Map<string, CachedTile>();
    const groups = new Map<string, TileWant[]>();
    for (const key of keys) {
      const want = { ...key, holes: [] };
      groups.set(windowKey(key), [...(groups.get(windowKey(key)) ?? []), want]);
    }
    const reads = [...groups.values()].map(async (wants) => {
      for (const answer of await this.#answers(wants, NEVER)) {
        for (const tile of wholeTilesOf(answer))
          found.set(tileKeyText(keyOf(tile)), newCachedTile({ tile, revised: [] }));
      }
    });
    // An appliance that cannot be asked has nothing on board, as far as anybody here can tell.
    await Promise.allSettled(reads);
    return keys.map((key) => found.get(tileKeyText(key)));
  }

  /** Never rejects: the orders carry the outcome. @param tries how often these were asked for before */
  async #read(batch: readonly PlantOrder[], tries: number): Promise<void> {
    const wanted = batch.filter(({ abandoned }) => !abandoned.aborted);
    if (wanted.length === 0) return;
    const signal = abortedByAll(wanted.map(({ abandoned }) => abandoned));
    try {
      const answers = await this.#answers(
        wanted.map(({ want }) => want),
        signal,
      );
      const landed = this.#landed(answers);
      const late = wanted.filter((order) => !this.#land(order, landed, answers));
      if (late.length > 0) this.#again(late, tries);
    } catch (error) {
      for (const { failed } of wanted) failed(error);
    }
  }

  /** Asks again for what the appliance itself still waits for. */
  #again(orders: readonly PlantOrder[], tries: number): void {
    const waitMs = AGAIN_AFTER_MS[tries];
    if (waitMs === undefined) {
      for (const { failed } of orders) failed(new TileNotThereError('The appliance has waited for the plant in vain.'));
      return;
    }
    this.#options.clock.setTimer(() => void this.#read(orders, tries + 1), waitMs);
  }

  /** Answers an order; false where the appliance is still waiting for its tile. */
  #land(order: PlantOrder, tiles: ReadonlyMap<string, CachedTile>, answers: readonly HistoryAnswer[]): boolean {
    const { want, landed, failed } = order;
    const cached = tiles.get(tileKeyText(want));
    const own = answers.filter((answer) => isSameSeries(answer.series, want.series));
    const isPartial = own.some(({ preparing }) => preparing.some((part) => intersect(part, want.range) !== undefined));
    if (cached !== undefined && (!isPartial || hasHoles(want))) {
      landed(cached);
      return true;
    }
    const isAwaited = own.some(
      ({ missing, missingReason }) =>
        missingReason === 'plant-slow' && missing.some((part) => intersect(part, want.range) !== undefined),
    );
    if (isAwaited) return false;
    failed(new TileNotThereError('The appliance does not have this tile.'));
    return true;
  }

  #landed(answers: readonly HistoryAnswer[]): ReadonlyMap<string, CachedTile> {
    const { touches } = this.#options;
    const all = new Map<string, CachedTile>();
    for (const answer of answers) {
      for (const given of answer.tiles) {
        const tile = trueNow(given, answer.asOfMs);
        const key = keyOf(tile);
        const revised = answer.revised.flatMap((part) => intersect(part, tile.range) ?? []);
        if (revised.length === 0) touches.confirm(key, tile.asOfMs);
        all.set(tileKeyText(key), newCachedTile({ tile, revised }));
      }
    }
    return all;
  }

  async #answers(wants: readonly TileWant[], signal: AbortSignal): Promise<readonly HistoryAnswer[]> {
    const { appliance, catalogue } = this.#options;
    const reads = readClusters(stretchesOf(wants)).flatMap(({ range, owners }) => {
      const [first] = owners;
      if (first === undefined) return [];
      const { resolution } = first;
      const spanMs = first.range.toMs - first.range.fromMs;
      // A stretch may have been cut at a hole; tiles are asked for whole.
      const whole = wholeTiles(range, first.range, spanMs);
      const series = owners.map((owner) => owner.series);
      return boundedReads({ series, resolution, range: whole }, spanMs, catalogue);
    });
    return (await Promise.all(reads.map((read) => appliance.readTiles(read, signal)))).flat();
  }
}

/** The tile; where it had ended when it was read, as of the time for which the appliance says that it is true. */
function trueNow(tile: Tile, trueAtMs: number): Tile {
  if (trueAtMs <= tile.asOfMs || !isSettledAt(tile.range, tile.asOfMs)) return tile;
  return { ...tile, asOfMs: trueAtMs, sealed: tile.sealed || isSealedAt(tile.range, trueAtMs) };
}

function wholeTilesOf({ tiles, preparing }: HistoryAnswer): readonly Tile[] {
  return tiles.filter(({ range }) => !preparing.some((part) => intersect(part, range) !== undefined));
}

/** The range widened to the grid that a tile lies on. */
function wholeTiles(range: TimeRange, tile: TimeRange, spanMs: number): TimeRange {
  const floor = (timeMs: number) => tile.fromMs + Math.floor((timeMs - tile.fromMs) / spanMs) * spanMs;
  const toMs = floor(range.toMs);
  return { fromMs: floor(range.fromMs), toMs: toMs < range.toMs ? toMs + spanMs : toMs };
}

function isSameSeries(a: SeriesKey, b: SeriesKey): boolean {
  return a.table === b.table && a.workUnitId === b.workUnitId && a.name === b.name;
}

function keyOf({ series, range, columns }: Tile): TileKey {
  return { series, range, resolution: columns.kind === 'raw' ? 'raw' : columns.resolution };
}
