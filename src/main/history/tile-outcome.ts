import type { CachedTile } from './cached-tile';

/** A tile, or why there is none. */
export type TileOutcome =
  | { readonly cached: CachedTile; readonly missing?: undefined }
  | { readonly cached?: undefined; readonly missing: MissingTile };

/**
 * - unreachable: the plant is away;
 * - slow: it has not answered in time, and the tile is announced when it comes, or when it cannot be had;
 * - failed: its reading failed not long ago; it is announced when it may be asked for again;
 * - dropped: retention has dropped it, and it is not on board.
 */
export type MissingTile = 'unreachable' | 'slow' | 'failed' | 'dropped';

/** The plant is known to be away; nothing was asked. */
export class PlantAwayError extends Error {
  override readonly name = 'PlantAwayError';
}

/** The plant keeps the tile no longer; nothing was asked. */
export class TileDroppedError extends Error {
  override readonly name = 'TileDroppedError';
}
