import type uPlot from 'uplot';

/**
 * A line that is lifted at each `null` and goes on over each `undefined`.
 * uPlot's own line is drawn through and clipped away between the rows next to a `null`; with rows of other series in
 * between (`undefined`) it would show across a gap.
 */
export const linePath: uPlot.Series.PathBuilder = (plot, seriesIdx) => pathOf(plot, seriesIdx, false);

/** The same in steps: a code holds until the next one. */
export const stepPath: uPlot.Series.PathBuilder = (plot, seriesIdx) => pathOf(plot, seriesIdx, true);

function pathOf(plot: uPlot, seriesIdx: number, inSteps: boolean): uPlot.Series.Paths {
  const stroke = new Path2D();
  const scale = plot.series[seriesIdx]?.scale ?? 'y';
  const xs = plot.data[0];
  const values = plot.data[seriesIdx];
  let isDown = false;
  let lastY = 0;
  // All rows, not those in view alone: the points just outside carry the line to the edges, and the plot clips it.
  for (let i = 0; i < xs.length; i++) {
    const value = values?.[i];
    if (value === undefined) continue;
    if (value === null) {
      isDown = false;
      continue;
    }
    const x = plot.valToPos(xs[i] ?? 0, 'x', true);
    const y = plot.valToPos(value, scale, true);
    if (isDown && inSteps) stroke.lineTo(x, lastY);
    if (isDown) stroke.lineTo(x, y);
    else stroke.moveTo(x, y);
    isDown = true;
    lastY = y;
  }
  return { stroke };
}
