import type { TimeRange } from '../../shared/time';
import type { ElementSize } from '../ui/use-size';
import type { ChartTheme } from './chart-theme';
import type { LinearScale } from './linear-scale';
import { fillBand } from './paint-bands';
import { type PictureInput, seriesPicture } from './series-picture';
import { strokeLine } from './stroke-line';
import { thinnedLine } from './thinned-line';
import { yRange } from './y-range';

export interface SparklineInput extends Omit<PictureInput, 'nowMs'> {
  /** Bottom and top at least; values beyond them widen the picture. */
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** A quiet line across, to see the values against. */
  readonly level: number | undefined;
  readonly size: ElementSize;
  readonly theme: ChartTheme;
}

/** Draws the whole sparkline: missing stretches as a quiet ground, the band, the line, lonely points, a dot at the newest. */
export function paintSparkline(canvas: HTMLCanvasElement, input: SparklineInput): void {
  const { size, theme, range } = input;
  const scale = devicePixelRatio;
  canvas.width = Math.round(size.widthPx * scale);
  canvas.height = Math.round(size.heightPx * scale);
  const ctx = canvas.getContext('2d');
  if (ctx === null || canvas.width === 0 || canvas.height === 0) return;
  const picture = seriesPicture({ ...input, nowMs: range.toMs });
  const { line, band, lonely } = thinnedLine(picture, range, canvas.width);
  const [low, high] = picture.segments.length === 0 ? [0, 1] : yRange([picture], []);
  const place = placing(
    canvas,
    range,
    Math.min(input.min ?? low, low),
    Math.max(input.max ?? high, high),
    1.5 * theme.linePx * scale,
  );
  ctx.fillStyle = theme.rule;
  ctx.globalAlpha = 0.45;
  for (const gap of picture.gaps)
    ctx.fillRect(place.x(gap.fromMs), 0, place.x(gap.toMs) - place.x(gap.fromMs), canvas.height);
  ctx.globalAlpha = 1;
  if (input.level !== undefined) {
    ctx.fillRect(0, Math.round(place.y(input.level)), canvas.width, Math.max(1, Math.round(scale)));
  }
  ctx.fillStyle = ctx.strokeStyle = theme.inkQuiet;
  ctx.globalAlpha = 0.25;
  fillBand(ctx, band, place, range);
  ctx.globalAlpha = 1;
  ctx.lineWidth = theme.linePx * scale;
  ctx.lineJoin = 'round';
  strokeLine(ctx, line, place, { seen: range });
  for (const { timeMs, value } of lonely) dot(ctx, place.x(timeMs), place.y(value), 0.7 * theme.linePx * scale);
  const last = picture.segments.at(-1)?.to;
  if (last !== undefined) {
    ctx.fillStyle = theme.ink;
    dot(
      ctx,
      place.x(picture.timesMs[last - 1] as number),
      place.y(picture.values[last - 1] as number),
      1.5 * theme.linePx * scale,
    );
  }
}

function placing(canvas: HTMLCanvasElement, range: TimeRange, low: number, high: number, padPx: number): LinearScale {
  const width = canvas.width - 2 * padPx;
  const height = canvas.height - 2 * padPx;
  const spread = high - low || 1;
  return {
    x: (timeMs) => padPx + ((timeMs - range.fromMs) / (range.toMs - range.fromMs)) * width,
    y: (value) => padPx + (1 - (value - low) / spread) * height,
  };
}

function dot(ctx: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fill();
}
