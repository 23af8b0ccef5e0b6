import { BUCKET_MS, type Resolution, seriesKeyText } from '../../shared/series';
import type { Tile } from '../../shared/tile';
import type { TimeRange } from '../../shared/time';
import { newCachedTile } from './cached-tile';
import type { HistoryClock, PlantHistoryReader } from './history-plant';
import { OrderWindows, type PlantOrder, type TileOrders } from './order-windows';
import { type ReadCluster, readClusters, type Stretch } from './read-clusters';
import { abortedByAll } from './shared-flight';
import { cutBuckets, cutRaw, type ReadPiece } from './tile-cut';
import { isSealedAt } from './tile-freshness';
import { joined, without } from './tile-grid';
import type { TileReviser } from './tile-reviser';
import type { TileKey } from './tile-tier';

/** One tile to be read. */
export interface TileWant extends TileKey {
  /** Stretches that must not be read: they are still being made. On the bucket grid. */
  readonly holes: readonly TimeRange[];
}

export interface PlantTilesOptions {
  readonly plant: PlantHistoryReader;
  readonly clock: HistoryClock;
  readonly reviser: TileReviser;
}

/** A raw statement may bring twice what resolution allows a series, for whole tiles at both ends; beyond that it is refused. */
const MAX_ROWS_PER_SERIES = 40_000;
/** Most samples of one statement: what the event loop can take in within a second. */
const MAX_ROWS = 2_000_000;

/**
 * Reads tiles from the plant: one statement for all tiles of a table and resolution that are wanted at about the same
 * time, neighbouring tiles as one range.
 */
export class PlantTiles implements TileOrders {
  readonly #options: PlantTilesOptions;
  readonly #windows: OrderWindows;

  constructor(options: PlantTilesOptions) {
    this.#options = options;
    this.#windows = new OrderWindows(options.clock.setTimer, (orders) => this.#read(orders));
  }

  order(orders: readonly PlantOrder[]): void {
    this.#windows.order(orders);
  }

  /** Reads a batch of one table and resolution. Never rejects: the orders carry the outcome. */
  async #read(batch: readonly PlantOrder[]): Promise<void> {
    const wanted = batch.filter(({ abandoned }) => !abandoned.aborted);
    // What is newer than this cannot be in the answer for certain.
    const asOfMs = this.#options.clock.plantNowMs();
    const signal = abortedByAll(wanted.map(({ abandoned }) => abandoned));
    try {
      const pieces = await Promise.all(
        readClusters(stretchesOf(wanted.map(({ want }) => want))).map((cluster) => this.#readCluster(cluster, signal)),
      );
      const tiles = wanted.map(({ want }) => {
        const own = pieces.flatMap((bySeries) => bySeries.get(seriesKeyText(want.series)) ?? []);
        return tileOf(want, own, asOfMs);
      });
      const revised = await this.#options.reviser.revise(tiles, asOfMs, signal);
      for (const [at, { landed }] of wanted.entries()) {
        const tile = revised[at];
        if (tile !== undefined) landed(newCachedTile(tile));
      }
    } catch (error) {
      for (const { failed } of wanted) failed(error);
    }
  }

  async #readCluster(
    { range, owners }: ReadCluster<TileWant>,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Piece>> {
    const first = owners[0];
    if (first === undefined) return new Map();
    const { plant } = this.#options;
    const series = owners.map((want) => want.series);
    const read = { table: first.series.table, series, range };
    const maxRowsPerSeries = Math.min(MAX_ROWS_PER_SERIES, Math.floor(MAX_ROWS / series.length));
    const columns =
      first.resolution === 'raw'
        ? await plant.readRaw({ ...read, maxRowsPerSeries }, signal)
        : await plant.readBuckets({ ...read, resolution: first.resolution }, signal);
    return new Map(
      owners.flatMap((want, at) => {
        const own = columns[at];
        return own === undefined ? [] : [[seriesKeyText(want.series), { range, columns: own }] as const];
      }),
    );
  }
}

type Piece = ReadPiece<Tile['columns']>;

/** What is to be read of each series: its tiles joined, without holes. One owner stands for all tiles of its series. */
export function stretchesOf(wants: readonly TileWant[]): readonly Stretch<TileWant>[] {
  const bySeries = new Map<string, TileWant[]>();
  for (const want of wants) {
    const key = seriesKeyText(want.series);
    bySeries.set(key, [...(bySeries.get(key) ?? []), want]);
  }
  return [...bySeries.values()].flatMap((own) => {
    const [owner] = own;
    if (owner === undefined) return [];
    return joined(own.flatMap((want) => without(want.range, want.holes))).map((range) => ({ owner, range }));
  });
}

function tileOf(want: TileWant, pieces: readonly Piece[], asOfMs: number): Tile {
  const { series, resolution, range } = want;
  return {
    series,
    range,
    asOfMs,
    sealed: !hasHoles(want) && isSealedAt(range, asOfMs),
    columns:
      resolution === 'raw'
        ? cutRaw(range, pieces.filter(isRaw))
        : cutBuckets(resolution, range, pieces.filter(isBuckets)),
  };
}

/** Whether a part of the tile is left out: such a tile is answered with, but not kept. */
export function hasHoles({ range, holes }: TileWant): boolean {
  return without(range, holes).some((piece) => piece.fromMs !== range.fromMs || piece.toMs !== range.toMs);
}

function isRaw(piece: Piece): piece is ReadPiece<Extract<Tile['columns'], { kind: 'raw' }>> {
  return piece.columns.kind === 'raw';
}

function isBuckets(piece: Piece): piece is ReadPiece<Extract<Tile['columns'], { kind: 'buckets' }>> {
  return piece.columns.kind === 'buckets';
}

/** The grid that holes of a resolution are widened to, in ms; raw samples lie on none. */
export function gridMs(resolution: Resolution): number {
  return resolution === 'raw' ? 1 : BUCKET_MS[resolution];
}
