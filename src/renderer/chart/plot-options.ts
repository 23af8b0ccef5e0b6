import type uPlot from 'uplot';
import { percentText } from '../../shared/oee';
import type { TimeRange } from '../../shared/time';
import { numberText } from '../ui/value-text';
import { type ChartSeries, scaleOf, scalesOf } from './chart-series';
import { type ChartTheme, seriesColour } from './chart-theme';
import { linePath } from './line-path';
import { paintBands } from './paint-bands';
import { type Painting, paintGround } from './paint-ground';
import { paintLimitNames, paintLimits } from './paint-limits';
import { paintMarks } from './paint-marks';
import { timeAxisLabels } from './time-axis';
import { yRange } from './y-range';

/** What the plot shows now; read at each drawing, so that the plot itself lives on while data change. */
export interface PlotState extends Painting {
  readonly range: TimeRange;
}

export interface PlotOptionsInput {
  readonly series: readonly ChartSeries[];
  readonly theme: ChartTheme;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly state: () => PlotState;
  /** The time under the cursor; undefined where it has left the plot. */
  readonly onCursor: (timeMs: number | undefined) => void;
}

/** Room above the plot; uPlot's own leaves a line of text. */
const TOP_PADDING_PX = 8;
/** Right axis after the left one; further units are read in the legend. */
const MAX_Y_AXES = 2;

/** Options for a plot of these series: one line each, one scale for each unit. */
export function plotOptions(input: PlotOptionsInput): uPlot.Options {
  const { series, theme, state, onCursor } = input;
  const scales = scalesOf(series);
  return {
    width: input.widthPx,
    height: input.heightPx,
    ms: 1,
    legend: { show: false },
    padding: [TOP_PADDING_PX, null, null, null],
    // Panning is ours (see use-navigation.ts): uPlot would select a range instead.
    cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
    scales: {
      x: { time: true, range: () => [state().range.fromMs, state().range.toMs] },
      ...Object.fromEntries(scales.map((scale) => [scale, { range: () => scaleRange(state(), scale) }])),
    },
    axes: [timeAxis(input), ...scales.slice(0, MAX_Y_AXES).map((scale, at) => valueAxis(scale, at, input))],
    series: [{}, ...series.map((each) => plotSeries(each, theme))],
    hooks: {
      drawClear: [(plot) => paintGround(plot, state())],
      drawAxes: [(plot) => paintBands(plot, state()), (plot) => paintLimits(plot, state())],
      draw: [(plot) => paintMarks(plot, state()), (plot) => paintLimitNames(plot, state())],
      setCursor: [(plot) => onCursor(cursorTimeMs(plot))],
    },
  };
}

function cursorTimeMs(plot: uPlot): number | undefined {
  const { left } = plot.cursor;
  return left === undefined || left < 0 ? undefined : plot.posToVal(left, 'x');
}

function scaleRange({ data, series }: PlotState, scale: string): [number, number] {
  const mine = series.flatMap((each, at) => (scaleOf(each) === scale ? [{ each, picture: data.pictures[at] }] : []));
  const lines = mine.flatMap(({ each: { lowLimit, highLimit, target } }) => [lowLimit, highLimit, target]);
  const [low, high] = yRange(
    mine.flatMap(({ picture }) => picture ?? []),
    lines.filter((line) => line !== undefined),
  );
  return [low, high];
}

function plotSeries(series: ChartSeries, theme: ChartTheme): uPlot.Series {
  return {
    label: series.label,
    scale: scaleOf(series),
    stroke: seriesColour(theme, series.colourIndex),
    width: 1.5,
    cap: 'round',
    paths: linePath,
    points: { show: false },
  };
}

function axisBase(theme: ChartTheme): uPlot.Axis {
  return {
    stroke: theme.inkQuiet,
    // Whole pixels: uPlot reads the size out of this text and knows no decimal point.
    font: `${Math.round(theme.fontPx * 0.75)}px ${theme.fontFamily}`,
    grid: { stroke: theme.rule, width: 0.5 },
    ticks: { stroke: theme.rule, width: 0.5, size: 5 },
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

function valueAxis(scale: string, at: number, { series, theme }: PlotOptionsInput): uPlot.Axis {
  const isPercent = scale === '%';
  const unit = isPercent ? '' : (series.find((each) => scaleOf(each) === scale)?.unit ?? '');
  return {
    ...axisBase(theme),
    ...(at > 0 && { grid: { show: false } }),
    scale,
    side: at === 0 ? 3 : 1,
    size: theme.fontPx * 4.2,
    space: theme.fontPx * 1.9,
    values: (_, ticks) => ticks.map((tick) => (isPercent ? percentTick(tick) : `${tickText(tick)} ${unit}`.trim())),
  };
}

/** 0.85 → "85 %", with a digit behind the point where ticks stand that near. */
function percentTick(tick: number): string {
  return percentText(tick).replace('.0 %', ' %');
}

/** Ticks are round numbers: digits that say nothing are left out. */
function tickText(tick: number): string {
  const text = numberText(tick);
  return text.includes('.') && !text.includes('e') ? text.replace(/\.?0+$/, '') : text;
}
