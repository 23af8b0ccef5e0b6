import type uPlot from 'uplot';
import { scaleOf } from './chart-series';
import { dashOf, seriesColour } from './chart-theme';
import { type LinearScale, linearScale } from './linear-scale';
import type { Painting } from './paint-ground';
import { rowsSeen, type Seen, strokeLine } from './stroke-line';
import type { LineTable } from './thinned-line';

const FILL_ALPHA = 0.2;
/** The outline keeps a spike of one pixel visible. */
const EDGE_ALPHA = 0.45;

/** Of what is shown until the answer comes. */
const BACKDROP_ALPHA = 0.7;

/** Behind the lines: the band from the lowest to the highest value of all samples, run by run. */
export function paintBands(plot: uPlot, painting: Painting): void {
  const { data, series, theme, range } = painting;
  within(plot, () => {
    const { ctx } = plot;
    ctx.lineWidth = devicePixelRatio;
    series.forEach((each, at) => {
      const scale = linearScale(plot, scaleOf(each));
      ctx.fillStyle = ctx.strokeStyle = seriesColour(theme, each.colourIndex);
      // Until its own answer comes a stretch shows what was known of it before, quietly.
      for (const { line } of data.backdrops[at] ?? []) {
        ctx.globalAlpha = FILL_ALPHA;
        fillBand(ctx, line.band, scale, range);
        ctx.globalAlpha = BACKDROP_ALPHA;
        strokeLine(ctx, line.line, scale, { seen: range, inSteps: each.words !== undefined });
      }
      const band = data.lines[at]?.band;
      if (band === undefined || band.xs.length === 0) return;
      ctx.globalAlpha = FILL_ALPHA;
      fillBand(ctx, band, scale, range);
      ctx.globalAlpha = EDGE_ALPHA;
      strokeBand(ctx, band, scale, range);
    });
  });
}

/** The lines themselves. uPlot's own want all series on one column of times, and are drawn across a gap and clipped away there. */
export function paintLines(plot: uPlot, { data, series, theme, range }: Painting): void {
  within(plot, () => {
    const { ctx } = plot;
    const widthPx = theme.linePx * devicePixelRatio;
    ctx.lineWidth = widthPx;
    ctx.lineJoin = ctx.lineCap = 'round';
    series.forEach((each, at) => {
      const line = data.lines[at]?.line;
      if (line === undefined) return;
      ctx.strokeStyle = seriesColour(theme, each.colourIndex);
      ctx.setLineDash([]);
      strokeLine(ctx, line, linearScale(plot, scaleOf(each)), {
        ...{ seen: range, inSteps: each.words !== undefined },
        // A single line needs nothing to be told from.
        ...(series.length > 1 && { dash: dashOf(each.colourIndex).map((lines) => lines * widthPx) }),
      });
    });
  });
}

function within({ ctx, bbox }: uPlot, paint: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  paint();
  ctx.restore();
}

/** Whether a band has a row for about each pixel, so that straight columns show it as well as a polygon, and cost a tenth. */
function isDense([first, end]: readonly [number, number], { x }: LinearScale, { fromMs, toMs }: Seen): boolean {
  return end - first > (x(toMs) - x(fromMs)) / 2;
}

/**
 * Fills a band in the canvas' present fill.
 * @param band two columns, lowest and highest
 */
export function fillBand(ctx: CanvasRenderingContext2D, band: LineTable, scale: LinearScale, seen: Seen): void {
  const rows = rowsSeen(band.xs, seen);
  if (!isDense(rows, scale, seen)) {
    ctx.fill(bandPath(band, scale, seen));
    return;
  }
  const { x, y } = scale;
  for (let i = rows[0]; i < rows[1]; i++) {
    const [low, high] = [band.columns[0]?.[i] ?? null, band.columns[1]?.[i] ?? null];
    if (low === null || high === null) continue;
    const left = Math.round(x(band.xs[i] as number));
    const isLast = i + 1 >= rows[1] || (band.columns[0]?.[i + 1] ?? null) === null;
    const right = isLast ? left + 1 : Math.round(x(band.xs[i + 1] as number));
    ctx.fillRect(left, y(high), right - left, Math.max(1, y(low) - y(high)));
  }
}

/** Along the highest values and along the lowest; a run of one row is a stroke from the one to the other. */
function strokeBand(ctx: CanvasRenderingContext2D, band: LineTable, scale: LinearScale, seen: Seen): void {
  const rows = rowsSeen(band.xs, seen);
  if (!isDense(rows, scale, seen)) {
    ctx.stroke(bandPath(band, scale, seen));
    return;
  }
  strokeLine(ctx, band, scale, { seen, column: 1 });
  strokeLine(ctx, band, scale, { seen, column: 0 });
  const isGap = (row: number) => row < rows[0] || row >= rows[1] || (band.columns[0]?.[row] ?? null) === null;
  for (let i = rows[0]; i < rows[1]; i++) {
    if (isGap(i) || !isGap(i - 1) || !isGap(i + 1)) continue;
    const [top, bottom] = [scale.y(band.columns[1]?.[i] ?? 0), scale.y(band.columns[0]?.[i] ?? 0)];
    ctx.fillRect(Math.round(scale.x(band.xs[i] as number)), top, devicePixelRatio, Math.max(1, bottom - top));
  }
}

/** One polygon for each run of a band: along the highest values and back along the lowest. */
function bandPath({ xs, columns: [lows, highs] }: LineTable, { x, y }: LinearScale, seen: Seen): Path2D {
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
