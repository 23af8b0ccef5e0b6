import type { ChartSeries } from './chart-series';

/** Whether two lists draw the same: equal part by part; answers and tails are new objects exactly when they are other ones. */
export function sameChartSeries(a: readonly ChartSeries[], b: readonly ChartSeries[]): boolean {
  return a.length === b.length && a.every((one, at) => sameFields(one, b[at]));
}

function sameFields(one: ChartSeries, other: ChartSeries | undefined): boolean {
  if (other === undefined) return false;
  const [mine, theirs] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return mine.size === theirs.size && [...mine].every(([field, value]) => theirs.get(field) === value);
}
