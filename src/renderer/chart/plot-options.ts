import type uPlot from 'uplot';
import type { TimeRange } from '../../shared/time';
import { type ChartSeries, scaleOf, scalesOf } from './chart-series';
import { type ChartTheme, seriesColour } from './chart-theme';
import { linePath, stepPath } from './line-path';
import { paintBands } from './paint-bands';
import { type Painting, paintGround } from './paint-ground';
import { paintLimitNames, paintLimits } from './paint-limits';
import { paintMarks } from './paint-marks';
import { paintUnits } from './paint-units';
import { timeAxisLabels } from './time-axis';
import { axisBase, valueAxis } from './value-axis';
import { rangeOfScale } from './y-range';

/** What the plot shows now; read at each drawing, so that the plot itself lives on while data change. */
export interface PlotState extends Painting {
  readonly range: TimeRange;
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
    series: [{}, ...series.map((each) => plotSeries(each, theme))],
    hooks: {
      drawClear: [(plot) => paintGround(plot, state())],
      drawAxes: [(plot) => paintBands(plot, state()), (plot) => paintLimits(plot, state())],
      draw: [
        (plot) => paintMarks(plot, state()),
        (plot) => paintLimitNames(plot, state()),
        (plot) => paintUnits(plot, state()),
      ],
      setCursor: [(plot) => onCursor(cursorTimeMs(plot))],
    },
  };
}

function cursorTimeMs(plot: uPlot): number | undefined {
  const { left } = plot.cursor;
  return left === undefined || left < 0 ? undefined : plot.posToVal(left, 'x');
}

function plotSeries(series: ChartSeries, theme: ChartTheme): uPlot.Series {
  return {
    label: series.label,
    scale: scaleOf(series),
    stroke: seriesColour(theme, series.colourIndex),
    width: theme.linePx,
    cap: 'round',
    paths: series.words === undefined ? linePath : stepPath,
    points: { show: false },
  };
}

function timeAxis({ theme, state }: PlotOptionsInput): uPlot.Axis {
  return {
    ...axisBase(theme),
    space: theme.fontPx * 5.5,
    size: theme.fontPx * 2.75,
    values: (_, ticks, __, ___, stepMs) => [...timeAxisLabels(ticks, stepMs, state().range.fromMs)],
  };
}
