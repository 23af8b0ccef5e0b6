import type { Resolution, SeriesKey } from '../../shared/series';
import type { TimeRange } from '../../shared/time';

/** Which tile. `range` lies on the tile grid of the resolution (for raw: of one of its spans). */
export interface TileKey {
  readonly series: SeriesKey;
  readonly resolution: Resolution;
  readonly range: TimeRange;
}

/** A tile as its codec encoded it, with the marks that the store decides by. */
export interface StoredTile {
  readonly key: TileKey;
  readonly bytes: Uint8Array;
  /** Plant time at which the plant was asked, ms. Only a newer one replaces a tile. */
  readonly asOfMs: number;
  readonly sealed: boolean;
}

/** What is on board, without its bytes. */
export interface TileMarks {
  readonly key: TileKey;
  readonly asOfMs: number;
  readonly sealed: boolean;
}

/** A small text under a name, kept with a checksum of its own. */
export interface CheckedRow {
  readonly kind: string;
  readonly id: string;
  readonly body: string;
}

/** What was kept, and whether it is all that was. */
export interface CheckedRows {
  readonly rows: readonly CheckedRow[];
  /** False: some rows were lost to damage, so that what is not here is unknown, not absent. */
  readonly isWhole: boolean;
}
