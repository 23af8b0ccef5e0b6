import type { HistoryAnswer } from '../../shared/history-frame';
import { MAX_SERIES_PER_REQUEST } from '../../shared/protocol';
import { expectedPoints, MAX_RAW_POINTS } from '../../shared/resolution';
import type { Resolution, SeriesKey } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import type { HistoryCatalogue, Neighbours } from './history-plant';

/** Whole tiles of one level of some series over a range. */
export interface ApplianceRead {
  readonly series: readonly SeriesKey[];
  readonly resolution: Resolution;
  /** On the grid of the tiles. */
  readonly range: TimeRange;
}

/** Another appliance, as far as history comes from it. Rejections are such that `troubleOf` can name them. */
export interface TileAppliance {
  /** An answer a series, in any order; the read is one that the protocol takes, see {@link boundedReads}. */
  readTiles(read: ApplianceRead, signal: AbortSignal): Promise<readonly HistoryAnswer[]>;
  /** The samples beside a range, in the order of the series. */
  readNeighbours(series: readonly SeriesKey[], range: TimeRange, signal: AbortSignal): Promise<readonly Neighbours[]>;
  /** What an error of these reads tells of. */
  troubleOf(error: unknown): 'unreachable' | 'too-many-rows' | 'other';
}

/** The appliance was reached and has no such tile: its plant is away, or the level is still being made. */
export class TileNotThereError extends Error {
  override readonly name = 'TileNotThereError';
}

/**
 * A read in parts that one request each may have: so many series, so many points of each.
 * @param spanMs what one tile spans
 */
export function boundedReads(
  { series, resolution, range }: ApplianceRead,
  spanMs: number,
  catalogue: Pick<HistoryCatalogue, 'series'>,
): readonly ApplianceRead[] {
  const cadences = series.map((key) => catalogue.series(key)?.cadenceMs ?? Number.POSITIVE_INFINITY);
  const least = Math.min(...cadences);
  const cadenceMs = Number.isFinite(least) ? least : undefined;
  const pointsATile = Math.max(1, expectedPoints(resolution, { fromMs: 0, toMs: spanMs }, cadenceMs));
  const stepMs = spanMs * Math.max(1, Math.floor(MAX_RAW_POINTS / pointsATile));
  const reads: ApplianceRead[] = [];
  for (let fromMs = range.fromMs; fromMs < range.toMs; fromMs += stepMs) {
    const part = { fromMs, toMs: Math.min(fromMs + stepMs, range.toMs) };
    for (let at = 0; at < series.length; at += MAX_SERIES_PER_REQUEST)
      reads.push({ series: series.slice(at, at + MAX_SERIES_PER_REQUEST), resolution, range: part });
  }
  return reads;
}
