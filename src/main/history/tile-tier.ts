import { type Resolution, type SeriesKey, seriesKeyText } from '../../shared/series';
import type { Tile } from '../../shared/tile';
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
 * One tier of the cache below memory: SQLite or Redis. A tier never fails who asks: trouble of its own is a miss, counted
 * and said in diagnostics. It does not decode; history does, and removes what is damaged.
 */
export interface TileTier {
  readonly name: 'sqlite' | 'redis';
  /** In the order of the keys; undefined: not here. The bytes are the caller's: the tier does not touch them again. They may be a part of a larger buffer. */
  read(keys: readonly TileKey[], signal: AbortSignal): Promise<readonly (Uint8Array | undefined)[]>;
  /** Keeps tiles, a newer `asOfMs` winning; settles when they are kept or given up. */
  write(tiles: readonly EncodedTile[]): Promise<void>;
  /** Takes tiles out: damaged, or no longer true. */
  remove(keys: readonly TileKey[]): Promise<void>;
  /**
   * Of a tier that several appliances share: which of these missing tiles are this appliance's to fetch from the plant,
   * in the order of the keys. The others are being fetched by somebody else and are worth a short wait. In trouble: all.
   */
  claim?(keys: readonly TileKey[], signal: AbortSignal): Promise<readonly boolean[]>;
}

/** The key of a tile that is there. */
export function tileKeyOf({ series, range, columns }: Tile): TileKey {
  return { series, range, resolution: columns.kind === 'raw' ? 'raw' : columns.resolution };
}

/** A text that is equal for equal keys and different for different ones. */
export function tileKeyText({ series, resolution, range }: TileKey): string {
  return `${resolution} ${range.fromMs} ${range.toMs} ${seriesKeyText(series)}`;
}
