import type uPlot from 'uplot';
import { scaleOf } from './chart-series';
import { seriesColour } from './chart-theme';
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
      ['low limit', each.lowLimit],
      ['high limit', each.highLimit],
      ['target', each.target],
    ] as const;
    return named.flatMap(([name, value]) => {
      if (value === undefined) return [];
      const y = Math.round(plot.valToPos(value, scaleOf(each), true)) + 0.5;
      if (y < top || y > top + height) return [];
      const isTarget = name === 'target';
      // With several series a line in alarm's red would not say whose limit it is.
      const own = isTarget ? theme.inkQuiet : theme.alarm;
      const colour = isOne ? own : seriesColour(theme, each.colourIndex);
      return [{ name: isOne ? name : `${each.label}: ${name}`, isTarget, colour, y }];
    });
  });
}

/** Behind the lines: limits and targets across the plot. */
export function paintLimits(plot: uPlot, painting: Painting): void {
  const { ctx, bbox } = plot;
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
