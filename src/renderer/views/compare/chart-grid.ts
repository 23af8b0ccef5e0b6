import type { ElementSize } from '../../ui/use-size';

/** Lower than this a chart says nothing; then the grid is scrolled. */
const LEAST_HEIGHT_PX = 190;
/** A chart wider than this many times its height wastes room. */
const GOOD_ASPECT = 2.2;

/** How many charts stand beside one another: so that they are as near to a good shape as the room allows. */
export function chartGrid(count: number, size: ElementSize | undefined): { columns: number; rowMinPx: number } {
  const { widthPx, heightPx } = size ?? { widthPx: 1_280, heightPx: 720 };
  const misfit = (columns: number) => {
    const rows = Math.ceil(count / columns);
    const aspect = widthPx / columns / Math.max(LEAST_HEIGHT_PX, heightPx / rows);
    // Empty places count as well: three charts in two columns leave one.
    return Math.abs(Math.log(aspect / GOOD_ASPECT)) + (columns * rows - count) / count;
  };
  const columns = Array.from({ length: Math.max(1, Math.min(4, count)) }, (_, at) => at + 1);
  const [best = 1] = columns.toSorted((a, b) => misfit(a) - misfit(b));
  return { columns: best, rowMinPx: Math.min(LEAST_HEIGHT_PX, Math.max(0, heightPx)) };
}
