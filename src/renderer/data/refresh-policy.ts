import type { Resolution } from '../../shared/series';
import { MINUTE_MS, SECOND_MS, type TimeRange } from '../../shared/time';

/**
 * How often the open end of a followed range is read again. Raw grows from the live tail and is only checked; an aggregated
 * level changes in its open bucket alone, so a twelfth of a bucket, and never above five minutes, is soon enough.
 */
const REFRESH_INTERVAL_MS: Readonly<Record<Resolution, number>> = {
  raw: MINUTE_MS,
  '1min': 5 * SECOND_MS,
  '5min': 15 * SECOND_MS,
  '1hour': MINUTE_MS,
  '1day': 5 * MINUTE_MS,
};
/** Changed rows inside the range show within a second, and a storm of them costs one read a second. */
const TOUCHED_INTERVAL_MS = SECOND_MS;

/**
 * When a range that is followed is read again, in ms after the last read.
 * @param resolutions of the answers shown; none while nothing has come
 */
export function refreshIntervalMs(resolutions: readonly Resolution[]): number {
  return Math.min(...resolutions.map((resolution) => REFRESH_INTERVAL_MS[resolution]), 5 * MINUTE_MS);
}

/** What is on screen when rows of one of its series change. */
export interface Shown {
  readonly range: TimeRange;
  readonly resolution: Resolution;
  /** Time from which on the live tail holds every sample; undefined without a tail or where the range does not follow. */
  readonly tailFromMs: number | undefined;
}

/**
 * When changed rows make it necessary to read again, in ms after the last read; undefined where they do not: outside the
 * range, or covered by the tail.
 */
export function rereadAfterTouchMs(shown: Shown, touched: TimeRange): number | undefined {
  // Touched stretches may be single instants, so both ends count.
  if (touched.toMs < shown.range.fromMs || touched.fromMs >= shown.range.toMs) return undefined;
  if (shown.tailFromMs === undefined || touched.fromMs < shown.tailFromMs) return TOUCHED_INTERVAL_MS;
  return shown.resolution === 'raw' ? undefined : REFRESH_INTERVAL_MS[shown.resolution];
}
