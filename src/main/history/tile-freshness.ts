import type { Resolution } from '../../shared/series';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type TimeRange } from '../../shared/time';

/** Rows may come this late (the refresh windows' 8 days), and the slowest job runs hourly. */
const SEALED_AFTER_MS = 8 * DAY_MS + HOUR_MS;
/** Rows of a unit whose clock lags come this much after their time at most without being told as late. */
export const SETTLED_AFTER_MS = MINUTE_MS;
/** A tile that grows is shown as it is up to this age while it is read again; an older one only where nothing newer can be had. */
const SERVABLE_MS = MINUTE_MS;
/** A tile that grows is as good as new for so long: about as long as screens that follow take from one reading to the next. */
const FRESH_MS: Readonly<Record<Resolution, number>> = {
  raw: 2 * SECOND_MS,
  '1min': 4 * SECOND_MS,
  '5min': 10 * SECOND_MS,
  '1hour': 30 * SECOND_MS,
  '1day': 30 * SECOND_MS,
};

const RECHECK_MS: Readonly<Record<Resolution, number>> = {
  raw: MINUTE_MS,
  '1min': 20 * SECOND_MS,
  '5min': MINUTE_MS,
  // Their jobs run seldom, but whoever looks at a mark should see it go; a look is two statements for all tiles of a level.
  '1hour': MINUTE_MS,
  '1day': 2 * MINUTE_MS,
};

/** What is known of a tile in the cache. */
export interface TileStanding {
  readonly resolution: Resolution;
  readonly range: TimeRange;
  readonly asOfMs: number;
  readonly sealed: boolean;
  /** Plant time up to which it is known to equal the database: its reading, or a later sweep. */
  readonly verifiedMs: number;
}

export interface Moment {
  /** Plant time. */
  readonly nowMs: number;
  /** Since this plant time every change has been told of; undefined while changes are not followed. */
  readonly followedSinceMs: number | undefined;
}

/** current: as good as read now. stale: shown while it is read again. old: shown only where nothing newer can be had in time. */
export type TileVerdict = 'current' | 'stale' | 'old';

/** When a tile that is marked as revised is read again, in ms: so long a mark may outlast the run of its level's job. */
export function recheckAfterMs(resolution: Resolution): number {
  return RECHECK_MS[resolution];
}

/** Whether no change of a range is expected any more at a reading of `asOfMs`. */
export function isSealedAt(range: TimeRange, asOfMs: number): boolean {
  return range.toMs <= asOfMs - SEALED_AFTER_MS;
}

/** Whether at that reading all rows of the range had come, but for late ones. */
export function isSettledAt(range: TimeRange, asOfMs: number): boolean {
  return range.toMs <= asOfMs - SETTLED_AFTER_MS;
}

/**
 * How far a tile of the cache may be believed. Changes that were told of are another matter: see `touch-ledger.ts`.
 * - sealed: current, until a sweep says otherwise;
 * - settled (its end had passed when it was read): current where every change since has been followed, else stale;
 * - growing: by its age, and current only where changes have been followed since its reading.
 */
export function tileVerdict(tile: TileStanding, { nowMs, followedSinceMs }: Moment): TileVerdict {
  if (tile.sealed) return 'current';
  const isFollowed = followedSinceMs !== undefined && tile.verifiedMs >= followedSinceMs;
  if (isSettledAt(tile.range, tile.asOfMs)) return isFollowed ? 'current' : 'stale';
  const ageMs = nowMs - tile.asOfMs;
  if (ageMs <= FRESH_MS[tile.resolution] && isFollowed) return 'current';
  return ageMs <= SERVABLE_MS ? 'stale' : 'old';
}
