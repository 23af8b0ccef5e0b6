import { RAW_TILE_SPANS_MS, type Resolution, TILE_SPAN_MS } from '../../shared/series';
import { ceilTo, floorTo, MINUTE_MS, type TimeRange } from '../../shared/time';

/**
 * A tile's row number in SQLite, so that no index beside the table is needed:
 *
 *     bits 27..51  series
 *     bits 24..26  level: the resolution and, for raw, the span
 *     bits  0..23  start of the tile in steps of 10 min since 1970 (until the year 2288)
 *
 * Tiles of a series and level lie next to each other in order of time.
 */
const START_STEPS = 2 ** 24;
const LEVEL_CODES = 8;
const MAX_SERIES_ID = 2 ** 25 - 1;
const STEP_MS = 10 * MINUTE_MS;

interface Level {
  readonly resolution: Resolution;
  readonly spanMs: number;
}

/** The place of a level here is stored in files: new ones go to the end. */
const LEVELS: readonly Level[] = [
  ...RAW_TILE_SPANS_MS.map((spanMs) => ({ resolution: 'raw' as const, spanMs })),
  { resolution: '1min', spanMs: TILE_SPAN_MS['1min'] },
  { resolution: '5min', spanMs: TILE_SPAN_MS['5min'] },
  { resolution: '1hour', spanMs: TILE_SPAN_MS['1hour'] },
  { resolution: '1day', spanMs: TILE_SPAN_MS['1day'] },
];

/** The place of a tile; undefined where it lies on no grid that is known, or outside of the years that fit. */
export function tileId(seriesId: number, resolution: Resolution, range: TimeRange): number | undefined {
  const spanMs = range.toMs - range.fromMs;
  const level = LEVELS.findIndex((each) => each.resolution === resolution && each.spanMs === spanMs);
  const step = range.fromMs / STEP_MS;
  if (level < 0 || range.fromMs % spanMs !== 0 || step < 0 || step >= START_STEPS) return undefined;
  if (seriesId < 1 || seriesId > MAX_SERIES_ID) return undefined;
  return levelStart(seriesId, level) + step;
}

/** What a row number stands for. */
export function tileOfId(id: number): { readonly seriesId: number; readonly resolution: Resolution; range: TimeRange } {
  const level = LEVELS[Math.floor(id / START_STEPS) % LEVEL_CODES] ?? { resolution: 'raw' as const, spanMs: 0 };
  const fromMs = (id % START_STEPS) * STEP_MS;
  return {
    seriesId: Math.floor(id / (START_STEPS * LEVEL_CODES)),
    resolution: level.resolution,
    range: { fromMs, toMs: fromMs + level.spanMs },
  };
}

/** Row numbers `[from, to)` of the tiles of a series and resolution that overlap a range; one entry for each span. */
export function tileIdRanges(
  seriesId: number,
  resolution: Resolution,
  range: TimeRange,
): readonly { readonly from: number; readonly to: number }[] {
  return LEVELS.flatMap((level, at) => {
    if (level.resolution !== resolution) return [];
    const start = levelStart(seriesId, at);
    const step = (timeMs: number) => Math.min(START_STEPS, Math.max(0, timeMs / STEP_MS));
    const from = start + step(floorTo(range.fromMs, level.spanMs));
    const to = start + step(ceilTo(range.toMs, level.spanMs));
    return [{ from, to }];
  });
}

function levelStart(seriesId: number, level: number): number {
  return (seriesId * LEVEL_CODES + level) * START_STEPS;
}
