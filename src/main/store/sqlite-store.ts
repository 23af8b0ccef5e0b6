import type { Resolution, SeriesKey } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import { CatalogueStore } from './catalogue-store';
import { nextTurn } from './next-turn';
import { StoreLink, type StoreLinkOptions } from './store-link';
import type { StoreStatus } from './store-status';
import type { CheckedRow, CheckedRows, StoredTile, TileKey, TileMarks } from './stored-tile';
import type { MarksColumns } from './tile-cache';

export interface SqliteStoreOptions extends Omit<StoreLinkOptions, 'workerData'> {
  /** The file of tiles and catalogue; its folder is made where it is missing. */
  readonly cachePath: string;
  /** The file of what people entered, likewise. */
  readonly enteredPath: string;
  /** What the cache may take of the disk, in bytes; its WAL takes up to 16 MB more. */
  readonly budgetBytes: number;
}

/** Most tiles of one message: what the main thread makes or takes in within a millisecond. */
const KEYS_A_MESSAGE = 64;
const BYTES_A_MESSAGE = 1024 * 1024;
/** Tiles that wait to be written; what comes on top is not kept. */
const MAX_PENDING_WRITE_BYTES = 64 * 1024 * 1024;
const SERIES_A_LIST = 8;
/** Marks told at a time. */
const MARKS_A_PORTION = 500;

/**
 * The tier of tiles on the disk, and what else the appliance keeps: the main thread's side of the store's worker. Nothing
 * here waits for a disk, and nothing fails: what cannot be had is a miss, and {@link status} says why.
 */
export class SqliteStore {
  readonly name = 'sqlite';
  readonly #link: StoreLink;
  readonly #catalogue: CatalogueStore;
  readonly #budgetBytes: number;
  #pendingWriteBytes = 0;
  #notKept = 0;
  #pinnedUnits: readonly string[] = [];

  constructor(options: SqliteStoreOptions) {
    const { cachePath, enteredPath, budgetBytes, ...link } = options;
    this.#budgetBytes = budgetBytes;
    this.#link = new StoreLink({ ...link, workerData: { cachePath, enteredPath, budgetBytes } });
    this.#catalogue = new CatalogueStore(this.#link);
    this.#link.onRestart(() => void this.#link.call('setPinnedUnits', { workUnitIds: this.#pinnedUnits }));
  }

  /**
   * In the order of the keys; undefined: not here. The bytes belong to the caller.
   * @throws the signal's reason
   */
  read(keys: readonly TileKey[], signal: AbortSignal): Promise<readonly (Uint8Array | undefined)[]> {
    return this.#read(keys, true, signal);
  }

  /** The same, without their counting as used. */
  peek(keys: readonly TileKey[], signal: AbortSignal): Promise<readonly (Uint8Array | undefined)[]> {
    return this.#read(keys, false, signal);
  }

  async #read(
    keys: readonly TileKey[],
    isUse: boolean,
    signal: AbortSignal,
  ): Promise<readonly (Uint8Array | undefined)[]> {
    signal.throwIfAborted();
    const parts = await untilAborted(
      Promise.all(
        slicesOf(keys, KEYS_A_MESSAGE).map(async (slice) => {
          const found = await this.#link.call('read', { keys: slice.map(plainKey), isUse });
          return found ?? slice.map(() => undefined);
        }),
      ),
      signal,
    );
    return parts.flat();
  }

  /** Keeps tiles, a newer `asOfMs` winning; settles when they are kept or given up. The caller keeps its bytes. */
  async write(tiles: readonly StoredTile[]): Promise<void> {
    for (const slice of slicesBySize(tiles, BYTES_A_MESSAGE)) {
      const sizeBytes = slice.reduce((sum, { bytes }) => sum + bytes.length, 0);
      if (this.#pendingWriteBytes + sizeBytes > MAX_PENDING_WRITE_BYTES) {
        this.#notKept += slice.length;
        continue;
      }
      this.#pendingWriteBytes += sizeBytes;
      const copies = slice.map((tile) => ({ ...tile, key: plainKey(tile.key), bytes: new Uint8Array(tile.bytes) }));
      const transfer = copies.map(({ bytes }) => bytes.buffer);
      await this.#link.call('write', { tiles: copies }, transfer);
      this.#pendingWriteBytes -= sizeBytes;
    }
  }

  /** Takes tiles out. */
  async remove(keys: readonly TileKey[]): Promise<void> {
    await Promise.all(
      slicesOf(keys, KEYS_A_MESSAGE).map((slice) => this.#link.call('remove', { keys: slice.map(plainKey) })),
    );
  }

  /**
   * What is on board of these series at a resolution and overlaps the range, by series and in order of time; told in
   * portions with a pause before each, so that whoever takes them holds the main thread no longer than one takes.
   */
  async *list(
    series: readonly SeriesKey[],
    resolution: Resolution,
    range: TimeRange,
  ): AsyncIterable<readonly TileMarks[]> {
    for (const slice of slicesOf(series, SERIES_A_LIST)) {
      const columns = await this.#link.call('list', { series: slice.map(plainSeries), resolution, range });
      for (const [at, key] of slice.entries()) yield* portionsOf(key, resolution, columns?.[at]);
    }
  }

  /** The catalogue as it was saved last; `isWhole` false: something of it is not known any more. */
  loadCatalogue(): Promise<CheckedRows> {
    return this.#catalogue.load();
  }

  /** Keeps these rows in the place of all earlier ones; only what has changed is written. */
  saveCatalogue(rows: Iterable<CheckedRow>): Promise<void> {
    return this.#catalogue.save(rows);
  }

  /** What people entered; undefined: not known just now. */
  loadEntered(): Promise<readonly CheckedRow[] | undefined> {
    return this.#link.call('loadEntered', undefined);
  }

  /** @returns whether these rows are on the disk, in the place of all earlier ones */
  async saveEntered(rows: readonly CheckedRow[]): Promise<boolean> {
    return (await this.#link.call('saveEntered', rows)) === true;
  }

  /** Tiles of these units go last when room is made. */
  setPinnedUnits(workUnitIds: readonly string[]): void {
    this.#pinnedUnits = workUnitIds;
    void this.#link.call('setPinnedUnits', { workUnitIds });
  }

  async status(): Promise<StoreStatus> {
    const status = await this.#link.call('status', undefined);
    return {
      worker: this.#link.state,
      cache: status?.cache ?? { ...UNKNOWN_CACHE, budgetBytes: this.#budgetBytes },
      entered: status?.entered ?? UNKNOWN_FILE,
      givenUp: this.#link.givenUp + this.#notKept,
    };
  }

  /** Writes what waits and closes the files; idempotent. */
  close(): Promise<void> {
    return this.#link.close();
  }
}

const UNKNOWN_FILE = {
  state: 'unavailable',
  trouble: undefined,
  sentence: "The store's worker does not answer.",
  setAside: 0,
  begunAnew: false,
} as const;
const UNKNOWN_CACHE = {
  ...UNKNOWN_FILE,
  ...{ hits: 0, misses: 0, damaged: 0, written: 0, stale: 0, refused: 0, evicted: 0, usedBytes: 0 },
};

/** What a message carries of a series; an object of the caller may hold more than can be cloned. */
function plainSeries({ table, workUnitId, name }: SeriesKey): SeriesKey {
  return { table, workUnitId, name };
}

function plainKey({ series, resolution, range: { fromMs, toMs } }: TileKey): TileKey {
  return { series: plainSeries(series), resolution, range: { fromMs, toMs } };
}

async function* portionsOf(
  series: SeriesKey,
  resolution: Resolution,
  columns: MarksColumns | undefined,
): AsyncIterable<readonly TileMarks[]> {
  if (columns === undefined) return;
  const { fromMs, toMs, asOfMs, sealed } = columns;
  for (let from = 0; from < fromMs.length; from += MARKS_A_PORTION) {
    const portion: TileMarks[] = [];
    for (let at = from; at < Math.min(from + MARKS_A_PORTION, fromMs.length); at++) {
      portion.push({
        key: { series, resolution, range: { fromMs: fromMs[at] ?? Number.NaN, toMs: toMs[at] ?? Number.NaN } },
        asOfMs: asOfMs[at] ?? Number.NaN,
        sealed: sealed[at] === 1,
      });
    }
    await nextTurn();
    yield portion;
  }
}

function slicesOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const slices: (readonly Item[])[] = [];
  for (let at = 0; at < items.length; at += size) slices.push(items.slice(at, at + size));
  return slices;
}

function slicesBySize(tiles: readonly StoredTile[], maxBytes: number): readonly (readonly StoredTile[])[] {
  const slices: StoredTile[][] = [];
  let sizeBytes = Number.POSITIVE_INFINITY;
  for (const tile of tiles) {
    if (sizeBytes + tile.bytes.length > maxBytes) {
      slices.push([]);
      sizeBytes = 0;
    }
    slices.at(-1)?.push(tile);
    sizeBytes += tile.bytes.length;
  }
  return slices;
}

async function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let leave: () => void = () => {};
  const left = new Promise<never>((_resolve, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
