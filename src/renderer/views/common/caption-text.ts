import { ageText } from '../../../shared/freshness';
import { seriesLabel } from '../../ui/names';
import { momentText } from '../../ui/time-text';
import type { Reading } from './unit-reading';

/** Which period a number stands for, and how old it is: "OEE now, 3 s ago", or "OEE as of 14:02:11" once it is old. */
export function captionText({ series, sample, current, freshness }: Reading, nowMs: number): string {
  const label = seriesLabel(series);
  if (sample === undefined) return `${label}: no sample at hand`;
  if (!current || freshness.ageMs === undefined) return `${label} as of ${momentText(sample.timeMs, nowMs)}`;
  return `${label} now, ${ageText(freshness.ageMs)} ago`;
}
