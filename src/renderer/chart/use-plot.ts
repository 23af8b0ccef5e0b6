import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import type { ElementSize } from '../ui/use-size';
import { type ChartSeries, scaleOf } from './chart-series';
import type { ChartTheme } from './chart-theme';
import { type PlotState, plotOptions } from './plot-options';
import { axisCount } from './value-axis';

export interface PlotInput {
  readonly size: ElementSize | undefined;
  readonly series: readonly ChartSeries[];
  readonly theme: ChartTheme | undefined;
  /** Undefined until there is room and a theme. */
  readonly state: PlotState | undefined;
  readonly onCursor: (timeMs: number | undefined) => void;
}

/** What a plot is built for; when it changes the plot is built anew, all else is only drawn anew. */
function shapeOf(series: readonly ChartSeries[]): string {
  return JSON.stringify(series.map((each) => [scaleOf(each), each.unit, each.label, each.colourIndex, each.words]));
}

/** Keeps a uPlot in the host element: built when its series or the theme change, sized and drawn with each new state. */
export function usePlot(host: RefObject<HTMLElement | null>, input: PlotInput): RefObject<uPlot | undefined> {
  const plot = useRef<uPlot>(undefined);
  const newest = useRef(input);
  newest.current = input;
  const [builtFor, setBuiltFor] = useState('');
  const shape = shapeOf(input.series);
  const axes = axisCount(input.size?.widthPx ?? 0);
  const { size, theme, state } = input;
  const isReady = size !== undefined && size.widthPx > 0 && size.heightPx > 0 && state !== undefined;

  useEffect(() => {
    const { size: newSize, series, state: newState } = newest.current;
    if (!isReady || theme === undefined || newSize === undefined || newState === undefined || host.current === null)
      return;
    let known = newState;
    const options = plotOptions({
      series,
      theme,
      axes,
      ...newSize,
      // A state of another shape is drawn by the plot that is built for it, never by this one.
      state: () => {
        const latest = newest.current.state;
        if (latest !== undefined && shapeOf(latest.series) === shape) known = latest;
        return known;
      },
      onCursor: (timeMs) => newest.current.onCursor(timeMs),
    });
    const made = new uPlot(options, newState.data.aligned as uPlot.AlignedData, host.current);
    plot.current = made;
    setBuiltFor(shape);
    return () => {
      made.destroy();
      plot.current = undefined;
    };
  }, [shape, axes, theme, isReady, host]);

  useLayoutEffect(() => {
    if (size !== undefined && isReady) plot.current?.setSize({ width: size.widthPx, height: size.heightPx });
  }, [size, isReady]);

  useLayoutEffect(() => {
    if (state !== undefined && builtFor === shape) plot.current?.setData(state.data.aligned as uPlot.AlignedData);
  }, [state, builtFor, shape]);

  return plot;
}
