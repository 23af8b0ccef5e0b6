import { OEE_SCORES, type OeeScore } from '../../../shared/series';

/** A series within one table, as the array parameters of a statement name it. */
export interface SeriesName {
  readonly workUnitId: string;
  readonly name: string;
}

/** The two array parameters of a statement on `metric`: unit and name, in the order of the series. */
export function seriesParameters(series: readonly SeriesName[]): [string[], string[]] {
  return [series.map(({ workUnitId }) => workUnitId), series.map(({ name }) => name)];
}

/** The array parameter of a statement on `performance_metric`: each unit once. */
export function unitParameter(series: readonly SeriesName[]): string[] {
  return [...new Set(series.map(({ workUnitId }) => workUnitId))];
}

/** The scores that are asked for, in a fixed order; names that are no score are left out. */
export function askedScores(series: readonly SeriesName[]): readonly OeeScore[] {
  return OEE_SCORES.filter((score) => series.some(({ name }) => name === score));
}
