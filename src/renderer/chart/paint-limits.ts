import type uPlot from 'uplot';
import { t } from '../i18n/text';
import { scaleOf } from './chart-series';
import { seriesColour } from './chart-theme';
import { linearScale } from './linear-scale';
import type { Painting } from './paint-ground';

const LIMIT_DASH_PX = [6, 4] as const;
const TARGET_DASH_PX = [2, 3] as const;
const NAME_SHARE = 0.72;
const HALO_PX = 4;
const NAME_GAP_PX = 8;

interface Level {
  /** With several series the series' own name stands before it. */
  readonly name: string;
  readonly isTarget: boolean;
  readonly colour: string;
  /** Device px from the canvas' top, inside the plot. */
  readonly y: number;
}

/** Limits and targets that fall into the plot. */
function levelsOf(plot: uPlot, { series, theme }: Painting): readonly Level[] {
  const { top, height } = plot.bbox;
  const isOne = series.length === 1;
  return series.flatMap((each) => {
    const named = [
      ['chart.lowLimit', each.lowLimit],
      ['chart.highLimit', each.highLimit],
      ['chart.target', each.target],
    ] as const;
    return named.flatMap(([key, value]) => {
      if (value === undefined) return [];
      const y = Math.round(plot.valToPos(value, scaleOf(each), true)) + 0.5;
      if (y < top || y > top + height) return [];
      const isTarget = key === 'chart.target';
      const name = t(key);
      // With several series a line in alarm's red would not say whose limit it is.
      const own = isTarget ? theme.inkQuiet : theme.alarm;
      const colour = isOne ? own : seriesColour(theme, each.colourIndex);
      return [{ name: isOne ? name : t('chart.ofSeries', { series: each.label, what: name }), isTarget, colour, y }];
    });
  });
}

/** Of the ground beyond a limit. */
const ZONE_ALPHA = 0.09;

/**
 * The ground beyond the limits, tinted (a target has none: the plant does not say on which side of it is worse, nor from where on), on each scale that one series alone has limits on: of two it would not say whose
 * they are.
 */
function paintZones(plot: uPlot, { series, theme }: Painting): void {
  const { ctx, bbox } = plot;
  const bottom = bbox.top + bbox.height;
  ctx.fillStyle = theme.alarm;
  ctx.globalAlpha = ZONE_ALPHA;
  for (const { lowLimit, highLimit, ...each } of series) {
    const scale = scaleOf(each);
    if (series.some((other) => scaleOf(other) === scale && other.label !== each.label)) continue;
    const y = (value: number) => Math.min(bottom, Math.max(bbox.top, linearScale(plot, scale).y(value)));
    if (highLimit !== undefined) ctx.fillRect(bbox.left, bbox.top, bbox.width, y(highLimit) - bbox.top);
    if (lowLimit !== undefined) ctx.fillRect(bbox.left, y(lowLimit), bbox.width, bottom - y(lowLimit));
  }
  ctx.globalAlpha = 1;
}

/** Behind the lines: limits and targets across the plot. */
export function paintLimits(plot: uPlot, painting: Painting): void {
  const { ctx, bbox } = plot;
  paintZones(plot, painting);
  const unitPx = devicePixelRatio;
  ctx.save();
  ctx.globalAlpha = 0.75;
  ctx.lineWidth = unitPx;
  for (const { isTarget, colour, y } of levelsOf(plot, painting)) {
    ctx.strokeStyle = colour;
    ctx.setLineDash((isTarget ? TARGET_DASH_PX : LIMIT_DASH_PX).map((px) => px * unitPx));
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}

/** On top: the names of limits and targets at the left, on a halo that keeps them readable over the lines. */
export function paintLimitNames(plot: uPlot, painting: Painting): void {
  const { ctx, bbox } = plot;
  const { theme } = painting;
  const unitPx = devicePixelRatio;
  const fontPx = theme.fontPx * NAME_SHARE * unitPx;
  ctx.save();
  ctx.font = `${fontPx}px ${theme.fontFamily}`;
  ctx.textAlign = 'left';
  ctx.lineJoin = 'round';
  ctx.lineWidth = HALO_PX * unitPx;
  ctx.strokeStyle = theme.panel;
  const taken: { readonly y: number; readonly rightPx: number }[] = [];
  for (const { name, colour, y } of levelsOf(plot, painting)) {
    const isNearTop = y - bbox.top < 1.5 * fontPx;
    ctx.textBaseline = isNearTop ? 'top' : 'bottom';
    const textY = y + (isNearTop ? 3 : -2) * unitPx;
    // Names of lines that lie close together stand beside each other.
    const beside = taken.filter((other) => Math.abs(other.y - textY) < 1.3 * fontPx);
    const x = Math.max(bbox.left, ...beside.map(({ rightPx }) => rightPx)) + 4 * unitPx;
    taken.push({ y: textY, rightPx: x + ctx.measureText(name).width + NAME_GAP_PX * unitPx });
    ctx.strokeText(name, x, textY);
    ctx.fillStyle = colour;
    ctx.fillText(name, x, textY);
  }
  ctx.restore();
}
