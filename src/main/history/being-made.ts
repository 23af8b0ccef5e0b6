import { preparingStretch } from '../../shared/preparing-stretch';
import type { Preparing } from '../../shared/protocol';
import type { Resolution, SeriesTable } from '../../shared/series';
import { intersect, type TimeRange } from '../../shared/time';
import { joined } from './tile-grid';
import type { TileKey } from './tile-tier';

/** What of a resolution must not be read for now, in order of time. */
export function beingMade(
  table: SeriesTable,
  resolution: Resolution,
  preparing: readonly Preparing[],
): readonly TimeRange[] {
  const own = preparing.filter((entry) => entry.table === table && entry.resolution === resolution);
  return joined(own.flatMap((entry) => preparingStretch(entry) ?? []));
}

/** Whether a part of a tile must not be read for now. */
export function isBeingMade({ series, resolution, range }: TileKey, preparing: readonly Preparing[]): boolean {
  return beingMade(series.table, resolution, preparing).some((part) => intersect(part, range) !== undefined);
}
