import { ageText, MAX_AHEAD_MS } from '../../../shared/freshness';
import { seriesLabel } from '../../ui/names';
import { momentText } from '../../ui/time-text';
import type { Reading } from './unit-reading';

/**
 * What a number is and how old it is: "OEE, 3 s ago", or "OEE as of 14:02:11, 12 min old" once it is not current. A unit's
 * badge speaks for its state, which may be newer: so the age stands beside the number as well.
 * @param brief for narrow places: the age alone, "OEE 12 min old"
 */
export function captionText({ series, sample, current }: Reading, nowMs: number, brief = false): string {
  const label = seriesLabel(series);
  if (sample === undefined) return `${label}: no sample at hand`;
  // A sample may be a moment ahead of the clock on screen, which goes by the second: "0 s".
  const age = ageText(nowMs - sample.timeMs);
  if (current) return `${label}, ${age} ago`;
  if (brief) return `${label} ${ageText(Math.max(0, nowMs - sample.timeMs))} old`;
  const asOf = `${label} as of ${momentText(sample.timeMs, nowMs)}`;
  return sample.timeMs - nowMs > MAX_AHEAD_MS ? asOf : `${asOf}, ${age} old`;
}
