import type { Resolution, SeriesKey } from '../../shared/series';
import { MINUTE_MS, type TimeRange } from '../../shared/time';
import { CACHE_MIGRATIONS, CACHE_PAGE_BYTES } from './cache-schema';
import { type CataloguePart, type CatalogueSlice, CatalogueTable } from './catalogue-table';
import { CheckedTable } from './checked-table';
import { bytesAbove, chooseEvictions } from './eviction';
import { HealingFile } from './healing-file';
import { SeriesTable } from './series-table';
import { isAtLimit, type SqliteDatabase, shrinkFile, sqliteTrouble, usedBytes } from './sqlite';
import type { CacheStatus } from './store-status';
import type { StoredTile, TileKey } from './stored-tile';
import { tileId, tileIdRanges, tileOfId } from './tile-id';
import { TileTable } from './tile-table';

export interface TileCacheOptions {
  readonly path: string;
  readonly budgetBytes: number;
  /** Bound of the file itself; room above the budget for what one write brings where it is not given. */
  readonly maxFileBytes?: number;
  readonly now: () => number;
}

/** Marks of the tiles of one series as columns, in order of time. */
export interface MarksColumns {
  readonly fromMs: Float64Array<ArrayBuffer>;
  readonly toMs: Float64Array<ArrayBuffer>;
  readonly asOfMs: Float64Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

interface Parts {
  readonly series: SeriesTable;
  readonly tiles: TileTable;
  readonly catalogue: CatalogueTable;
}

/** Uses are told apart by so much: a tile read again within it costs no write. */
const USE_STEP_MS = 10 * MINUTE_MS;
/** Uses not written yet; more are written at once. */
const MAX_PENDING_USES = 4_096;
/** Most tiles of one eviction: some 30 ms. */
const EVICTION_TILES = 500;
/** What makes room when the file has reached its bound, as a share of it. */
const FULL_SHARE = 0.02;
const FULL_PAUSE_MS = 30_000;
/** Damaged files are kept for who wants to know why, not for good. */
const KEPT_ASIDE = 2;
const HEADROOM_BYTES = 64 * 1024 * 1024;
const SHRINK_PAGES = 1_000;

/**
 * Tiles and catalogue rows in one SQLite file, within a budget. Lives in the store's worker; every method answers,
 * whatever state the file is in.
 */
export class TileCache {
  readonly #options: TileCacheOptions;
  readonly #file: HealingFile<Parts>;
  readonly #pendingUses = new Map<number, number>();
  readonly #count = { hits: 0, misses: 0, damaged: 0, written: 0, stale: 0, refused: 0, evicted: 0 };
  #pinnedUnits: ReadonlySet<string> = new Set();
  #fullMs = Number.NEGATIVE_INFINITY;

  constructor(options: TileCacheOptions) {
    this.#options = options;
    this.#file = new HealingFile({
      path: options.path,
      title: 'The cache',
      sqlite: {
        synchronous: 'NORMAL',
        pageSizeBytes: CACHE_PAGE_BYTES,
        maxFileBytes: options.maxFileBytes ?? options.budgetBytes + HEADROOM_BYTES,
      },
      migrations: CACHE_MIGRATIONS,
      build: (db) => ({
        series: new SeriesTable(db),
        tiles: new TileTable(db),
        catalogue: new CatalogueTable(new CheckedTable(db)),
      }),
      setAsideFuture: true,
      keepAside: KEPT_ASIDE,
      now: options.now,
    });
  }

  /**
   * In the order of the keys; undefined: not here, or not intact.
   * @param isUse whether somebody wants to see them: what is only looked after does not count as used
   */
  read(keys: readonly TileKey[], isUse = true): readonly (Uint8Array<ArrayBuffer> | undefined)[] {
    const found = this.#file.use<readonly (Uint8Array<ArrayBuffer> | undefined)[]>(
      (parts) => keys.map((key) => this.#readOne(parts, key, isUse)),
      keys.map(() => undefined),
    );
    if (!isUse) return found;
    for (const bytes of found) this.#count[bytes === undefined ? 'misses' : 'hits'] += 1;
    if (this.#pendingUses.size > MAX_PENDING_USES) this.#writeUses();
    return found;
  }

  /** Keeps tiles in one transaction, a newer `asOfMs` winning. */
  write(tiles: readonly StoredTile[]): void {
    const isKept = !this.#isPausing() && this.#file.write((parts, db) => this.#writeOrEvict(parts, db, tiles), false);
    if (isKept) {
      this.#keepBudget();
      return;
    }
    this.#count.refused += tiles.length;
    if (this.#file.status().trouble === 'full' && !this.#isPausing()) this.#fullMs = this.#options.now();
  }

  remove(keys: readonly TileKey[]): void {
    this.#file.write((parts, db) => {
      const remove = db.transaction(() => {
        for (const key of keys) {
          const id = idOf(parts.series, key);
          if (id !== undefined) parts.tiles.remove(id);
        }
      });
      remove();
    }, undefined);
  }

  /** What is on board of each series; without the bytes. */
  list(series: readonly SeriesKey[], resolution: Resolution, range: TimeRange): readonly MarksColumns[] {
    return this.#file.use<readonly MarksColumns[]>(
      (parts) => series.map((key) => listOne(parts, key, resolution, range)),
      series.map(() => columnsOf([])),
    );
  }

  /** Some rows of the catalogue, from a number on; undefined: it cannot be had, or not from there on. */
  loadCatalogue(fromRow: number): CataloguePart | undefined {
    return this.#file.use<CataloguePart | undefined>(({ catalogue }) => catalogue.load(fromRow), undefined);
  }

  /** @returns whether the slice is kept */
  saveCatalogue(slice: CatalogueSlice): boolean {
    return this.#file.write(({ catalogue }) => catalogue.replace(slice), false);
  }

  /** Tiles of these units go last. */
  setPinnedUnits(workUnitIds: readonly string[]): void {
    this.#pinnedUnits = new Set(workUnitIds);
  }

  /** What can wait: to be called now and then. */
  maintain(): void {
    this.#writeUses();
    this.#keepBudget();
    this.#file.use((_parts, db) => {
      const fileBytes =
        Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
      if (fileBytes > this.#options.budgetBytes) shrinkFile(db, SHRINK_PAGES);
    }, undefined);
  }

  status(): CacheStatus {
    const used = this.#file.use((_parts, db) => usedBytes(db), 0);
    return { ...this.#file.status(), ...this.#count, usedBytes: used, budgetBytes: this.#options.budgetBytes };
  }

  close(): void {
    this.#writeUses();
    this.#file.close();
  }

  #readOne(parts: Parts, key: TileKey, isUse: boolean): Uint8Array<ArrayBuffer> | undefined {
    const id = idOf(parts.series, key);
    const row = id === undefined ? undefined : parts.tiles.read(id, key.series);
    if (id === undefined || row === undefined) return undefined;
    if (row === 'damaged') {
      this.#count.damaged += 1;
      parts.tiles.remove(id);
      return undefined;
    }
    const usedAt = this.#usedAt();
    if (isUse && row.used_at !== usedAt) this.#pendingUses.set(id, usedAt);
    return row.bytes;
  }

  #writeAll({ series, tiles: table }: Parts, db: SqliteDatabase, tiles: readonly StoredTile[]): void {
    const firstNewSeries = series.nextId;
    const count = { written: 0, stale: 0, refused: 0 };
    const write = db.transaction(() => {
      for (const tile of tiles) count[writeOne(series, table, tile, this.#usedAt())] += 1;
    });
    try {
      write();
    } catch (error) {
      series.forgetFrom(firstNewSeries);
      throw error;
    }
    this.#count.written += count.written;
    this.#count.stale += count.stale;
    this.#count.refused += count.refused;
  }

  #writeOrEvict(parts: Parts, db: SqliteDatabase, tiles: readonly StoredTile[]): boolean {
    try {
      this.#writeAll(parts, db, tiles);
    } catch (error) {
      // A full disk is not ours to empty; and taking tiles out would need room in the WAL as well.
      if (sqliteTrouble(error) !== 'full' || !isAtLimit(db)) throw error;
      this.#evict(parts, db, FULL_SHARE * usedBytes(db));
      this.#writeAll(parts, db, tiles);
    }
    return true;
  }

  /** After the disk was found full it is left alone for a while. */
  #isPausing(): boolean {
    return Math.abs(this.#options.now() - this.#fullMs) < FULL_PAUSE_MS;
  }

  #keepBudget(): void {
    this.#file.use((parts, db) => {
      const bytes = bytesAbove(this.#options.budgetBytes, usedBytes(db));
      if (bytes > 0) this.#evict(parts, db, bytes);
    }, undefined);
  }

  #evict({ series, tiles }: Parts, db: SqliteDatabase, bytesToFree: number): void {
    const isPinned = (id: number) => {
      const key = series.keyOf(tileOfId(id).seriesId);
      return key !== undefined && this.#pinnedUnits.has(key.workUnitId);
    };
    const chosen = chooseEvictions(tiles.leastUsed(), { bytesToFree, maxTiles: EVICTION_TILES, isPinned });
    db.transaction(() => {
      for (const id of chosen) tiles.remove(id);
    })();
    for (const id of chosen) this.#pendingUses.delete(id);
    this.#count.evicted += chosen.length;
  }

  #writeUses(): void {
    if (this.#pendingUses.size === 0) return;
    const uses = [...this.#pendingUses];
    this.#pendingUses.clear();
    this.#file.write(({ tiles }, db) => {
      db.transaction(() => {
        for (const [id, usedAt] of uses) tiles.touch(id, usedAt);
      })();
    }, undefined);
  }

  #usedAt(): number {
    return Math.floor(this.#options.now() / USE_STEP_MS);
  }
}

function idOf(series: SeriesTable, { series: key, resolution, range }: TileKey): number | undefined {
  const seriesId = series.idOf(key);
  return seriesId === undefined ? undefined : tileId(seriesId, resolution, range);
}

function writeOne(
  series: SeriesTable,
  table: TileTable,
  { key, bytes, asOfMs, sealed }: StoredTile,
  usedAt: number,
): 'written' | 'stale' | 'refused' {
  // The grid is asked before the series gets a number.
  if (tileId(1, key.resolution, key.range) === undefined) return 'refused';
  const id = tileId(series.idFor(key.series), key.resolution, key.range);
  if (id === undefined) return 'refused';
  const before = table.marks(id, key.series);
  if (before !== undefined && before.as_of_ms >= asOfMs) return 'stale';
  table.write({ id, series: key.series, asOfMs, sealed, bytes, usedAt });
  return 'written';
}

function listOne({ series, tiles }: Parts, key: SeriesKey, resolution: Resolution, range: TimeRange): MarksColumns {
  const seriesId = series.idOf(key);
  if (seriesId === undefined) return columnsOf([]);
  return columnsOf(tileIdRanges(seriesId, resolution, range).flatMap(({ from, to }) => tiles.list(from, to, key)));
}

function columnsOf(
  rows: readonly { readonly id: number; readonly as_of_ms: number; readonly sealed: number }[],
): MarksColumns {
  const ranges = rows.map(({ id }) => tileOfId(id).range);
  return {
    fromMs: Float64Array.from(ranges, ({ fromMs }) => fromMs),
    toMs: Float64Array.from(ranges, ({ toMs }) => toMs),
    asOfMs: Float64Array.from(rows, ({ as_of_ms }) => as_of_ms),
    sealed: Uint8Array.from(rows, ({ sealed }) => sealed),
  };
}
