/** How much of a tile there is room for; each density has its own layout, in em, that is scaled as a whole. */
export type Density = 'grand' | 'roomy' | 'compact' | 'dense';

interface Layout {
  readonly density: Density;
  readonly widthEm: number;
  readonly heightEm: number;
  /** The smallest em (px) at which it can be read in front of the screen. */
  readonly leastEmPx: number;
}

const DENSE: Layout = { density: 'dense', widthEm: 10.5, heightEm: 6.2, leastEmPx: 10 };
/** Roomiest first. */
const LAYOUTS: readonly Layout[] = [
  { density: 'grand', widthEm: 20, heightEm: 15, leastEmPx: 15 },
  { density: 'roomy', widthEm: 20, heightEm: 12.5, leastEmPx: 12 },
  { density: 'compact', widthEm: 13, heightEm: 8.9, leastEmPx: 12 },
  DENSE,
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
  /** False where there are too many tiles for the screen: they overlap nothing, but are too small to be read. */
  readonly isLegible: boolean;
}

/** What there is to place tiles on, in px. */
export interface WallArea {
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface WallSpace extends WallArea {
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

function gapOf({ widthPx, heightPx }: WallArea): number {
  return Math.max(LEAST_GAP_PX, Math.round(Math.min(widthPx, heightPx) * GAP_SHARE));
}

function fitOne(space: WallSpace, layout: Layout, groupColumns: number, tileColumns: number): WallFit {
  const { widthPx, heightPx, groupSizes, titled } = space;
  const gapPx = gapOf(space);
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
  return {
    ...{ density: layout.density, groupColumns, tileColumns, tileWidthPx, tileHeightPx, titleHeightPx, gapPx, emPx },
    isLegible: emPx >= layout.leastEmPx,
  };
}

function bestFit(space: WallSpace, layout: Layout): WallFit {
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
  for (const layout of LAYOUTS) {
    const fit = bestFit(space, layout);
    if (fit.isLegible) return fit;
  }
  return bestFit(space, DENSE);
}

/** How many tiles one page can show so that each can be read, in one block without titles; at least one. */
export function mostLegible(area: WallArea): number {
  const gapPx = gapOf(area);
  const { widthEm, heightEm, leastEmPx } = DENSE;
  const [leastWidthPx, leastHeightPx] = [Math.ceil(widthEm * leastEmPx), Math.ceil(heightEm * leastEmPx)];
  const along = (lengthPx: number, leastPx: number) => Math.max(1, Math.floor((lengthPx + gapPx) / (leastPx + gapPx)));
  return along(area.widthPx, leastWidthPx) * along(area.heightPx, leastHeightPx);
}
