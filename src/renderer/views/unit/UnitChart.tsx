import { memo, useMemo } from 'react';
import type { UnitSeries } from '../../app/address-parts';
import { SeriesChart } from '../../chart/SeriesChart';
import type { TimeWindow } from '../../data/time-window';

interface Props {
  readonly workUnitId: string;
  readonly chosen: readonly UnitSeries[];
  readonly window: TimeWindow;
  /** Scores fill the height instead of standing between 0 and 100 %. */
  readonly fitsScores: boolean;
  readonly onWindowChange: (window: TimeWindow) => void;
}

/** The chart of the chosen series of one unit; a value that comes in is drawn at the chart's own pace. */
export const UnitChart = memo(function UnitChart({ workUnitId, chosen, ...rest }: Props) {
  const series = useMemo(() => chosen.map((each) => ({ ...each, workUnitId })), [chosen, workUnitId]);
  return <SeriesChart series={series} {...rest} />;
});
