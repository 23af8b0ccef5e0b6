import type uPlot from 'uplot';
import { type ChartSeries, scaleOf, scalesOf } from './chart-series';
import type { ChartTheme } from './chart-theme';
import { paintBands, paintLines } from './paint-bands';
import { type Painting, paintGround } from './paint-ground';
import { paintLimitNames, paintLimits } from './paint-limits';
import { paintMarks } from './paint-marks';
import { paintUnits } from './paint-units';
import { timeAxisLabels } from './time-axis';
import { axisBase, valueAxis } from './value-axis';
import { rangeOfScale } from './y-range';

/** What the plot shows now; read at each drawing, so that the plot itself lives on while data change. */
export interface PlotState extends Painting {
  /** Scores fill the height instead of standing between 0 and 100 %. */
  readonly fitsScores: boolean;
}

export interface PlotOptionsInput {
  readonly series: readonly ChartSeries[];
  readonly theme: ChartTheme;
  /** How many scales get an axis. */
  readonly axes: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly state: () => PlotState;
  /** The time under the cursor; undefined where it has left the plot. */
  readonly onCursor: (timeMs: number | undefined) => void;
  /** After each drawing: what lies under the plot is drawn with it. */
  readonly onDrawn: (plot: uPlot) => void;
}

/** Room above the plot for the axes' units, in text sizes. */
const TOP_PADDING_EM = 1.4;
/** Half a date, which may stand under the last tick. */
const RIGHT_PADDING_EM = 2.4;

/** Options for a plot of these series: one line each, one scale for each unit. */
export function plotOptions(input: PlotOptionsInput): uPlot.Options {
  const { series, theme, state, onCursor } = input;
  const scales = scalesOf(series);
  return {
    width: input.widthPx,
    height: input.heightPx,
    ms: 1,
    legend: { show: false },
    padding: [
      Math.round(theme.fontPx * TOP_PADDING_EM),
      scales.length > 1 ? null : Math.round(theme.fontPx * RIGHT_PADDING_EM),
      null,
      null,
    ],
    // Panning is ours (see use-navigation.ts): uPlot would select a range instead.
    cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
    scales: {
      x: { time: true, range: () => [state().range.fromMs, state().range.toMs] },
      ...Object.fromEntries(
        scales.map((scale) => [scale, { range: () => [...rangeOfScale(state(), scale)] as [number, number] }]),
      ),
    },
    axes: [timeAxis(input), ...scales.slice(0, input.axes).map((scale, at) => valueAxis(scale, at, input))],
    series: [{}, ...series.map(plotSeries)],
    hooks: {
      drawClear: [(plot) => paintGround(plot, state())],
      drawAxes: [(plot) => paintBands(plot, state()), (plot) => paintLimits(plot, state())],
      draw: [
        (plot) => paintLines(plot, state()),
        (plot) => paintMarks(plot, state()),
        (plot) => paintLimitNames(plot, state()),
        (plot) => paintUnits(plot, state()),
        input.onDrawn,
      ],
      setCursor: [(plot) => onCursor(cursorTimeMs(plot))],
    },
  };
}

function cursorTimeMs(plot: uPlot): number | undefined {
  const { left } = plot.cursor;
  return left === undefined || left < 0 ? undefined : plot.posToVal(left, 'x');
}

/** Known to uPlot for its scale alone: the lines are painted by us. */
function plotSeries(series: ChartSeries): uPlot.Series {
  return { label: series.label, scale: scaleOf(series), paths: () => null, points: { show: false } };
}

/** What uPlot itself is given: the ends of the range, so that it has a scale of time. The lines are our own. */
export function plotData({ range, series }: PlotState): uPlot.AlignedData {
  return [[range.fromMs, range.toMs], ...series.map(() => [null, null])];
}

function timeAxis({ theme, state }: PlotOptionsInput): uPlot.Axis {
  return {
    ...axisBase(theme),
    space: theme.fontPx * 5.5,
    size: theme.fontPx * 2.75,
    values: (_, ticks, __, ___, stepMs) => [...timeAxisLabels(ticks, stepMs, state().range.fromMs)],
  };
}
