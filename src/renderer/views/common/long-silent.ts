import type { CatalogueUnit } from '../../../shared/protocol';
import { DAY_MS } from '../../../shared/time';

/** One that is silent for less may stand still for a weekend. */
const LONG_SILENT_MS = 7 * DAY_MS;

/** Plant time of a unit's last sample, as far as the catalogue knows; undefined: it never had one. */
export function lastSampleMs({ series }: CatalogueUnit): number | undefined {
  return series.length === 0 ? undefined : Math.max(...series.map(({ lastMs }) => lastMs));
}

/** Whether a unit has been silent for so long that it is likely to be retired. */
export function isLongSilent(unit: CatalogueUnit, nowMs: number): boolean {
  return nowMs - (lastSampleMs(unit) ?? Number.NEGATIVE_INFINITY) >= LONG_SILENT_MS;
}
