/**
 * Who asks the plant, most urgent first: `live` for following the changes, `screen` for what a person is waiting for,
 * `background` for what may come later (catalogue sweeps, tiles fetched ahead).
 */
export const LANES = ['live', 'screen', 'background'] as const;
export type LaneName = (typeof LANES)[number];

/** Connections that are lent now, by lane. */
export type LentCounts = Readonly<Record<LaneName, number>>;

/** How a pool's connections are shared out: each lane leaves those above it a reserve. */
export interface PoolShares {
  readonly max: number;
  /** Never lent to anybody else. */
  readonly reservedForLive: number;
  /** Never lent to background. */
  readonly reservedForScreens: number;
}

/** Reading the changes needs two: one a table. */
const LIVE_RESERVE = 2;
/** Of the whole, what background leaves to screens at least. */
const SCREEN_SHARE = 1 / 3;

/** @param max connections of the pool, 3 or more: one a lane */
export function sharesOf(max: number): PoolShares {
  const reservedForLive = Math.min(LIVE_RESERVE, max - 2);
  const reservedForScreens = Math.max(1, Math.min(Math.floor(max * SCREEN_SHARE), max - reservedForLive - 1));
  return { max, reservedForLive, reservedForScreens };
}

/** Whether a lane may have one connection more. */
export function mayTake(lane: LaneName, lent: LentCounts, shares: PoolShares): boolean {
  const later = lent.screen + lent.background;
  const forLater = shares.max - shares.reservedForLive;
  if (lent.live + later >= shares.max) return false;
  if (lane === 'live') return true;
  if (later >= forLater) return false;
  return lane === 'screen' || lent.background < forLater - shares.reservedForScreens;
}
