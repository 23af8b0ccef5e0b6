import type { Preparing } from '../../../shared/protocol';
import { intersect } from '../../../shared/time';
import type { TileKey } from '../tile-tier';

/** Whether a part of a tile is still being made at its level: read now, it would hold less than it will. */
export function isBeingMade({ series, resolution, range }: TileKey, preparing: readonly Preparing[]): boolean {
  return preparing.some(
    (entry) =>
      entry.table === series.table &&
      entry.resolution === resolution &&
      intersect({ fromMs: entry.preparedToMs, toMs: entry.targetToMs }, range) !== undefined,
  );
}
