import { useMemo, useRef } from 'react';
import type { TimeRange } from '../../shared/time';
import { rangeText } from '../ui/time-text';
import { useSize } from '../ui/use-size';
import { ChartLegend } from './ChartLegend';
import { captionText } from './chart-caption';
import { type ChartData, chartData } from './chart-data';
import type { ChartSeries } from './chart-series';
import { useChartTheme } from './chart-theme';
import { useCursorStore } from './LinkedCursors';
import { useNavigation } from './use-navigation';
import { usePlot } from './use-plot';
import { axisCount } from './value-axis';
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
  readonly onRangeChange: (range: TimeRange, following: boolean) => void;
}

/** History and live tail of one or several series, to be zoomed and moved through; says what it is made of. */
export function HistoryChart(props: Props) {
  const {
    series,
    range,
    nowMs,
    following,
    loading = false,
    isLinkUp = true,
    fitsScores = false,
    onRangeChange,
  } = props;
  const root = useRef<HTMLElement>(null);
  const [host, size] = useSize<HTMLDivElement>();
  const theme = useChartTheme();
  const cursor = useCursorStore();
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
  const plot = usePlot(host, { size, series, theme, state, cursor });
  useNavigation(root, () => plot.current?.over ?? null, {
    viewport: { range, following },
    nowMs,
    cursor,
    onChange: onRangeChange,
  });
  const facts = factsOf(series, data);
  const caption = captionText({
    ...facts,
    asOfMs: isLinkUp ? undefined : facts.asOfMs,
    hasLiveTail: facts.hasTail && isLinkUp,
    rangeEndMs: toMs,
    nowMs,
  });
  return (
    <section
      ref={root}
      className="chart"
      role="application"
      aria-label={`Chart of ${series.map((each) => each.label).join(', ')}. Arrows move, plus and minus zoom, Backspace goes back, End goes to now, shift and arrows move the cursor.`}
      data-drawn-points={facts.drawnPoints}
      data-resolution={[...new Set(facts.resolutions)].join(',')}
      data-complete-to={facts.completeToMs ?? ''}
      data-loading={loading}
      data-unknown={facts.unknownWhy}
    >
      {state && <ChartLegend painting={state} axes={axisCount(size?.widthPx ?? 0)} cursor={cursor} nowMs={nowMs} />}
      <div className="chart-plot" ref={host} />
      <p className="chart-caption">
        <span>{caption.source}</span>
        <span data-testid="range-shown">{rangeText(range, following)}</span>
        <span>{loading ? 'reading …' : caption.counts}</span>
      </p>
    </section>
  );
}

function factsOf(series: readonly ChartSeries[], data: ChartData | undefined) {
  const answers = series.flatMap(({ answer }) => answer ?? []);
  const pictures = data?.pictures ?? [];
  const sum = (of: (picture: ChartData['pictures'][number]) => number) =>
    pictures.reduce((all, each) => all + of(each), 0);
  return {
    resolutions: answers.map(({ resolution }) => resolution),
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
