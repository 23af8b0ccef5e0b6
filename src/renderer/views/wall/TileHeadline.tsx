import { useAverage } from '../../data/use-live';
import { t } from '../../i18n/text';
import { ageText } from '../../ui/age-text';
import { valueParts } from '../../ui/value-text';
import { captionText } from '../common/caption-text';
import type { Reading } from '../common/unit-reading';
import { ValueText } from '../common/ValueText';

interface Props {
  readonly workUnitId: string;
  readonly reading: Reading;
  readonly nowMs: number;
  readonly sourceAheadMs: number | undefined;
  /** Little room: the age alone. */
  readonly brief: boolean;
}

/** The large number of a tile whose unit has no OEE, with its age and, while it is current, the average of the last minutes to hold it against. */
export function TileHeadline({ workUnitId, reading, nowMs, sourceAheadMs, brief }: Props) {
  const { table, name, unit } = reading.series;
  const average = useAverage({ table, workUnitId, name });
  const { number, unit: averageUnit } = valueParts(table, average, unit);
  return (
    <span className="tile-headline">
      <span className="tile-value" data-table={reading.series.table}>
        <ValueText reading={reading} testId="headline-value" />
      </span>
      <span className="tile-caption" data-current={reading.current}>
        {sourceAheadMs === undefined
          ? captionText(reading, nowMs, brief)
          : t('wall.sourceClockAhead', { age: ageText(sourceAheadMs) })}
        {reading.current && !brief && average !== undefined && (
          <span data-testid="tile-average">{t('wall.lastMinutes', { value: `${number} ${averageUnit}`.trim() })}</span>
        )}
      </span>
    </span>
  );
}
