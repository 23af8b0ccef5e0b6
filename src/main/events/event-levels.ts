import { expectedPoints } from '../../shared/resolution';
import { BUCKET_MS, RESOLUTIONS, type Resolution } from '../../shared/series';
import type { TimeRange } from '../../shared/time';

/** Above this a series is read at a coarser level: what raw answers are bounded by too. */
const MAX_SERIES_POINTS = 20_000;
/** Points of one question over all of its series: some 20 ms of this thread's time, in slices. */
const MAX_POINTS = 400_000;

/**
 * The levels at which a series may be gone through, finest first: the first is read, the next where that is not kept or not made. Levels
 * finer than the cadence say nothing that raw does not.
 * @param seriesCount series of the whole question
 */
export function eventLevels(
  range: TimeRange,
  cadenceMs: number | undefined,
  seriesCount: number,
): readonly Resolution[] {
  const most = Math.min(MAX_SERIES_POINTS, MAX_POINTS / Math.max(1, seriesCount));
  const useful = RESOLUTIONS.filter((level) => level === 'raw' || BUCKET_MS[level] >= (cadenceMs ?? 0));
  const fitting = useful.filter((level) => expectedPoints(level, range, cadenceMs) <= most);
  return fitting.length > 0 ? fitting : ['1day'];
}

/** The coarsest of some levels; undefined of none. */
export function coarsest(levels: readonly Resolution[]): Resolution | undefined {
  return RESOLUTIONS.findLast((level) => levels.includes(level));
}
