import type { ElementSize } from '../../ui/use-size';

/** Lower than this a plot says nothing; then the grid is scrolled. */
const LEAST_PLOT_PX = 100;
/** What is written about it takes as much again and more: title, legend, axis and caption, by the size of the screen's text. */
const WRITTEN_EM = 10;
/** What the legend takes of it for each line after the first. */
const LEGEND_LINE_EM = 2;
/** Narrower than this its legend does not fit. */
const LEAST_WIDTH_PX = 170;
const LEAST_WIDTH_EM = 10;
/** What lies below the edge is not compared at a glance: a grid of twice the height is as bad as charts of a seventh of the good shape. */
const SCROLLING_WEIGHT = 2;
/** A chart wider than this many times its height wastes room. */
const GOOD_ASPECT = 2.2;

/**
 * How many charts stand beside one another: so that they are as near to a good shape as the room allows.
 * @param lines most of one chart
 * @param textPx of the screen's text, which is larger where it is read from farther away
 */
export function chartGrid(
  count: number,
  lines: number,
  size: ElementSize | undefined,
  textPx: number,
): { columns: number; rowMinPx: number } {
  const leastPx = LEAST_PLOT_PX + Math.ceil(textPx * (WRITTEN_EM + LEGEND_LINE_EM * Math.max(0, lines - 1)));
  const { widthPx, heightPx } = size ?? { widthPx: 1_280, heightPx: 720 };
  const misfit = (columns: number) => {
    const rows = Math.ceil(count / columns);
    const below = Math.max(0, (rows * leastPx) / Math.max(1, heightPx) - 1);
    const aspect = widthPx / columns / Math.max(leastPx, heightPx / rows);
    // Empty places count as well: three charts in two columns leave one.
    return Math.abs(Math.log(aspect / GOOD_ASPECT)) + (columns * rows - count) / count + SCROLLING_WEIGHT * below;
  };
  const most = Math.max(1, Math.min(4, count, Math.floor(widthPx / (LEAST_WIDTH_PX + LEAST_WIDTH_EM * textPx))));
  const columns = Array.from({ length: most }, (_, at) => at + 1);
  const [best = 1] = columns.toSorted((a, b) => misfit(a) - misfit(b));
  return { columns: best, rowMinPx: Math.min(leastPx, Math.max(0, heightPx)) };
}
