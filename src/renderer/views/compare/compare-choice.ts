import type { CatalogueSeries, CatalogueUnit, StateRules } from '../../../shared/protocol';
import { MOST_SERIES, type UnitSeries } from '../../app/address-parts';
import type { ChartsBy } from '../../app/compare-address';
import { lineGroups } from '../common/line-groups';
import { listedSeries } from '../common/unit-reading';

/** More charts than this cannot be read beside one another, and would take longer than a person waits. */
export const MOST_CHARTS = 8;
/** The OEE: what is compared where nothing else was chosen. */
const OEE: UnitSeries = { table: 'oee', name: 'oee_score' };

/** A line of a chart. */
export interface ChartLine {
  readonly unit: CatalogueUnit;
  readonly series: CatalogueSeries;
}

/** One chart of the grid. */
export interface ChartPlan {
  readonly key: string;
  readonly lines: readonly ChartLine[];
  /** What all its lines share. */
  readonly unit: CatalogueUnit | undefined;
  readonly series: CatalogueSeries | undefined;
}

export function sameSeries(a: UnitSeries, b: UnitSeries): boolean {
  return a.table === b.table && a.name === b.name;
}

export function seriesIn(unit: CatalogueUnit, wanted: UnitSeries): CatalogueSeries | undefined {
  return unit.series.find((series) => sameSeries(series, wanted));
}

/** The units that are compared: those of the address as far as they are known, else all on the wall; in the wall's order. */
export function comparedUnits(
  catalogue: readonly CatalogueUnit[],
  wished: readonly string[],
): readonly CatalogueUnit[] {
  const ordered = lineGroups(catalogue).flatMap(({ units }) => units);
  const known = ordered.filter(({ workUnitId }) => wished.includes(workUnitId));
  return known.length > 0 ? known : ordered.filter(({ hidden }) => hidden !== true);
}

/** Every metric that one of the units has, scores first; the state is none: its codes have no middle. */
export function offeredSeries(units: readonly CatalogueUnit[], rules: StateRules): readonly CatalogueSeries[] {
  const byKey = new Map<string, CatalogueSeries>();
  for (const series of units.flatMap(({ series }) => series)) {
    const key = `${series.table}:${series.name}`;
    if (!byKey.has(key) && (series.table === 'oee' || series.name !== rules.stateMetric)) byKey.set(key, series);
  }
  return listedSeries({ workUnitId: '', displayName: null, line: null, series: [...byKey.values()] });
}

/** What is compared: the address's choice as far as there is any of it, else the OEE, else the first that there is. */
export function comparedSeries(
  offered: readonly CatalogueSeries[],
  wished: readonly UnitSeries[],
): readonly CatalogueSeries[] {
  const known = wished.flatMap((series) => offered.find((each) => sameSeries(each, series)) ?? []);
  if (known.length > 0) return known.slice(0, MOST_SERIES);
  const oee = offered.find((series) => sameSeries(series, OEE));
  return oee === undefined ? offered.slice(0, 1) : [oee];
}

/**
 * The charts: one for each unit, with the metrics as its lines, or one for each metric, with the units.
 * @param mostLines what one chart can tell apart
 * @returns {@link MOST_CHARTS} at most; none without a line
 */
export function chartPlans(
  units: readonly CatalogueUnit[],
  series: readonly CatalogueSeries[],
  { by, mostLines }: { readonly by: ChartsBy; readonly mostLines: number },
): readonly ChartPlan[] {
  const line = (unit: CatalogueUnit, each: CatalogueSeries): readonly ChartLine[] => {
    const own = seriesIn(unit, each);
    return own === undefined ? [] : [{ unit, series: own }];
  };
  const plans =
    by === 'unit'
      ? units.map((unit) => ({
          ...{ key: unit.workUnitId, unit, series: undefined },
          lines: series.flatMap((each) => line(unit, each)).slice(0, mostLines),
        }))
      : series.map((each) => ({
          ...{ key: `${each.table}:${each.name}`, unit: undefined, series: each },
          lines: units.flatMap((unit) => line(unit, each)).slice(0, mostLines),
        }));
  return plans.filter(({ lines }) => lines.length > 0).slice(0, MOST_CHARTS);
}

/** A list with something switched on or off in it; the last one stays on. */
export function toggledIn<Item>(
  list: readonly Item[],
  item: Item,
  isSame: (a: Item, b: Item) => boolean = Object.is,
): readonly Item[] {
  const without = list.filter((each) => !isSame(each, item));
  if (without.length === list.length) return [...list, item];
  return without.length === 0 ? list : without;
}
