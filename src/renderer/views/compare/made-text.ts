import { zoneDateText, zoneTimeText } from '../../ui/zone-text';
import { zoneOf } from './compare-ranges';
import type { CompareFrame } from './use-compare-frame';

/** When a report was made, by the clocks of its lines where these are the same, else by UTC; the zone is named unless it is this screen's. */
export function madeText(madeMs: number, { ranges, calendars }: Pick<CompareFrame, 'ranges' | 'calendars'>): string {
  const zones = [...new Set([...ranges.keys()].map((line) => zoneOf(line, calendars)))];
  const [zone = 'UTC'] = zones.length === 1 ? zones : [];
  const made = `${zoneDateText(madeMs, zone)} ${zoneTimeText(madeMs, zone)}`;
  return zone === null ? made : `${made} (${zone})`;
}
