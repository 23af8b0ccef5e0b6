import type { ElementSize } from '../../ui/use-size';

/** Lower than this a chart says nothing, for half of it are its title, legend, axis and caption; then the grid is scrolled. */
const LEAST_HEIGHT_PX = 250;
/** Narrower than this its legend does not fit. */
const LEAST_WIDTH_PX = 320;
/** What the legend takes of it for each line after the first. */
const LEGEND_LINE_PX = 30;
/** What lies below the edge is not compared at a glance: a grid of twice the height is as bad as charts of a seventh of the good shape. */
const SCROLLING_WEIGHT = 2;
/** A chart wider than this many times its height wastes room. */
const GOOD_ASPECT = 2.2;

/**
 * How many charts stand beside one another: so that they are as near to a good shape as the room allows.
 * @param lines most of one chart
 */
export function chartGrid(
  count: number,
  lines: number,
  size: ElementSize | undefined,
): { columns: number; rowMinPx: number } {
  const leastPx = LEAST_HEIGHT_PX + LEGEND_LINE_PX * Math.max(0, lines - 1);
  const { widthPx, heightPx } = size ?? { widthPx: 1_280, heightPx: 720 };
  const misfit = (columns: number) => {
    const rows = Math.ceil(count / columns);
    const below = Math.max(0, (rows * leastPx) / Math.max(1, heightPx) - 1);
    const aspect = widthPx / columns / Math.max(leastPx, heightPx / rows);
    // Empty places count as well: three charts in two columns leave one.
    return Math.abs(Math.log(aspect / GOOD_ASPECT)) + (columns * rows - count) / count + SCROLLING_WEIGHT * below;
  };
  const most = Math.max(1, Math.min(4, count, Math.floor(widthPx / LEAST_WIDTH_PX)));
  const columns = Array.from({ length: most }, (_, at) => at + 1);
  const [best = 1] = columns.toSorted((a, b) => misfit(a) - misfit(b));
  return { columns: best, rowMinPx: Math.min(leastPx, Math.max(0, heightPx)) };
}
