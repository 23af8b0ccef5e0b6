import { useMemo } from 'react';
import type { RangeName } from '../../../shared/calendar/named-ranges';
import type { HistoryAnswer } from '../../../shared/history-frame';
import { MAX_POINT_BUDGET, MAX_SERIES_PER_REQUEST } from '../../../shared/protocol';
import { type SeriesKey, seriesKeyText } from '../../../shared/series';
import { SECOND_MS, type TimeRange } from '../../../shared/time';
import { MOST_SERIES } from '../../app/address-parts';
import type { CompareChoice } from '../../app/compare-address';
import type { HistoryView, HistoryWish } from '../../data/history-query';
import type { TimeWindow } from '../../data/time-window';
import { useHistory } from '../../data/use-history';
import { useSteady } from '../../ui/use-steady';
import { type ChartLine, type ChartPlan, chartPlans } from './compare-choice';
import { hullOf, rangesByLine } from './compare-ranges';
import { shiftedAnswer } from './shifted-answer';
import { type CompareFrame, sameJson } from './use-compare-frame';

/** Envelope and average of two neighbouring columns for each pixel. */
const POINTS_PER_PX = 4;
/** Eight charts that grow at their end need not be read as often as one. */
const REST_MS = 5 * SECOND_MS;
const NO_SERIES: readonly SeriesKey[] = [];

export interface ComparedCharts {
  readonly plans: readonly ChartPlan[];
  readonly window: TimeWindow | undefined;
  readonly shown: HistoryView;
  /** What is laid over each line, moved to begin with its line's own range; empty where nothing is. */
  readonly over: ReadonlyMap<string, HistoryAnswer>;
}

export function keyOf({ unit, series }: ChartLine): SeriesKey {
  return { table: series.table, workUnitId: unit.workUnitId, name: series.name };
}

/** What the grid of charts shows: all of it asked for in one request, and in one more what is laid over it. */
export function useCompareCharts(frame: CompareFrame, choice: CompareChoice, widthPx: number): ComparedCharts {
  const { units, series, hull } = frame;
  const { by } = choice;
  const over = choice.range.kind === 'named' ? choice.over : undefined;
  // Each line of a chart may have another laid over it.
  const mostLines = over === undefined ? MOST_SERIES : MOST_SERIES / 2;
  const plans = useMemo(() => chartPlans(units, series, { by, mostLines }), [units, series, by, mostLines]);
  const kind = choice.range.kind;
  const window = useSteady<TimeWindow | undefined>(
    choice.range.kind === 'follow' ? choice.range : hull && { kind: 'fixed', range: hull },
    sameJson,
  );
  const pointBudget = Math.min(MAX_POINT_BUDGET, Math.max(1, POINTS_PER_PX * widthPx));
  const wish = useMemo<HistoryWish>(() => {
    const isReady = widthPx > 0 && window !== undefined;
    return {
      series: isReady ? seriesOf(plans) : NO_SERIES,
      window: window ?? { kind: 'follow', spanMs: SECOND_MS },
      ...{ pointBudget, ...(kind === 'follow' ? {} : { restMs: REST_MS }) },
    };
  }, [plans, window, pointBudget, widthPx, kind]);
  const shown = useHistory(wish);
  return { plans, window, shown, over: useOver(frame, plans, { over, pointBudget, isReady: widthPx > 0 }) };
}

function seriesOf(plans: readonly ChartPlan[]): readonly SeriesKey[] {
  return plans.flatMap(({ lines }) => lines.map(keyOf)).slice(0, MAX_SERIES_PER_REQUEST);
}

/** By seriesKeyText, moved to begin where the line's own range does. */
function useOver(
  { units, ranges, calendars, minuteMs }: CompareFrame,
  plans: readonly ChartPlan[],
  {
    over,
    pointBudget,
    isReady,
  }: { readonly over: RangeName | undefined; readonly pointBudget: number; readonly isReady: boolean },
): ReadonlyMap<string, HistoryAnswer> {
  const lines = units.map(({ line }) => line);
  const overRanges = useSteady(
    over === undefined ? [] : [...rangesByLine({ kind: 'named', name: over }, lines, { calendars, nowMs: minuteMs })],
    sameJson,
  );
  const range = useSteady<TimeRange | undefined>(hullOf(overRanges.map(([, own]) => own)), sameJson);
  const wish = useMemo<HistoryWish>(
    () => ({
      series: range === undefined || !isReady ? NO_SERIES : seriesOf(plans),
      window: range === undefined ? { kind: 'follow', spanMs: SECOND_MS } : { kind: 'fixed', range },
      pointBudget,
    }),
    [plans, range, pointBudget, isReady],
  );
  const { answers } = useHistory(wish);
  return useMemo(() => {
    const byLine = new Map(overRanges);
    const moved = plans.flatMap(({ lines }) =>
      lines.flatMap((line) => {
        const [own, other] = [ranges.get(line.unit.line), byLine.get(line.unit.line)];
        const key = seriesKeyText(keyOf(line));
        const answer = answers.get(key);
        if (own === undefined || other === undefined || answer === undefined) return [];
        return [[key, shiftedAnswer(answer, own.fromMs - other.fromMs)] as const];
      }),
    );
    return new Map(moved);
  }, [plans, answers, ranges, overRanges]);
}
