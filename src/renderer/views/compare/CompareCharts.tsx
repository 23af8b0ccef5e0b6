import { type RefObject, useEffect, useState } from 'react';
import type { TimeRange } from '../../../shared/time';
import { MOST_SERIES } from '../../app/address-parts';
import type { CompareChoice } from '../../app/compare-address';
import { AnswerShelf } from '../../chart/answer-shelf';
import { LinkedCursors } from '../../chart/LinkedCursors';
import { rangeOf } from '../../data/time-window';
import { usePlantTime } from '../../data/use-live';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { ErrorBoundary } from '../../ui/ErrorBoundary';
import { seriesLabel, unitLabel } from '../../ui/names';
import { useSize } from '../../ui/use-size';
import { CompareChart } from './CompareChart';
import { chartGrid } from './chart-grid';
import type { Seen } from './export/seen';
import { seenCharts } from './export/seen-charts';
import { RangeNote } from './RangeNote';
import { useCompareCharts } from './use-compare-charts';
import type { CompareFrame } from './use-compare-frame';
import './compare-charts.css';

interface Props {
  readonly frame: CompareFrame;
  readonly choice: CompareChoice;
  readonly onRangeChange: (range: TimeRange, following: boolean) => void;
  /** Told what is shown, to be taken along. */
  readonly seen: RefObject<Seen | undefined>;
  /** Told whether all that was asked for has come, or cannot be had. */
  readonly onThere?: (areThere: boolean) => void;
  /** On a sheet of paper: two beside one another, all of one size. */
  readonly isPaper?: boolean;
}

/** The budget moves in steps, so that a window being resized does not ask at every pixel. */
const WIDTH_STEP_PX = 100;

const PAPER_GRID = { columns: 2, rowMinPx: 0 };

/** Up to eight charts over one range, as large as the screen allows. */
export function CompareCharts({ frame, choice, onRangeChange, seen, onThere, isPaper = false }: Props) {
  const [areaRef, size] = useSize<HTMLDivElement>();
  const nowMs = usePlantTime();
  const count = Math.max(1, Math.min(8, choice.by === 'unit' ? frame.units.length : frame.series.length));
  const lines = linesOf(frame, choice);
  const grid = isPaper ? PAPER_GRID : chartGrid(count, lines, size, textPx());
  const widthPx = Math.ceil((size?.widthPx ?? 0) / grid.columns / WIDTH_STEP_PX) * WIDTH_STEP_PX;
  const { plans, window, shown, over } = useCompareCharts(frame, choice, widthPx);
  const [shelf] = useState(() => new AnswerShelf());
  // Of what was shown before at hand at once, in the same drawing.
  shelf.show(shown.answers);
  useEffect(() => {
    seen.current = window && seenCharts(plans, frame, { window, answers: shown.answers, nowMs: frame.minuteMs });
  }, [seen, plans, frame, window, shown.answers]);
  const isAnswered = !shown.loading && (shown.answers.size > 0 || shown.failure !== undefined);
  const areThere = isAnswered || window === undefined || plans.length === 0;
  useEffect(() => onThere?.(areThere), [onThere, areThere]);
  return (
    <div className="compare-charts-area" ref={areaRef} data-testid="compare-charts" data-loading={shown.loading}>
      {shown.failure !== undefined && (
        <p className="compare-note">{t('compare.failed', { why: told(shown.failure) })}</p>
      )}
      {!isPaper && <RangeNote frame={frame} />}
      <LinkedCursors>
        <div
          className="compare-charts"
          data-scrolls={size !== undefined && Math.ceil(count / grid.columns) * grid.rowMinPx > size.heightPx}
          style={{
            gridTemplateColumns: `repeat(${grid.columns}, minmax(0, 1fr))`,
            gridAutoRows: isPaper ? paperRow(lines) : `minmax(${grid.rowMinPx}px, 1fr)`,
          }}
        >
          {window !== undefined &&
            plans.map((plan) => {
              const title = plan.unit === undefined ? plan.series && seriesLabel(plan.series) : unitLabel(plan.unit);
              return (
                <section key={plan.key} className="compare-cell" aria-label={title} data-testid="compare-chart">
                  <h2>{title}</h2>
                  <ErrorBoundary what={title ?? ''}>
                    <CompareChart
                      {...{ plan, nowMs, over, onRangeChange }}
                      answers={shown.answers}
                      shelf={shelf}
                      range={rangeOf(window, nowMs)}
                      following={window.kind === 'follow'}
                      loading={shown.loading}
                      overName={choice.over}
                    />
                  </ErrorBoundary>
                </section>
              );
            })}
        </div>
      </LinkedCursors>
    </div>
  );
}

/** Size of the screen's text. */
function textPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** Height of a chart on paper, twice as large as it is shown: a line more is a line of the legend, and a strip of its limits. */
function paperRow(lines: number): string {
  return `${104 + 13 * Math.max(0, lines - 2)}mm`;
}

/** Most lines of one chart, those that are laid over it included. */
function linesOf({ units, series }: CompareFrame, { by, over, range }: CompareChoice): number {
  const own = Math.min(MOST_SERIES, by === 'unit' ? series.length : units.length);
  return over === undefined || range.kind !== 'named' ? own : 2 * own;
}
