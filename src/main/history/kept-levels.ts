import type { Resolution, SeriesTable } from '../../shared/series';
import { bucketStartMs, type Tile } from '../../shared/tile';
import type { HistoryCatalogue } from './history-plant';
import type { TileKey } from './tile-tier';

type Keeping = Pick<HistoryCatalogue, 'keptFor'>;

/** From this plant time on a level is there for certain, in ms; −∞ where it is kept for good. */
export function keptFromMs(table: SeriesTable, resolution: Resolution, catalogue: Keeping, nowMs: number): number {
  return nowMs - (catalogue.keptFor?.(table, resolution)?.forMs ?? Number.POSITIVE_INFINITY);
}

/**
 * What is older than this plant time is there no longer, in ms. Retention drops whole chunks and not every minute: a little
 * more may be left, but nobody can rely on it.
 */
export function droppedBeforeMs(table: SeriesTable, resolution: Resolution, catalogue: Keeping, nowMs: number): number {
  return nowMs - firmlyKeptMs(table, resolution, catalogue);
}

/** How long a level is kept where what is older is dropped for certain, in ms; else ∞. */
export function firmlyKeptMs(table: SeriesTable, resolution: Resolution, catalogue: Keeping): number {
  const kept = catalogue.keptFor?.(table, resolution);
  return kept === undefined || kept.isSparing ? Number.POSITIVE_INFINITY : kept.forMs;
}

/** Whether the plant may have dropped a part of a tile: what was read of it before stays, as of its reading. */
export function mayBeDropped({ series, resolution, range }: TileKey, catalogue: Keeping, nowMs: number): boolean {
  return range.fromMs < keptFromMs(series.table, resolution, catalogue, nowMs);
}

/** Whether nothing of a tile is in the plant any more: read now it would look empty. */
export function isDropped({ series, resolution, range }: TileKey, catalogue: Keeping, nowMs: number): boolean {
  return range.toMs <= droppedBeforeMs(series.table, resolution, catalogue, nowMs);
}

/**
 * From where on a tile tells what there was, in ms: what had been dropped when it was read looks empty in it and is not. What
 * was left of it by then is known all the same.
 * @param keptMs from {@link firmlyKeptMs}
 */
export function knownFromMs(tile: Tile, keptMs: number): number {
  const keptFrom = tile.asOfMs - keptMs;
  if (keptFrom <= tile.range.fromMs) return tile.range.fromMs;
  return Math.min(keptFrom, firstMs(tile), tile.range.toMs);
}

function firstMs(tile: Tile): number {
  const { columns } = tile;
  if (columns.kind === 'raw') return columns.timesMs[0] ?? Number.POSITIVE_INFINITY;
  const at = columns.counts.findIndex((count, index) => count > 0 || (columns.badCounts[index] ?? 0) > 0);
  return at < 0 ? Number.POSITIVE_INFINITY : bucketStartMs(tile, columns.resolution, at);
}
