import type { Preparing } from '../../shared/protocol';
import type { Resolution, SeriesTable } from '../../shared/series';
import { intersect, type TimeRange } from '../../shared/time';
import { gridMs } from './plant-tiles';
import { aligned, joined } from './tile-grid';
import type { TileKey } from './tile-tier';

/**
 * What of a resolution must not be read for now, in order of time; widened to whole buckets, for one made in part would show a
 * wrong value. At an aggregated level that is everything from there on, without an end: the real-time view computes past its
 * watermark, through levels that may be no further themselves, and a stretch behind the target costs seconds as well.
 */
export function beingMade(
  table: SeriesTable,
  resolution: Resolution,
  preparing: readonly Preparing[],
): readonly TimeRange[] {
  const open = preparing.filter(
    (entry) => entry.table === table && entry.resolution === resolution && entry.preparedToMs < entry.targetToMs,
  );
  return joined(
    open.map(({ preparedToMs, targetToMs }) =>
      aligned(
        { fromMs: preparedToMs, toMs: resolution === 'raw' ? targetToMs : Number.POSITIVE_INFINITY },
        gridMs(resolution),
      ),
    ),
  );
}

/** Whether a part of a tile must not be read for now. */
export function isBeingMade({ series, resolution, range }: TileKey, preparing: readonly Preparing[]): boolean {
  return beingMade(series.table, resolution, preparing).some((part) => intersect(part, range) !== undefined);
}
