import { fitWall, mostLegible, type WallArea, type WallFit } from './fit-wall';

/** What is shown together: the units of one line, or one block without a title. */
export interface PageGroup<Unit> {
  /** Undefined where the units need no title. */
  readonly title: string | undefined;
  readonly units: readonly Unit[];
}

/** The wall as pages that share one arrangement, so that nothing changes its size when the page is turned. */
export interface WallPages<Unit> {
  readonly fit: WallFit;
  readonly titled: boolean;
  /** Never empty; one where everything can be read at once. */
  readonly pages: readonly (readonly PageGroup<Unit>[])[];
}

/**
 * Places units on the screen. Groups with their titles while all of it can be read on one page; else one block in the same order, if
 * that can be read; else as few pages as there must be, equally full, in the same order.
 * @param groups at least one unit among them
 */
export function wallPages<Unit>(area: WallArea, groups: readonly PageGroup<Unit>[]): WallPages<Unit> {
  const titled = groups.some(({ title }) => title !== undefined);
  const filled = groups.filter(({ units }) => units.length > 0);
  const grouped = fitWall({ ...area, groupSizes: filled.map(({ units }) => units.length), titled });
  if (grouped.isLegible) return { fit: grouped, titled, pages: [filled] };
  const units = filled.flatMap((group) => group.units);
  const pageCount = Math.ceil(units.length / mostLegible(area));
  const perPage = Math.ceil(units.length / pageCount);
  const fit = fitWall({ ...area, groupSizes: [perPage], titled: false });
  const pages = Array.from({ length: pageCount }, (_, page) => [
    { title: undefined, units: units.slice(page * perPage, (page + 1) * perPage) },
  ]).filter(([group]) => group !== undefined && group.units.length > 0);
  return { fit, titled: false, pages };
}
