import type { ElementSize } from '../../ui/use-size';

/** Lower than this a chart says nothing; then the grid is scrolled. */
const LEAST_HEIGHT_PX = 190;
/** What the legend takes of it for each line after the first: a row, and another where its words do not fit beside it. */
const LEGEND_LINE_PX = 60;
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
    const aspect = widthPx / columns / Math.max(leastPx, heightPx / rows);
    // Empty places count as well: three charts in two columns leave one.
    return Math.abs(Math.log(aspect / GOOD_ASPECT)) + (columns * rows - count) / count;
  };
  const columns = Array.from({ length: Math.max(1, Math.min(4, count)) }, (_, at) => at + 1);
  const [best = 1] = columns.toSorted((a, b) => misfit(a) - misfit(b));
  return { columns: best, rowMinPx: Math.min(leastPx, Math.max(0, heightPx)) };
}
