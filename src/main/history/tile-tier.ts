import type { Resolution, SeriesKey } from '../../shared/series';
import type { TimeRange } from '../../shared/time';

/** Which tile. `range` lies on the tile grid of the resolution (for raw: of the series' span). */
export interface TileKey {
  readonly series: SeriesKey;
  readonly resolution: Resolution;
  readonly range: TimeRange;
}

/** A tile as `encodeTile` made it, with the marks that a tier decides by. */
export interface EncodedTile {
  readonly key: TileKey;
  readonly bytes: Uint8Array;
  /** Plant time at which the plant was asked. Only a newer one replaces a tile. */
  readonly asOfMs: number;
  readonly sealed: boolean;
}

/**
 * One tier of the cache: memory, SQLite or Redis. A tier never fails who asks: trouble of its own is a miss, counted and
 * said in diagnostics. It does not decode; history does, and removes what is damaged.
 */
export interface TileTier {
  readonly name: 'memory' | 'sqlite' | 'redis';
  /** In the order of the keys; undefined: not here. */
  read(keys: readonly TileKey[], signal: AbortSignal): Promise<readonly (Uint8Array | undefined)[]>;
  /** Keeps tiles, a newer `asOfMs` winning; settles when they are kept or given up. */
  write(tiles: readonly EncodedTile[]): Promise<void>;
  /** Takes tiles out: damaged, or no longer true. */
  remove(keys: readonly TileKey[]): Promise<void>;
}
