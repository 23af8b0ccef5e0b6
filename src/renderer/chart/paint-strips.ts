import type uPlot from 'uplot';
import type { TimeRange } from '../../shared/time';
import { t } from '../i18n/text';
import type { ChartStrip } from './chart-strips';
import { type ChartTheme, seriesColour } from './chart-theme';

/** Height of a strip, and what lies between two, in text sizes. */
export const STRIP_EM = 0.95;
export const STRIP_GAP_EM = 0.25;
const TEXT_EM = 0.68;
const PAD_EM = 0.3;
/** Around a name that stands on its strip. */
const HALO_PX = 4;
/** CSS px: what was short must still be seen. */
const LEAST_WIDTH_PX = 2;
/** Of the quiet ground of a strip of limits. */
const GROUND_ALPHA = 0.5;

/** What the strips under a plot show; `box` is where the plot is on its own canvas, in pixels of the device. */
export interface StripPainting {
  readonly strips: readonly ChartStrip[];
  readonly theme: ChartTheme;
  readonly range: TimeRange;
  readonly box: Pick<uPlot.BBox, 'left' | 'width'>;
}

/** Draws the strips, one below the other, on a canvas of their own that is as wide as the plot's. */
export function paintStrips(canvas: HTMLCanvasElement, painting: StripPainting): void {
  const { strips, theme } = painting;
  const unitPx = devicePixelRatio * theme.fontPx;
  const ctx = canvas.getContext('2d');
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  if (ctx === null || width === 0) return;
  // A canvas that is sized is made anew, which costs more than to wipe it.
  const height = Math.round(strips.length * (STRIP_EM + STRIP_GAP_EM) * unitPx);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  ctx.clearRect(0, 0, width, height);
  ctx.font = `${Math.round(TEXT_EM * unitPx)}px ${theme.fontFamily}`;
  ctx.textBaseline = 'middle';
  strips.forEach((strip, at) => {
    const lane = { top: at * (STRIP_EM + STRIP_GAP_EM) * unitPx, height: STRIP_EM * unitPx };
    paintStrip(ctx, painting, lane, strip);
    paintName(ctx, painting, lane, nameOf(strip, strips));
  });
}

/** Beside the plot, or where it is too long for that at the strip's begin, on a halo: a name that is cut short names nothing. */
function paintName(
  ctx: CanvasRenderingContext2D,
  { theme, box }: StripPainting,
  { top, height }: Lane,
  name: string,
): void {
  const pad = PAD_EM * devicePixelRatio * theme.fontPx;
  const fits = ctx.measureText(name).width <= box.left - 2 * pad;
  const [x, y] = [fits ? box.left - pad : box.left + pad, top + height / 2];
  ctx.textAlign = fits ? 'right' : 'left';
  ctx.lineJoin = 'round';
  ctx.lineWidth = HALO_PX * devicePixelRatio;
  ctx.strokeStyle = theme.panel;
  if (!fits) ctx.strokeText(name, x, y);
  ctx.fillStyle = theme.inkQuiet;
  ctx.fillText(name, x, y);
}

interface Lane {
  readonly top: number;
  readonly height: number;
}

/** Of several strips each says whose it is. */
function nameOf({ label }: ChartStrip, { length }: readonly ChartStrip[]): string {
  return length === 1 ? t('chart.limits') : label;
}

/** Pixels of a stretch, within the plot; undefined where it lies outside. */
function edges({ range, box }: StripPainting, { fromMs, toMs }: TimeRange) {
  const perMs = box.width / (range.toMs - range.fromMs);
  const from = Math.max(0, (fromMs - range.fromMs) * perMs);
  const to = Math.min(box.width, Math.max((toMs - range.fromMs) * perMs, from + LEAST_WIDTH_PX * devicePixelRatio));
  return to <= 0 || from >= box.width ? undefined : { x: box.left + from, width: to - from };
}

/** Above the limit in the upper half, below it in the lower one: the place tells them apart. */
function paintStrip(
  ctx: CanvasRenderingContext2D,
  painting: StripPainting,
  { top, height }: Lane,
  { runs, colourIndex }: ChartStrip,
): void {
  const { theme, box, strips } = painting;
  ctx.globalAlpha = GROUND_ALPHA;
  ctx.fillStyle = theme.rule;
  ctx.fillRect(box.left, top + height / 2 - devicePixelRatio / 2, box.width, devicePixelRatio);
  ctx.globalAlpha = 1;
  ctx.fillStyle = strips.length === 1 ? theme.alarm : seriesColour(theme, colourIndex);
  for (const run of runs) {
    const span = edges(painting, run);
    if (span !== undefined) ctx.fillRect(span.x, run.kind === 'high' ? top : top + height / 2, span.width, height / 2);
  }
}
