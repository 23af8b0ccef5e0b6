import { type ReactNode, useMemo, useRef } from 'react';
import type uPlot from 'uplot';
import type { TimeRange } from '../../shared/time';
import { rangeOf, sameWindow, type TimeWindow } from '../data/time-window';
import { t } from '../i18n/text';
import { rangeText } from '../ui/time-text';
import { useSize } from '../ui/use-size';
import { useSteady } from '../ui/use-steady';
import { ChartLegend } from './ChartLegend';
import { captionText } from './chart-caption';
import { type ChartData, chartData, reaches } from './chart-data';
import type { ChartSeries } from './chart-series';
import { chartStrips, hasLimits } from './chart-strips';
import { useChartTheme } from './chart-theme';
import { useCursorStore } from './LinkedCursors';
import type { Viewport } from './navigation';
import { paintStrips, STRIP_EM, STRIP_GAP_EM } from './paint-strips';
import type { PlotState } from './plot-options';
import { useChosenWindow } from './use-chosen-window';
import { useNavigation } from './use-navigation';
import { usePlot } from './use-plot';
import { axisCount } from './value-axis';
import '../ui/control.css';
import 'uplot/dist/uPlot.min.css';
import './history-chart.css';

interface Props {
  readonly series: readonly ChartSeries[];
  readonly range: TimeRange;
  /** Plant time. */
  readonly nowMs: number;
  readonly following: boolean;
  readonly loading?: boolean;
  /** False while the present cannot be heard of: then no tail is live. */
  readonly isLinkUp?: boolean;
  /** Scores fill the height instead of standing between 0 and 100 %. */
  readonly fitsScores?: boolean;
  /** False where the page has a way back to now for several charts. */
  readonly hasWayToNow?: boolean;
  /** Further buttons above the plot, beside the way back to now. */
  readonly actions?: ReactNode;
  /** Told of where a hand has moved the chart to, and without `onPassing` a few times a second of where it is by then. */
  readonly onRangeChange: (range: TimeRange, following: boolean) => void;
  /** Told a few times a second where the chart is while a hand moves it. */
  readonly onPassing?: (range: TimeRange, following: boolean) => void;
}

/** History and live tail of one or several series, to be zoomed and moved through; says what it is made of. */
export function HistoryChart(props: Props) {
  const { series, nowMs, loading = false, isLinkUp = true, fitsScores = false, hasWayToNow = true, actions } = props;
  const root = useRef<HTMLElement>(null);
  const stripsCanvas = useRef<HTMLCanvasElement>(null);
  const [host, size] = useSize<HTMLDivElement>();
  const theme = useChartTheme();
  const cursor = useCursorStore();
  const isMoving = () => root.current?.hasAttribute('data-moving') ?? false;
  const pixelColumns = (size?.widthPx ?? 0) * devicePixelRatio;
  const stateOf = ({ fromMs, toMs }: TimeRange): PlotState | undefined => {
    if (pixelColumns === 0 || theme === undefined) return undefined;
    const range = { fromMs, toMs };
    return { data: chartData({ series, range, nowMs, pixelColumns }), series, theme, range, fitsScores };
  };
  const { viewport, choose, settle } = useViewport(props, isMoving, (range) => {
    const state = stateOf(range);
    if (state !== undefined) plot.draw(state);
  });
  const { range, following } = viewport();
  const { fromMs, toMs } = range;
  // biome-ignore lint/correctness/useExhaustiveDependencies: all that the state is made of, and no function that is new each time.
  const state = useMemo(
    () => stateOf({ fromMs, toMs }),
    [series, theme, nowMs, pixelColumns, fitsScores, fromMs, toMs],
  );
  const data = state?.data;
  const onDrawn = ({ bbox }: uPlot, { range: drawn, theme: ink }: PlotState) => {
    if (stripsCanvas.current === null) return;
    const strips = chartStrips({ series, range: drawn, nowMs });
    paintStrips(stripsCanvas.current, { strips, theme: ink, range: drawn, box: bbox });
  };
  const plot = usePlot(host, { size, series, theme, state, cursor, isMoving, onDrawn });
  useNavigation(root, plot.area, { viewport, nowMs, cursor, onChange: choose, onRest: settle });
  const facts = factsOf(series, data, range);
  const caption = captionText({
    ...facts,
    asOfMs: isLinkUp ? undefined : facts.asOfMs,
    hasLiveTail: facts.hasTail && isLinkUp,
    rangeEndMs: toMs,
    nowMs,
  });
  const strips = series.filter(hasLimits).length;
  return (
    <section
      ref={root}
      className="chart"
      role="application"
      aria-label={t('chart.name', { series: series.map((each) => each.label).join(', ') })}
      data-drawn-points={facts.drawnPoints}
      data-resolution={[...new Set(facts.resolutions)].join(',')}
      data-complete-to={facts.completeToMs ?? ''}
      data-loading={loading}
      data-unknown={facts.unknownWhy}
    >
      <div className="chart-head">
        {state && <ChartLegend painting={state} axes={axisCount(size?.widthPx ?? 0)} cursor={cursor} nowMs={nowMs} />}
        {!following && hasWayToNow && (
          <div className="chart-actions">
            {actions}
            <BackToNow onPress={() => choose({ fromMs: nowMs - (toMs - fromMs), toMs: nowMs }, true)} />
          </div>
        )}
      </div>
      <div className="chart-plot" ref={host} />
      {strips > 0 && (
        <canvas
          ref={stripsCanvas}
          className="chart-strips"
          style={{ height: `${strips * (STRIP_EM + STRIP_GAP_EM)}rem` }}
        />
      )}
      <p className="chart-caption">
        <span>{caption.source}</span>
        <span data-testid="range-shown">{rangeText(range, following)}</span>
        <span>{loading ? t('chart.reading') : caption.counts}</span>
      </p>
    </section>
  );
}

/** What the hand has chosen, or the page. */
function useViewport(props: Props, isMoving: () => boolean, draw: (range: TimeRange) => void) {
  const { range, following, nowMs, onRangeChange, onPassing = onRangeChange } = props;
  const { fromMs, toMs } = range;
  const ofPage: TimeWindow = following
    ? { kind: 'follow', spanMs: toMs - fromMs }
    : { kind: 'fixed', range: { fromMs, toMs } };
  const chosen = useChosenWindow({
    window: useSteady(ofPage, sameWindow),
    isMoving,
    draw: (to) => draw(rangeOf(to, nowMs)),
    onPassing: (to) => onPassing(rangeOf(to, nowMs), to.kind === 'follow'),
    onChange: (to) => onRangeChange(rangeOf(to, nowMs), to.kind === 'follow'),
  });
  return {
    viewport: (): Viewport => {
      const window = chosen.current();
      return { range: rangeOf(window, nowMs), following: window.kind === 'follow' };
    },
    choose: (to: TimeRange, follows: boolean) =>
      chosen.choose(follows ? { kind: 'follow', spanMs: to.toMs - to.fromMs } : { kind: 'fixed', range: to }),
    settle: chosen.settle,
  };
}

function BackToNow({ onPress }: { readonly onPress: () => void }) {
  return (
    <button
      type="button"
      className="control"
      data-testid="chart-now"
      aria-label={t('chart.backToNow')}
      onClick={onPress}
    >
      <span className="chart-now-word">{t('chart.backToNow')} </span>▶
    </button>
  );
}

function factsOf(series: readonly ChartSeries[], data: ChartData | undefined, range: TimeRange) {
  const answers = series.flatMap(({ answer }) => answer ?? []);
  // One that has nothing is true for no moment.
  const held = answers.filter(({ tiles }) => tiles.length > 0);
  const pictures = data?.pictures ?? [];
  const sum = (of: (picture: ChartData['pictures'][number]) => number) =>
    pictures.reduce((all, each) => all + of(each), 0);
  return {
    resolutions: series.flatMap(({ answer, full }) => (reaches(full, range) ? 'raw' : (answer?.resolution ?? []))),
    completeToMs: answers.length === 0 ? undefined : Math.min(...answers.map(({ completeToMs }) => completeToMs)),
    hasTail: pictures.some(({ tailFromMs }) => tailFromMs !== undefined),
    asOfMs: held.length === 0 ? undefined : Math.min(...held.map(({ asOfMs }) => asOfMs)),
    unknownWhy: data?.unknownWhy,
    isRevised: pictures.some(({ revised }) => revised.length > 0),
    isOnlyOnBoard: answers.some(({ onlyOnBoard }) => onlyOnBoard !== undefined),
    isAmbiguous: answers.some(({ ambiguous }) => ambiguous !== undefined),
    isPreparing: pictures.some(({ preparing }) => preparing.length > 0),
    samples: sum(({ sampleCount }) => sampleCount),
    drawnPoints: data?.drawnPoints ?? 0,
    badMarks: sum(({ badTimesMs }) => badTimesMs.length),
  };
}
