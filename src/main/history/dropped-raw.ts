import type { HistoryCatalogue } from './history-plant';
import type { TileKey } from './tile-tier';

/** Whether retention may have dropped samples of a tile from the plant: what was read of them before stays, as of its reading. */
export function isRawDropped(
  { series, resolution, range }: TileKey,
  catalogue: Pick<HistoryCatalogue, 'rawKeptMs'>,
  nowMs: number,
): boolean {
  const keptMs = resolution === 'raw' ? catalogue.rawKeptMs?.(series.table) : undefined;
  return keptMs !== undefined && range.fromMs < nowMs - keptMs;
}
