import { OEE_SCORES, type OeeScore } from '../../../shared/series';
import type { MappedKey } from '../mapping/mapped-key';

/** A series within one table, as the array parameters of a statement name it. */
export interface SeriesName {
  readonly workUnitId: string;
  readonly name: string;
}

/** The two array parameters of a statement on samples of metrics: unit and name, in the order of the series. */
export function seriesParameters(
  { unit, name }: { readonly unit: MappedKey; readonly name: MappedKey },
  series: readonly SeriesName[],
): [(string | null)[], (string | null)[]] {
  return [unit.values(series.map(({ workUnitId }) => workUnitId)), name.values(series.map((each) => each.name))];
}

/** The array parameter of a statement on OEE samples: each unit once. */
export function unitParameter(unit: MappedKey, series: readonly SeriesName[]): (string | null)[] {
  return unit.values([...new Set(series.map(({ workUnitId }) => workUnitId))]);
}

/** The scores that are asked for, in a fixed order; names that are no score are left out. */
export function askedScores(series: readonly SeriesName[]): readonly OeeScore[] {
  return OEE_SCORES.filter((score) => series.some(({ name }) => name === score));
}
