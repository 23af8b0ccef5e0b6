import { ageText } from '../../../shared/freshness';
import { seriesLabel } from '../../ui/names';
import { momentText } from '../../ui/time-text';
import type { Reading } from '../common/unit-reading';
import { ValueText } from '../common/ValueText';

/** Which period a number stands for, and how old it is: "OEE now, 3 s ago", or "OEE as of 14:02:11" once it is old. */
export function captionText({ series, sample, current, freshness }: Reading, nowMs: number): string {
  const label = seriesLabel(series);
  if (sample === undefined) return `${label}: no sample at hand`;
  if (!current || freshness.ageMs === undefined) return `${label} as of ${momentText(sample.timeMs, nowMs)}`;
  return `${label} now, ${ageText(freshness.ageMs)} ago`;
}

interface Props {
  readonly reading: Reading;
  readonly nowMs: number;
  readonly sourceAheadMs: number | undefined;
}

/** The large number of a tile with its period and age. */
export function TileHeadline({ reading, nowMs, sourceAheadMs }: Props) {
  return (
    <span className="tile-headline">
      <span className="tile-value">
        <ValueText reading={reading} testId={reading.series.table === 'oee' ? 'oee-value' : 'headline-value'} />
      </span>
      <span className="tile-caption">
        {sourceAheadMs === undefined ? captionText(reading, nowMs) : `Source clock ahead by ${ageText(sourceAheadMs)}`}
      </span>
    </span>
  );
}
