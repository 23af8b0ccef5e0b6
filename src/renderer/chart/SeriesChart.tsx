import { useCallback, useMemo, useState } from 'react';
import { expectedSamples, MAX_FULL_POINTS } from '../../shared/full-resolution';
import { type CatalogueUnit, MAX_POINT_BUDGET } from '../../shared/protocol';
import { type SeriesKey, seriesKeyText } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import { useConnection } from '../data/connection-context';
import { wholeLink } from '../data/screen-status';
import { rangeOf, sameWindow, spanOf, type TimeWindow } from '../data/time-window';
import { useHistory } from '../data/use-history';
import { useCatalogue, useStatus } from '../data/use-live';
import { useLiveClock } from '../data/use-live-clock';
import { t } from '../i18n/text';
import { told } from '../i18n/told';
import { useSize } from '../ui/use-size';
import { useSteady } from '../ui/use-steady';
import { AnswerShelf, holds } from './answer-shelf';
import { chartedSeries } from './charted-series';
import { EverySampleButton } from './EverySampleButton';
import { HistoryChart } from './HistoryChart';
import { sameChartSeries } from './same-series';
import { useEverySample } from './use-every-sample';
import { useOverview } from './use-overview';
import './series-chart.css';

/** What a chart can use: envelope and average of two neighbouring columns for each pixel. */
const POINTS_PER_PX = 4;
/** The budget moves in steps, so that a window being resized does not ask at every pixel. */
const WIDTH_STEP_PX = 100;
/** A range longer than the one that the chart was opened with by more than this is looked at from farther away. */
const ZOOMED_OUT = 1.1;

interface Props {
  /** Of any units; a series' place is its colour. The page around follows the units (`useFollowing`) for their live tails. */
  readonly series: readonly SeriesKey[];
  readonly window: TimeWindow;
  /** Told a few times a second while a hand moves the chart, and of where it comes to rest. */
  readonly onWindowChange: (window: TimeWindow) => void;
  /** Scores fill the height instead of standing between 0 and 100 %. */
  readonly fitsScores?: boolean;
}

/** A chart of any series over a window of time: their history, and the live tails at the right edge. Fills its place. */
export function SeriesChart({ series, window, onWindowChange, fitsScores = false }: Props) {
  const { store } = useConnection();
  const units = useCatalogue();
  const status = useStatus();
  const [areaRef, size] = useSize<HTMLDivElement>();
  const widthPx = Math.ceil((size?.widthPx ?? 0) / WIDTH_STEP_PX) * WIDTH_STEP_PX;
  const asked = useSteady(window, sameWindow);
  const wished = useSteady(series, sameSeries);
  const nowMs = useLiveClock(spanOf(asked) / Math.max(1, widthPx));
  const [passing, setPassing] = usePassing(asked);
  const wish = useMemo(() => {
    const pointBudget = Math.min(MAX_POINT_BUDGET, Math.max(1, POINTS_PER_PX * widthPx));
    return { series: widthPx === 0 ? [] : wished, window: passing, pointBudget };
  }, [wished, passing, widthPx]);
  const { answers, loading, failure } = useHistory(wish);
  const [shelf] = useState(() => new AnswerShelf());
  // Of what was shown before at hand at once, in the same drawing.
  shelf.show(answers);
  const [openedMs] = useState(() => spanOf(asked));
  useOverview(shelf, wished, answers.size > 0 && spanOf(passing) > ZOOMED_OUT * openedMs);
  const [isEverySample, setEverySample] = useState(false);
  const full = useFullWish({ series: wished, units, window: passing, widthPx });
  const isFull = isEverySample && full !== undefined && full.expected <= MAX_FULL_POINTS;
  const every = useEverySample(isFull ? full.wish : undefined);
  const made = chartedSeries({
    series: wished,
    units: units ?? [],
    rules: status.stateRules,
    answers,
    full: every.drawings,
    kept: (key) => shelf.of(key),
    tail: ({ workUnitId, table, name }) => store.tail(workUnitId, table, name),
  });
  // A value of another series is no reason to draw this chart anew.
  const charted = useSteady(made, sameChartSeries);
  const onRangeChange = useCallback(
    (range: TimeRange, following: boolean) => onWindowChange(windowOf(range, following)),
    [onWindowChange],
  );
  // What is at hand is moved through without asking: an answer reaches to the ends of its tiles.
  const onPassing = (range: TimeRange, following: boolean) => {
    if (isFull || !wished.every((key) => holds(answers.get(seriesKeyText(key)), range, spanOf(passing))))
      setPassing(windowOf(range, following));
  };
  // Absent while what is shown does not answer the present choice yet.
  const resolution = loading
    ? undefined
    : [...new Set([...answers.values()].map((answer) => answer.resolution))].join(',');
  const failed = failure ?? every.failure;
  const whyNot = failed === undefined ? undefined : told(failed);
  return (
    <div className="series-chart" data-testid="history-chart" data-resolution={resolution || undefined} ref={areaRef}>
      <HistoryChart
        series={charted}
        range={rangeOf(asked, nowMs)}
        nowMs={nowMs}
        following={asked.kind === 'follow'}
        loading={loading || every.loading}
        actions={
          full !== undefined && (isFull || resolution !== 'raw') ? (
            <EverySampleButton isOn={isFull} expected={full.expected} onChange={setEverySample} />
          ) : undefined
        }
        isLinkUp={wholeLink(status).state !== 'offline'}
        fitsScores={fitsScores}
        onRangeChange={onRangeChange}
        onPassing={onPassing}
      />
      {whyNot !== undefined && <p className="chart-failure">{t('chart.historyFailed', { why: whyNot })}</p>}
    </div>
  );
}

function windowOf(range: TimeRange, following: boolean): TimeWindow {
  return following ? { kind: 'follow', spanMs: range.toMs - range.fromMs } : { kind: 'fixed', range };
}

/** The page's window, or one that a movement passes; what the page names next ends that. */
function usePassing(window: TimeWindow) {
  const [passing, setPassing] = useState<{ readonly of: TimeWindow; readonly to: TimeWindow }>();
  const set = useCallback((to: TimeWindow) => setPassing({ of: window, to }), [window]);
  return [passing?.of === window ? passing.to : window, set] as const;
}

/** What every sample of the chart would be; undefined while it follows the present, or a series' cadence is not known. */
function useFullWish({
  series,
  units,
  window,
  widthPx,
}: {
  readonly series: readonly SeriesKey[];
  readonly units: readonly CatalogueUnit[] | undefined;
  readonly window: TimeWindow;
  readonly widthPx: number;
}) {
  return useMemo(() => {
    if (window.kind === 'follow' || widthPx === 0) return undefined;
    const { range } = window;
    const known = series.map((key) => ({ key, cadenceMs: cadenceOf(units, key) }));
    const withCadence = known.flatMap(({ key, cadenceMs }) => (cadenceMs === undefined ? [] : [{ key, cadenceMs }]));
    if (withCadence.length < known.length) return undefined;
    const expected = known.reduce((sum, { cadenceMs }) => sum + expectedSamples(range, cadenceMs), 0);
    return { expected, wish: { series: withCadence, range, columns: widthPx * devicePixelRatio } };
  }, [series, units, window, widthPx]);
}

function cadenceOf(units: readonly CatalogueUnit[] | undefined, { workUnitId, table, name }: SeriesKey) {
  const unit = units?.find((each) => each.workUnitId === workUnitId);
  return unit?.series.find((each) => each.table === table && each.name === name)?.cadenceMs ?? undefined;
}

function sameSeries(a: readonly SeriesKey[], b: readonly SeriesKey[]): boolean {
  return a.length === b.length && a.every((each, at) => seriesKeyText(each) === seriesKeyText(b[at] ?? each));
}
