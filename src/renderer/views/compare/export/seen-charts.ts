import type { HistoryAnswer } from '../../../../shared/history-frame';
import { RESOLUTIONS, seriesKeyText } from '../../../../shared/series';
import { rangeOf, type TimeWindow } from '../../../data/time-window';
import type { ChartPlan } from '../compare-choice';
import { zoneOf } from '../compare-ranges';
import { keyOf } from '../use-compare-charts';
import type { CompareFrame } from '../use-compare-frame';
import type { Seen } from './seen';

/** What the charts show, each line over its own range; undefined before an answer has come. */
export function seenCharts(
  plans: readonly ChartPlan[],
  { ranges, calendars }: CompareFrame,
  {
    window,
    answers,
    nowMs,
  }: { readonly window: TimeWindow; readonly answers: ReadonlyMap<string, HistoryAnswer>; readonly nowMs: number },
): Seen | undefined {
  const lines = plans.flatMap((plan) => plan.lines);
  const shown = lines.flatMap((line) => answers.get(seriesKeyText(keyOf(line))) ?? []);
  const coarsest = RESOLUTIONS.findLast((resolution) => shown.some((answer) => answer.resolution === resolution));
  if (coarsest === undefined) return undefined;
  return {
    kind: 'charts',
    resolution: coarsest,
    isWhole: shown.every(({ missing, preparing }) => missing.length + preparing.length === 0),
    series: lines.map(({ unit, series }) => ({
      ...{ unit, series, zone: zoneOf(unit.line, calendars) },
      range: ranges.get(unit.line) ?? rangeOf(window, nowMs),
    })),
  };
}
