import type { Resolution, SeriesKey } from '../../shared/series';
import type { Tile } from '../../shared/tile';
import type { TimeRange } from '../../shared/time';

/** What states and events need of history: the tiles of a level, from wherever they are at hand. */
export interface EventHistory {
  /**
   * One answer per series, in their order.
   * @throws what {@link isRefused} knows, where one of the series cannot be read at this level; else what ends this question
   */
  answer(
    request: { readonly series: readonly SeriesKey[]; readonly range: TimeRange; readonly resolution: Resolution },
    signal: AbortSignal,
  ): Promise<readonly EventTiles[]>;
  /** Whether the request can never be answered, while the plant is as it is. */
  isRefused(error: unknown): boolean;
}

export interface EventTiles {
  /** In order of time. */
  readonly tiles: readonly Tile[];
  readonly missing: readonly TimeRange[];
  /** `not-kept`: the plant has dropped all that is missing. */
  readonly missingReason: string | null;
  readonly preparing: readonly TimeRange[];
  /** Plant time for which it is true. */
  readonly asOfMs: number;
}
