import type uPlot from 'uplot';
import { scaleOf } from './chart-series';
import type { Painting } from './paint-ground';
import { axisColour } from './value-axis';

const TEXT_EM = 0.75;
const LIFT_PX = 5;

/** Above each axis of values its unit; with it at every tick the numbers would be hard to find. */
export function paintUnits(plot: uPlot, { series, theme }: Painting): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.font = `${Math.round(theme.fontPx * TEXT_EM * devicePixelRatio)}px ${theme.fontFamily}`;
  ctx.textBaseline = 'bottom';
  let rightPx = bbox.left + bbox.width;
  for (const axis of plot.axes.slice(1)) {
    const scale = axis.scale ?? '';
    const shown = series.find((each) => scaleOf(each) === scale);
    const isLeft = axis.side === 3;
    const text = scale === '%' || shown?.words !== undefined ? '' : (shown?.unit ?? '');
    ctx.fillStyle = axisColour(scale, series, theme);
    ctx.textAlign = isLeft ? 'right' : 'left';
    ctx.fillText(text, isLeft ? bbox.left - 4 : rightPx + 8 * devicePixelRatio, bbox.top - LIFT_PX * devicePixelRatio);
    if (!isLeft) rightPx += widthOf(axis) * devicePixelRatio;
  }
  ctx.restore();
}

/** uPlot keeps the size that an axis has got (CSS px) in a field that its types do not name. */
function widthOf(axis: uPlot.Axis): number {
  return '_size' in axis && typeof axis._size === 'number' ? axis._size : 0;
}
