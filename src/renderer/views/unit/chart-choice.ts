import type { CatalogueUnit, StateRules } from '../../../shared/protocol';
import { MOST_SERIES, type UnitSeries } from '../../app/address-parts';
import { headlineSeries } from '../common/unit-reading';

function same(a: UnitSeries, b: UnitSeries): boolean {
  return a.table === b.table && a.name === b.name;
}

/** What the chart shows: the address's choice as far as the unit has it, else what the unit is known by at first sight. */
export function chosenSeries(
  unit: CatalogueUnit,
  wished: readonly UnitSeries[],
  rules: Pick<StateRules, 'stateMetric'> | undefined,
): readonly UnitSeries[] {
  const known = wished.filter((series) => unit.series.some((other) => same(series, other)));
  if (known.length > 0) return known.map(({ table, name }) => ({ table, name }));
  const headline = headlineSeries(unit, rules);
  return headline === undefined ? [] : [{ table: headline.table, name: headline.name }];
}

/** The choice with one series switched on or off; the last one stays on, and a seventh takes the oldest one's place. */
export function toggled(chosen: readonly UnitSeries[], series: UnitSeries): readonly UnitSeries[] {
  const without = chosen.filter((other) => !same(other, series));
  if (without.length === chosen.length) return [...chosen, series].slice(-MOST_SERIES);
  return without.length === 0 ? chosen : without;
}

/** Place of a series in the choice, which is its colour; undefined where it is not chosen. */
export function placeOf(chosen: readonly UnitSeries[], series: UnitSeries): number | undefined {
  const at = chosen.findIndex((other) => same(other, series));
  return at === -1 ? undefined : at;
}

/** From the first to the last sample of the unit, in ms; undefined where it has none. */
export function dataSpan(unit: CatalogueUnit): { readonly firstMs: number; readonly lastMs: number } | undefined {
  if (unit.series.length === 0) return undefined;
  return {
    firstMs: Math.min(...unit.series.map(({ firstMs }) => firstMs)),
    lastMs: Math.max(...unit.series.map(({ lastMs }) => lastMs)),
  };
}
