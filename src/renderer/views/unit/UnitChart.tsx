import { useMemo } from 'react';
import { type CatalogueUnit, MAX_POINT_BUDGET, type StateRules } from '../../../shared/protocol';
import { seriesKeyText } from '../../../shared/series';
import type { TimeRange } from '../../../shared/time';
import type { UnitSeries } from '../../app/routes';
import type { ChartSeries } from '../../chart/chart-series';
import { HistoryChart } from '../../chart/HistoryChart';
import { sameChartSeries } from '../../chart/same-series';
import { useConnection } from '../../data/connection-context';
import { rangeOf, type TimeWindow } from '../../data/time-window';
import { useHistory } from '../../data/use-history';
import { STATE_WORDS, seriesLabel } from '../../ui/names';
import { useSize } from '../../ui/use-size';
import type { Moment } from '../common/unit-reading';
import { useSteady } from './use-steady';
import './unit-chart.css';

/** What a chart can use: envelope and average of two neighbouring columns for each pixel. */
const POINTS_PER_PX = 4;
/** The budget moves in steps, so that a window being resized does not ask at every pixel. */
const WIDTH_STEP_PX = 100;

/** The state metric's codes in words. */
function wordsOf({ codes }: StateRules): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(codes).map(([code, state]) => [code, STATE_WORDS[state]]));
}

interface Props {
  readonly unit: CatalogueUnit;
  readonly rules: StateRules;
  readonly chosen: readonly UnitSeries[];
  readonly window: TimeWindow;
  readonly moment: Moment;
  /** Scores fill the height instead of standing between 0 and 100 %. */
  readonly fitsScores: boolean;
  readonly onRangeChange: (range: TimeRange, following: boolean) => void;
}

/** The chart of the chosen series: history, and the live tail at its right edge. */
export function UnitChart({ unit, rules, chosen, window, moment, fitsScores, onRangeChange }: Props) {
  const { nowMs, link } = moment;
  const { store } = useConnection();
  const [areaRef, size] = useSize<HTMLDivElement>();
  const widthPx = Math.ceil((size?.widthPx ?? 0) / WIDTH_STEP_PX) * WIDTH_STEP_PX;
  const { workUnitId } = unit;
  const wish = useMemo(() => {
    const series = widthPx === 0 ? [] : chosen.map((each) => ({ ...each, workUnitId }));
    return { series, window, pointBudget: Math.min(MAX_POINT_BUDGET, Math.max(1, POINTS_PER_PX * widthPx)) };
  }, [chosen, workUnitId, window, widthPx]);
  const { answers, loading, failure } = useHistory(wish);
  const words = useMemo(() => wordsOf(rules), [rules]);
  const made = chosen.flatMap(({ table, name }, colourIndex): readonly ChartSeries[] => {
    const known = unit.series.find((each) => each.table === table && each.name === name);
    if (known === undefined) return [];
    const { lowLimit, highLimit, target } = known;
    return [
      {
        table,
        answer: answers.get(seriesKeyText({ table, workUnitId, name })),
        tail: store.tail(workUnitId, table, name),
        label: seriesLabel(known),
        unit: known.unit,
        colourIndex,
        ...(lowLimit !== null && { lowLimit }),
        ...(highLimit !== null && { highLimit }),
        ...(target !== null && { target }),
        ...(table === 'metric' && name === rules.stateMetric && { words }),
      },
    ];
  });
  // A value of another series is no reason to draw this chart anew.
  const series = useSteady(made, sameChartSeries);
  // Absent while what is shown does not answer the present choice yet.
  const resolution = loading
    ? undefined
    : [...new Set([...answers.values()].map((answer) => answer.resolution))].join(',');
  return (
    <div className="unit-chart" data-testid="history-chart" data-resolution={resolution || undefined} ref={areaRef}>
      <HistoryChart
        series={series}
        range={rangeOf(window, nowMs)}
        nowMs={nowMs}
        following={window.kind === 'follow'}
        loading={loading}
        isLinkUp={link !== 'offline'}
        fitsScores={fitsScores}
        onRangeChange={onRangeChange}
      />
      {failure !== undefined && <p className="chart-failure">History is not at hand: {failure}</p>}
    </div>
  );
}
