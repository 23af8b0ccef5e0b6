import { useMemo } from 'react';
import type { RangeName } from '../../../shared/calendar/named-ranges';
import type { HistoryAnswer } from '../../../shared/history-frame';
import { seriesKeyText } from '../../../shared/series';
import type { TimeRange } from '../../../shared/time';
import type { AnswerShelf } from '../../chart/answer-shelf';
import type { ChartSeries } from '../../chart/chart-series';
import { HistoryChart } from '../../chart/HistoryChart';
import { sameChartSeries } from '../../chart/same-series';
import type { Tail } from '../../chart/samples';
import { useConnection } from '../../data/connection-context';
import { wholeLink } from '../../data/screen-status';
import { useStatus } from '../../data/use-live';
import { seriesLabel, unitLabel } from '../../ui/names';
import { useSteady } from '../../ui/use-steady';
import type { ChartLine, ChartPlan } from './compare-choice';
import { rangeWord } from './compare-words';
import { keyOf } from './use-compare-charts';

interface Props {
  readonly plan: ChartPlan;
  readonly answers: ReadonlyMap<string, HistoryAnswer>;
  readonly shelf: AnswerShelf;
  /** What is laid over, by seriesKeyText. */
  readonly over: ReadonlyMap<string, HistoryAnswer>;
  readonly overName: RangeName | undefined;
  readonly range: TimeRange;
  readonly nowMs: number;
  readonly following: boolean;
  readonly loading: boolean;
  readonly onRangeChange: (range: TimeRange, following: boolean) => void;
}

const NO_TAIL: Tail = { timesMs: [], values: [] };

/** One chart of the grid: its lines, and what is laid over them. */
export function CompareChart({ plan, answers, shelf, over, overName, nowMs, ...rest }: Props) {
  const { store } = useConnection();
  const isLinkUp = wholeLink(useStatus()).state !== 'offline';
  const own = plan.lines.map((line, colourIndex): ChartSeries => {
    const { table, workUnitId, name } = keyOf(line);
    const key = seriesKeyText({ table, workUnitId, name });
    const answer = answers.get(key);
    return {
      ...plainSeries(plan, line),
      answer,
      kept: shelf.of(key),
      tail: store.tail(workUnitId, table, name),
      colourIndex,
    };
  });
  const laidOver = plan.lines.flatMap((line, at): readonly ChartSeries[] => {
    const answer = over.get(seriesKeyText(keyOf(line)));
    if (answer === undefined || overName === undefined) return [];
    const plain = plainSeries(plan, line);
    const label = `${plain.label}, ${rangeWord(overName)}`;
    return [{ ...plain, label, answer, tail: NO_TAIL, colourIndex: plan.lines.length + at }];
  });
  // A value of another chart is no reason to draw this one anew.
  const series = useSteady([...own, ...laidOver], sameChartSeries);
  const { fromMs, toMs } = rest.range;
  const range = useMemo(() => ({ fromMs, toMs }), [fromMs, toMs]);
  return <HistoryChart {...rest} range={range} series={series} nowMs={nowMs} isLinkUp={isLinkUp} hasWayToNow={false} />;
}

/** What a line is besides its samples: named by what the chart's title leaves open. */
function plainSeries(
  plan: ChartPlan,
  { unit, series }: ChartLine,
): Omit<ChartSeries, 'answer' | 'tail' | 'colourIndex'> {
  const { table, lowLimit, highLimit, target } = series;
  return {
    table,
    label: plan.unit === undefined ? unitLabel(unit) : seriesLabel(series),
    unit: series.unit,
    ...(lowLimit !== null && { lowLimit }),
    ...(highLimit !== null && { highLimit }),
    ...(target !== null && { target }),
  };
}
