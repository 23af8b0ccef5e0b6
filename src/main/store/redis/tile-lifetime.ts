import type { Resolution } from '../../../shared/series';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/time';

/** What can still change is worth little after a minute. */
const OPEN_MS = MINUTE_MS;

/** The coarser, the smaller and the dearer to make anew: kept longer. */
const SEALED_MS: Readonly<Record<Resolution, number>> = {
  raw: HOUR_MS,
  '1min': DAY_MS,
  '5min': 7 * DAY_MS,
  '1hour': 30 * DAY_MS,
  '1day': 30 * DAY_MS,
};

/** How long Redis keeps a tile, ms. */
export function tileLifetimeMs(resolution: Resolution, isSealed: boolean): number {
  return isSealed ? SEALED_MS[resolution] : OPEN_MS;
}
