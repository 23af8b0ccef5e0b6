import { BUCKET_MS, type Resolution, type SeriesKey, seriesKeyText } from '../../shared/series';
import type { Tile } from '../../shared/tile';
import { DAY_MS, HOUR_MS, type TimeRange } from '../../shared/time';
import { BatchWindow } from './batch-window';
import type { HistoryClock, PlantHistoryReader } from './history-plant';
import { type ReadCluster, readClusters, type Stretch } from './read-clusters';
import { abortedByAll, SharedFlight } from './shared-flight';
import { cutBuckets, cutRaw, type ReadPiece } from './tile-cut';
import { joined, without } from './tile-grid';

/** One tile to be read. */
export interface TileWant {
  readonly series: SeriesKey;
  readonly resolution: Resolution;
  /** The tile's range on the grid of its resolution. */
  readonly range: TimeRange;
  /** Stretches that must not be read: they are still being made. On the bucket grid. */
  readonly holes: readonly TimeRange[];
}

interface TileFlight {
  readonly want: TileWant;
  readonly flight: SharedFlight<Tile>;
}

export interface TileLoaderOptions {
  readonly plant: PlantHistoryReader;
  readonly clock: HistoryClock;
}

/** While a statement of a resolution is in flight, other requests for it gather for so long. */
const WINDOW_MS = 10;
/** Rows may come this late (the refresh windows' 8 days), and the slowest job runs hourly. */
const SEALED_AFTER_MS = 8 * DAY_MS + HOUR_MS;
/** A raw statement may bring twice what resolution allows a series, for whole tiles at both ends; beyond that it is refused. */
const MAX_ROWS_PER_SERIES = 40_000;
/** Most samples of one statement: what the event loop can take in within a second. */
const MAX_ROWS = 2_000_000;

/**
 * Reads tiles from the plant: one flight per tile however many ask, one statement for all tiles of a table and
 * resolution that are wanted at about the same time, neighbouring tiles as one range.
 */
export class TileLoader {
  readonly #options: TileLoaderOptions;
  readonly #flights = new Map<string, TileFlight>();
  readonly #windows = new Map<string, BatchWindow<TileFlight>>();

  constructor(options: TileLoaderOptions) {
    this.#options = options;
  }

  /**
   * The tiles, in the order of `wants`.
   * @param signal who asks loses interest: reads that nobody else waits for are stopped
   * @throws what the reader throws; the signal's reason
   */
  load(wants: readonly TileWant[], signal: AbortSignal): Promise<readonly Tile[]> {
    if (signal.aborted) return Promise.reject(signal.reason);
    const fresh = new Map<string, TileFlight[]>();
    const joins = wants.map((want) => {
      const key = flightKey(want);
      const known = this.#flights.get(key);
      if (known !== undefined) return known.flight.join(signal);
      const started = { want, flight: this.#start(key) };
      this.#flights.set(key, started);
      const group = windowKey(want);
      fresh.set(group, [...(fresh.get(group) ?? []), started]);
      return started.flight.join(signal);
    });
    for (const [group, flights] of fresh) this.#window(group).add(flights);
    return Promise.all(joins);
  }

  #start(key: string): SharedFlight<Tile> {
    const flight = new SharedFlight<Tile>();
    // Who asks again after everybody has left needs a new flight.
    flight.abandoned.addEventListener('abort', () => this.#land(key, flight), { once: true });
    return flight;
  }

  #land(key: string, flight: SharedFlight<Tile>): void {
    if (this.#flights.get(key)?.flight === flight) this.#flights.delete(key);
  }

  #window(group: string): BatchWindow<TileFlight> {
    let window = this.#windows.get(group);
    if (window === undefined) {
      window = new BatchWindow<TileFlight>({
        setTimer: this.#options.clock.setTimer,
        windowMs: WINDOW_MS,
        dispatch: (flights) => this.#read(flights),
      });
      this.#windows.set(group, window);
    }
    return window;
  }

  /** Reads a batch of one table and resolution. Never rejects: the flights carry the outcome. */
  async #read(batch: readonly TileFlight[]): Promise<void> {
    const wanted = batch.filter(({ flight }) => !flight.abandoned.aborted);
    // What is newer than this cannot be in the answer for certain.
    const asOfMs = this.#options.clock.plantNowMs();
    const signal = abortedByAll(wanted.map(({ flight }) => flight.abandoned));
    try {
      const pieces = await Promise.all(
        readClusters(stretchesOf(wanted)).map((cluster) => this.#readCluster(cluster, signal)),
      );
      for (const { want, flight } of wanted) {
        const own = pieces.flatMap((bySeries) => bySeries.get(seriesKeyText(want.series)) ?? []);
        flight.resolve(tileOf(want, own, asOfMs));
      }
    } catch (error) {
      for (const { flight } of wanted) flight.reject(error);
    } finally {
      for (const { want, flight } of wanted) this.#land(flightKey(want), flight);
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

function flightKey({ series, resolution, range }: TileWant): string {
  return `${resolution} ${range.fromMs} ${range.toMs} ${seriesKeyText(series)}`;
}

/** Tiles of one key can share a statement. Raw tiles of unlike spans do not: a fast series would be read over a slow one's month. */
function windowKey({ series, resolution, range }: TileWant): string {
  return `${series.table} ${resolution} ${range.toMs - range.fromMs}`;
}

/** What is to be read of each series: its tiles joined, without holes. One owner stands for all tiles of its series. */
function stretchesOf(flights: readonly TileFlight[]): readonly Stretch<TileWant>[] {
  const bySeries = new Map<string, TileWant[]>();
  for (const { want } of flights) {
    const key = seriesKeyText(want.series);
    bySeries.set(key, [...(bySeries.get(key) ?? []), want]);
  }
  return [...bySeries.values()].flatMap((wants) => {
    const [owner] = wants;
    if (owner === undefined) return [];
    return joined(wants.flatMap((want) => without(want.range, want.holes))).map((range) => ({ owner, range }));
  });
}

function tileOf(want: TileWant, pieces: readonly Piece[], asOfMs: number): Tile {
  const { series, resolution, range, holes } = want;
  const isWhole = without(range, holes).every((piece) => piece.fromMs === range.fromMs && piece.toMs === range.toMs);
  return {
    series,
    range,
    asOfMs,
    sealed: isWhole && range.toMs <= asOfMs - SEALED_AFTER_MS,
    columns:
      resolution === 'raw'
        ? cutRaw(range, pieces.filter(isRaw))
        : cutBuckets(resolution, range, pieces.filter(isBuckets)),
  };
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
