import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import type { TimeRange } from '../../shared/time';
import type { ElementSize } from '../ui/use-size';
import { type ChartSeries, scaleOf } from './chart-series';
import type { ChartTheme } from './chart-theme';
import type { CursorStore } from './cursor-store';
import { type PlotState, plotData, plotOptions } from './plot-options';
import { axisCount } from './value-axis';

export interface PlotInput {
  readonly size: ElementSize | undefined;
  readonly series: readonly ChartSeries[];
  readonly theme: ChartTheme | undefined;
  /** Undefined until there is room and a theme. */
  readonly state: PlotState | undefined;
  readonly cursor: CursorStore;
  /** Whether a hand moves the chart: the time that it points at then stays under it, and is told of when it rests. */
  readonly isMoving: () => boolean;
  readonly onDrawn: (plot: uPlot, state: PlotState) => void;
}

export interface Plot {
  /** The element of the plot itself, without axes; undefined until it is built. */
  area(): Element | undefined;
  /** Draws another state at once, until the next rendering brings its own. */
  draw(state: PlotState): void;
}

/** Where uPlot hides a cursor. */
const AWAY_PX = -10;

/** By series, for it is asked for many times in each drawing. */
const shapes = new WeakMap<readonly ChartSeries[], string>();

/** What a plot is built for; when it changes the plot is built anew, all else is only drawn anew. */
function shapeOf(series: readonly ChartSeries[]): string {
  const known = shapes.get(series);
  if (known !== undefined) return known;
  const shape = JSON.stringify(
    series.map((each) => [scaleOf(each), each.unit, each.label, each.colourIndex, each.words]),
  );
  shapes.set(series, shape);
  return shape;
}

/** Keeps a uPlot in the host element: built when its series or the theme change, sized and drawn with each new state. */
export function usePlot(host: RefObject<HTMLElement | null>, input: PlotInput): Plot {
  const plot = useRef<uPlot>(undefined);
  const newest = useRef(input);
  newest.current = input;
  // What is drawn: the newest rendering's, or what was drawn at once since.
  const shown = useRef(input.state);
  const [builtFor, setBuiltFor] = useState('');
  const shape = shapeOf(input.series);
  const axes = axisCount(input.size?.widthPx ?? 0);
  const { size, theme, state, cursor } = input;
  const isReady = size !== undefined && size.widthPx > 0 && size.heightPx > 0 && state !== undefined;

  useEffect(() => {
    const { size: newSize, series, state: newState } = newest.current;
    if (!isReady || theme === undefined || newSize === undefined || newState === undefined || host.current === null)
      return;
    shown.current = newState;
    let known = newState;
    const options = plotOptions({
      series,
      theme,
      axes,
      ...newSize,
      // A state of another shape is drawn by the plot that is built for it, never by this one.
      state: () => {
        const latest = shown.current;
        if (latest !== undefined && shapeOf(latest.series) === shape) known = latest;
        return known;
      },
      onDrawn: (drawn) => newest.current.onDrawn(drawn, known),
      onCursor: (timeMs) => {
        if (plot.current === undefined || newest.current.isMoving()) return;
        if (isPointedAt(plot.current)) newest.current.cursor.point(timeMs);
      },
    });
    const made = new uPlot(options, plotData(newState), host.current);
    const leave = () => newest.current.cursor.point(undefined);
    made.over.addEventListener('mouseleave', leave);
    plot.current = made;
    setBuiltFor(shape);
    return () => {
      made.over.removeEventListener('mouseleave', leave);
      made.destroy();
      plot.current = undefined;
    };
  }, [shape, axes, theme, isReady, host]);

  useLayoutEffect(() => {
    if (size !== undefined && isReady) plot.current?.setSize({ width: size.widthPx, height: size.heightPx });
  }, [size, isReady]);

  useLayoutEffect(() => {
    if (plot.current === undefined || state === undefined || builtFor !== shape) return;
    shown.current = state;
    plot.current.setData(plotData(state));
    showCursor(plot.current, state.range, cursor.timeMs());
  }, [state, builtFor, shape, cursor]);

  useEffect(
    () =>
      cursor.on(() => {
        const range = shown.current?.range;
        if (plot.current !== undefined && range !== undefined) showCursor(plot.current, range, cursor.timeMs());
      }),
    [cursor],
  );

  const handle = useRef<Plot>(undefined);
  handle.current ??= {
    area: () => plot.current?.over,
    draw: (to) => {
      const drawn = plot.current;
      if (drawn === undefined) return;
      shown.current = to;
      drawn.batch(() => drawn.setData(plotData(to)));
      showCursor(drawn, to.range, newest.current.cursor.timeMs());
    },
  };
  return handle.current;
}

/** Whether the pointer is on this plot; else what its cursor shows was told by another chart, or by a key. */
function isPointedAt(plot: uPlot): boolean {
  return plot.over.matches(':hover');
}

/** Puts the cursor where another chart, or a key, has it. */
function showCursor(plot: uPlot, { fromMs, toMs }: TimeRange, timeMs: number | undefined): void {
  if (isPointedAt(plot)) return;
  const isSeen = timeMs !== undefined && timeMs >= fromMs && timeMs < toMs;
  // By the range and not by the plot's scale, which follows it a moment later.
  const left = isSeen ? (((timeMs - fromMs) / (toMs - fromMs)) * plot.bbox.width) / devicePixelRatio : AWAY_PX;
  plot.setCursor({ left, top: isSeen ? 0 : AWAY_PX }, false);
}
