import { ageText } from '../../../shared/freshness';
import { captionText } from '../common/caption-text';
import type { Reading } from '../common/unit-reading';
import { ValueText } from '../common/ValueText';

interface Props {
  readonly reading: Reading;
  readonly nowMs: number;
  readonly sourceAheadMs: number | undefined;
  /** Little room: the age alone. */
  readonly brief: boolean;
}

/** The large number of a tile with its period and age. */
export function TileHeadline({ reading, nowMs, sourceAheadMs, brief }: Props) {
  return (
    <span className="tile-headline">
      <span className="tile-value" data-table={reading.series.table}>
        <ValueText reading={reading} testId={reading.series.table === 'oee' ? 'oee-value' : 'headline-value'} />
      </span>
      <span className="tile-caption" data-current={reading.current}>
        {sourceAheadMs === undefined
          ? captionText(reading, nowMs, brief)
          : `Source clock ahead by ${ageText(sourceAheadMs)}`}
      </span>
    </span>
  );
}
