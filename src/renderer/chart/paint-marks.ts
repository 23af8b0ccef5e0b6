import type uPlot from 'uplot';
import { scaleOf } from './chart-series';
import { seriesColour } from './chart-theme';
import { LANE_PX, type Painting } from './paint-ground';

/** Radius of a lonely point, in widths of a line. */
const DOT_RADIUS_LINES = 1.2;
const MARK_HALF_PX = 3.5;
/** Marks nearer than this fall together. */
const MARK_STEP_PX = 8;

/** On top: dots for points that no line can show, and a cross at the foot wherever bad samples were left out. */
export function paintMarks(plot: uPlot, painting: Painting): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  painting.series.forEach((_, at) => {
    paintLonely(plot, painting, at);
    paintBad(plot, painting, at);
  });
  ctx.restore();
}

function paintLonely(plot: uPlot, { data, series, theme }: Painting, at: number): void {
  const shown = series[at];
  if (shown === undefined) return;
  const scale = scaleOf(shown);
  plot.ctx.fillStyle = seriesColour(theme, shown.colourIndex);
  for (const { timeMs, value } of data.lines[at]?.lonely ?? []) {
    plot.ctx.beginPath();
    const x = plot.valToPos(timeMs, 'x', true);
    plot.ctx.arc(
      x,
      plot.valToPos(value, scale, true),
      DOT_RADIUS_LINES * theme.linePx * devicePixelRatio,
      0,
      2 * Math.PI,
    );
    plot.ctx.fill();
  }
}

function paintBad(plot: uPlot, { data, series, theme }: Painting, at: number): void {
  const { ctx, bbox } = plot;
  const half = MARK_HALF_PX * devicePixelRatio;
  const y = bbox.top + bbox.height - half - (3 + LANE_PX * (series.length > 1 ? series.length : 0)) * devicePixelRatio;
  let lastX = Number.NEGATIVE_INFINITY;
  ctx.strokeStyle = theme.inkQuiet;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.beginPath();
  for (const timeMs of data.pictures[at]?.badTimesMs ?? []) {
    const x = plot.valToPos(timeMs, 'x', true);
    if (x - lastX < MARK_STEP_PX * devicePixelRatio) continue;
    lastX = x;
    ctx.moveTo(x - half, y - half);
    ctx.lineTo(x + half, y + half);
    ctx.moveTo(x - half, y + half);
    ctx.lineTo(x + half, y - half);
  }
  ctx.stroke();
}
