import type { ToldState } from '../../shared/events';
import type { Run } from '../../shared/states/runs';
import type { TimeRange } from '../../shared/time';
import type { ChartSeries } from './chart-series';
import { limitRuns, type Violation } from './limit-runs';
import { preparedSeries } from './prepared-series';

/** What one unit did. */
export interface ChartStates {
  /** "State", and of several units the unit's name. */
  readonly label: string;
  /** In order of time. */
  readonly runs: readonly Run<ToldState>[];
}

/** One strip under the plot. */
export type ChartStrip =
  | ({ readonly kind: 'states' } & ChartStates)
  | {
      readonly kind: 'limits';
      readonly label: string;
      readonly colourIndex: number;
      readonly runs: readonly Violation[];
    };

export interface StripInput {
  readonly series: readonly ChartSeries[];
  readonly states: readonly ChartStates[];
  readonly range: TimeRange;
  readonly nowMs: number;
}

/** The strips of a chart: of each unit's state, then of each series that has limits. */
export function chartStrips({ series, states, range, nowMs }: StripInput): readonly ChartStrip[] {
  const limits = series.flatMap((each): readonly ChartStrip[] => {
    const { answer, tail, lowLimit, highLimit, label, colourIndex } = each;
    if (lowLimit === undefined && highLimit === undefined) return [];
    const runs = limitRuns(preparedSeries({ answer, tail, nowMs }), { lowLimit, highLimit }, range);
    return [{ kind: 'limits', label, colourIndex, runs }];
  });
  return [...states.map((each) => ({ kind: 'states' as const, ...each })), ...limits];
}

/** The run at a time. */
export function runAt<Each extends TimeRange>(runs: readonly Each[], timeMs: number): Each | undefined {
  return runs.find(({ fromMs, toMs }) => fromMs <= timeMs && timeMs < toMs);
}

/** Series that have limits: each has a strip, whether or not it ever left them. */
export function stripCount(series: readonly ChartSeries[], states: readonly ChartStates[]): number {
  const limited = series.filter(({ lowLimit, highLimit }) => lowLimit !== undefined || highLimit !== undefined);
  return limited.length + states.length;
}
