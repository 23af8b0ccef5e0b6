import { type ReactNode, useCallback, useMemo, useRef } from 'react';
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
import { paintStrips, STRIP_EM, STRIP_GAP_EM } from './paint-strips';
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
  /** Further buttons over the plot, beside the way back to now. */
  readonly actions?: ReactNode;
  /** Told a few times a second while a hand moves the chart, and of where it comes to rest. */
  readonly onRangeChange: (range: TimeRange, following: boolean) => void;
}

/** History and live tail of one or several series, to be zoomed and moved through; says what it is made of. */
export function HistoryChart(props: Props) {
  const { series, nowMs, loading = false, isLinkUp = true, fitsScores = false, actions } = props;
  const root = useRef<HTMLElement>(null);
  const stripsCanvas = useRef<HTMLCanvasElement>(null);
  const [host, size] = useSize<HTMLDivElement>();
  const theme = useChartTheme();
  const cursor = useCursorStore();
  const { range, following, choose } = useOwnRange(props);
  const { fromMs, toMs } = range;
  const pixelColumns = (size?.widthPx ?? 0) * devicePixelRatio;
  const data = useMemo(
    () => (pixelColumns === 0 ? undefined : chartData({ series, range: { fromMs, toMs }, nowMs, pixelColumns })),
    [series, fromMs, toMs, nowMs, pixelColumns],
  );
  const state = useMemo(
    () => data && theme && { data, series, theme, range: { fromMs, toMs }, fitsScores },
    [data, series, theme, fromMs, toMs, fitsScores],
  );
  const onDrawn = ({ bbox }: uPlot) => {
    if (stripsCanvas.current === null || theme === undefined) return;
    const strips = chartStrips({ series, range, nowMs });
    paintStrips(stripsCanvas.current, { strips, theme, range, box: bbox });
  };
  const plot = usePlot(host, { size, series, theme, state, cursor, onDrawn });
  useNavigation(root, () => plot.current?.over ?? null, {
    viewport: { range, following },
    nowMs,
    cursor,
    onChange: choose,
  });
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
      {state && <ChartLegend painting={state} axes={axisCount(size?.widthPx ?? 0)} cursor={cursor} nowMs={nowMs} />}
      <div className="chart-plot" ref={host}>
        {!following && (
          <div className="chart-actions">
            {actions}
            <BackToNow onPress={() => choose({ fromMs: nowMs - (toMs - fromMs), toMs: nowMs }, true)} />
          </div>
        )}
      </div>
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

/** The range that the hand has chosen, or the page's. */
function useOwnRange({ range: { fromMs, toMs }, following, nowMs, onRangeChange }: Props) {
  const ofPage: TimeWindow = following
    ? { kind: 'follow', spanMs: toMs - fromMs }
    : { kind: 'fixed', range: { fromMs, toMs } };
  const tell = (to: TimeWindow) => onRangeChange(rangeOf(to, nowMs), to.kind === 'follow');
  const [shown, chooseWindow] = useChosenWindow(useSteady(ofPage, sameWindow), tell);
  const choose = useCallback(
    (range: TimeRange, follows: boolean) =>
      chooseWindow(follows ? { kind: 'follow', spanMs: range.toMs - range.fromMs } : { kind: 'fixed', range }),
    [chooseWindow],
  );
  return { range: rangeOf(shown, nowMs), following: shown.kind === 'follow', choose };
}

function BackToNow({ onPress }: { readonly onPress: () => void }) {
  return (
    <button type="button" className="control" data-testid="chart-now" onClick={onPress}>
      {t('chart.backToNow')} ▶
    </button>
  );
}

function factsOf(series: readonly ChartSeries[], data: ChartData | undefined, range: TimeRange) {
  const answers = series.flatMap(({ answer }) => answer ?? []);
  const pictures = data?.pictures ?? [];
  const sum = (of: (picture: ChartData['pictures'][number]) => number) =>
    pictures.reduce((all, each) => all + of(each), 0);
  return {
    resolutions: series.flatMap(({ answer, full }) => (reaches(full, range) ? 'raw' : (answer?.resolution ?? []))),
    completeToMs: answers.length === 0 ? undefined : Math.min(...answers.map(({ completeToMs }) => completeToMs)),
    hasTail: pictures.some(({ tailFromMs }) => tailFromMs !== undefined),
    asOfMs: answers.length === 0 ? undefined : Math.min(...answers.map(({ asOfMs }) => asOfMs)),
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
