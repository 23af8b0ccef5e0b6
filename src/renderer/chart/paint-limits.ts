import type uPlot from 'uplot';
import { scaleOf } from './chart-series';
import type { Painting } from './paint-ground';

const LIMIT_DASH_PX = [6, 4] as const;
const TARGET_DASH_PX = [2, 3] as const;
const NAME_SHARE = 0.72;
const HALO_PX = 4;

interface Level {
  readonly name: 'low limit' | 'high limit' | 'target';
  /** Device px from the canvas' top, inside the plot. */
  readonly y: number;
}

/** Limits and targets that fall into the plot. */
function levelsOf(plot: uPlot, { series }: Painting): readonly Level[] {
  const { top, height } = plot.bbox;
  return series.flatMap((each) => {
    const named = [
      ['low limit', each.lowLimit],
      ['high limit', each.highLimit],
      ['target', each.target],
    ] as const;
    return named.flatMap(([name, value]) => {
      if (value === undefined) return [];
      const y = Math.round(plot.valToPos(value, scaleOf(each), true)) + 0.5;
      return y >= top && y <= top + height ? [{ name, y }] : [];
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
  for (const { name, y } of levelsOf(plot, painting)) {
    const isTarget = name === 'target';
    ctx.strokeStyle = isTarget ? painting.theme.inkQuiet : painting.theme.alarm;
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
  for (const { name, y } of levelsOf(plot, painting)) {
    const isNearTop = y - bbox.top < 1.5 * fontPx;
    ctx.textBaseline = isNearTop ? 'top' : 'bottom';
    const textY = y + (isNearTop ? 3 : -2) * unitPx;
    ctx.strokeText(name, bbox.left + 4 * unitPx, textY);
    ctx.fillStyle = name === 'target' ? theme.inkQuiet : theme.alarm;
    ctx.fillText(name, bbox.left + 4 * unitPx, textY);
  }
  ctx.restore();
}
