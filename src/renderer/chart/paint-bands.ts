import type uPlot from 'uplot';
import { scaleOf } from './chart-series';
import { seriesColour } from './chart-theme';
import { linePath, rowsSeen, type Seen } from './line-path';
import { type LinearScale, linearScale } from './linear-scale';
import type { Painting } from './paint-ground';
import type { LineTable } from './thinned-line';

const FILL_ALPHA = 0.2;
/** The outline keeps a spike of one pixel visible. */
const EDGE_ALPHA = 0.45;

/** Of what is shown until the answer comes. */
const BACKDROP_ALPHA = 0.7;

/** Behind the lines: the band from the lowest to the highest value of all samples, run by run. */
export function paintBands(plot: uPlot, { data, series, theme, range }: Painting): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineWidth = devicePixelRatio;
  series.forEach((each, at) => {
    const scale = linearScale(plot, scaleOf(each));
    ctx.fillStyle = ctx.strokeStyle = seriesColour(theme, each.colourIndex);
    // Until its own answer comes a stretch shows what was known of it before, quietly.
    for (const { line } of data.backdrops[at] ?? []) {
      ctx.globalAlpha = FILL_ALPHA;
      ctx.fill(bandPath(line.band, scale, range));
      ctx.globalAlpha = BACKDROP_ALPHA;
      ctx.stroke(linePath(line.line, scale, each.words !== undefined, range));
    }
    const band = data.lines[at]?.band;
    if (band === undefined || band.xs.length === 0) return;
    const path = bandPath(band, scale, range);
    ctx.globalAlpha = FILL_ALPHA;
    ctx.fill(path);
    ctx.globalAlpha = EDGE_ALPHA;
    ctx.stroke(path);
  });
  ctx.restore();
}

/**
 * One polygon for each run of a band: along the highest values and back along the lowest.
 * @param band two columns, lowest and highest
 */
export function bandPath({ xs, columns: [lows, highs] }: LineTable, { x, y }: LinearScale, seen: Seen): Path2D {
  const path = new Path2D();
  const [first, end] = rowsSeen(xs, seen);
  let from = first;
  for (let i = first; i <= end; i++) {
    if (i < end && (lows?.[i] ?? null) !== null) continue;
    for (let k = from; k < i; k++) {
      if (k === from) path.moveTo(x(xs[k] as number), y(highs?.[k] ?? 0));
      else path.lineTo(x(xs[k] as number), y(highs?.[k] ?? 0));
    }
    for (let k = i - 1; k >= from; k--) path.lineTo(x(xs[k] as number), y(lows?.[k] ?? 0));
    if (i > from) path.closePath();
    from = i + 1;
  }
  return path;
}
