/** How much of a tile there is room for; each density has its own layout, in em, that is scaled as a whole. */
export type Density = 'roomy' | 'compact' | 'dense';

/** Size of a tile's layout in em, and the smallest em (px) at which it can be read in front of the screen. */
const LAYOUTS: readonly { density: Density; widthEm: number; heightEm: number; leastEmPx: number }[] = [
  { density: 'roomy', widthEm: 20, heightEm: 12.5, leastEmPx: 12 },
  { density: 'compact', widthEm: 13, heightEm: 8.9, leastEmPx: 12 },
  { density: 'dense', widthEm: 10.5, heightEm: 5.8, leastEmPx: 0 },
];
const GAP_SHARE = 0.012;
const LEAST_GAP_PX = 4;
const TITLE_EM = 1.8;

/** Where everything on the wall goes; sizes in px. */
export interface WallFit {
  readonly density: Density;
  /** Groups side by side. */
  readonly groupColumns: number;
  /** Tiles side by side within a group. */
  readonly tileColumns: number;
  readonly tileWidthPx: number;
  readonly tileHeightPx: number;
  readonly titleHeightPx: number;
  readonly gapPx: number;
  /** Font size of a tile: its layout is made in em. */
  readonly emPx: number;
}

export interface WallSpace {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Number of units in each group, at least one group of at least one. */
  readonly groupSizes: readonly number[];
  /** A single group without a name needs no title. */
  readonly titled: boolean;
}

/** Rows of tiles, summed over the rows of groups: in each the tallest group counts. */
function tileRows(groupSizes: readonly number[], groupColumns: number, tileColumns: number): number {
  let rows = 0;
  for (let at = 0; at < groupSizes.length; at += groupColumns)
    rows += Math.max(...groupSizes.slice(at, at + groupColumns).map((size) => Math.ceil(size / tileColumns)));
  return rows;
}

function fitOne(
  space: WallSpace,
  layout: (typeof LAYOUTS)[number],
  groupColumns: number,
  tileColumns: number,
): WallFit {
  const { widthPx, heightPx, groupSizes, titled } = space;
  const gapPx = Math.max(LEAST_GAP_PX, Math.round(Math.min(widthPx, heightPx) * GAP_SHARE));
  const rows = tileRows(groupSizes, groupColumns, tileColumns);
  const groupRows = Math.ceil(groupSizes.length / groupColumns);
  const columns = groupColumns * tileColumns;
  const tileWidthPx = Math.floor((widthPx - (columns - 1) * gapPx) / columns);
  // The title is measured in the em that it helps to determine: solved for em instead of iterated.
  const freePx = heightPx - (rows - 1) * gapPx;
  const titlesEm = titled ? groupRows * TITLE_EM : 0;
  const emPx = Math.max(1, Math.min(tileWidthPx / layout.widthEm, freePx / (rows * layout.heightEm + titlesEm)));
  const titleHeightPx = titled ? Math.ceil(TITLE_EM * emPx) : 0;
  const tileHeightPx = Math.floor((freePx - groupRows * titleHeightPx) / rows);
  return { density: layout.density, groupColumns, tileColumns, tileWidthPx, tileHeightPx, titleHeightPx, gapPx, emPx };
}

function bestFit(space: WallSpace, layout: (typeof LAYOUTS)[number]): WallFit {
  const most = Math.max(...space.groupSizes);
  let best = fitOne(space, layout, 1, 1);
  for (let groupColumns = 1; groupColumns <= space.groupSizes.length; groupColumns++)
    for (let tileColumns = 1; tileColumns <= most; tileColumns++) {
      const fit = fitOne(space, layout, groupColumns, tileColumns);
      if (fit.emPx > best.emPx) best = fit;
    }
  return best;
}

/**
 * The arrangement with the largest readable tiles that shows every unit without scrolling: the roomiest layout that is
 * not too small to read, else the densest.
 */
export function fitWall(space: WallSpace): WallFit {
  const fits = LAYOUTS.map((layout) => ({ fit: bestFit(space, layout), leastEmPx: layout.leastEmPx }));
  const readable = fits.find(({ fit, leastEmPx }) => fit.emPx >= leastEmPx) ?? fits.at(-1);
  return (
    readable?.fit ?? fitOne(space, LAYOUTS[0] ?? { density: 'dense', widthEm: 1, heightEm: 1, leastEmPx: 0 }, 1, 1)
  );
}
