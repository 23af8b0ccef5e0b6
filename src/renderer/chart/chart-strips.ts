import type { TimeRange } from '../../shared/time';
import type { ChartSeries } from './chart-series';
import { limitRuns, type Violation } from './limit-runs';
import { preparedSeries } from './prepared-series';

/** A strip under the plot: where one series stood outside of its limits. */
export interface ChartStrip {
  readonly label: string;
  readonly colourIndex: number;
  readonly runs: readonly Violation[];
}

export interface StripInput {
  readonly series: readonly ChartSeries[];
  readonly range: TimeRange;
  readonly nowMs: number;
}

/** The strips of a chart: each series that has limits has one, whether or not it ever left them. */
export function chartStrips({ series, range, nowMs }: StripInput): readonly ChartStrip[] {
  return series.filter(hasLimits).map(({ answer, tail, lowLimit, highLimit, label, colourIndex }) => ({
    ...{ label, colourIndex },
    runs: limitRuns(preparedSeries({ answer, tail, nowMs }), { lowLimit, highLimit }, range),
  }));
}

export function hasLimits({ lowLimit, highLimit }: ChartSeries): boolean {
  return lowLimit !== undefined || highLimit !== undefined;
}
