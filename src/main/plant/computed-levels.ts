import type { SeriesTable } from '../../shared/series';
import { SECOND_MS, type TimeRange } from '../../shared/time';
import type { SeriesName } from './statements/series-list';

/**
 * Levels that the plant does not keep are made from raw rows on reading, within bounds: a level is offered over a range
 * in which a series is expected to have this many rows at most. A million rows are half a second or so of one of the
 * plant's cores.
 */
export const MAX_EXPECTED_ROWS = 1_000_000;

/**
 * What one statement reads at most, whatever was expected: tiles that are read together may reach twice as far as what
 * was asked of one series, and a series may be faster than its cadence says.
 */
export const MAX_COMPUTED_ROWS = 2 * MAX_EXPECTED_ROWS;

/** What a cadence is taken to be while it is not known: the fastest usual one, so that the guess errs to caution. */
const UNKNOWN_CADENCE_MS = SECOND_MS;

/** What the catalogue knows of a series. */
export interface SeriesFacts {
  readonly cadenceMs: number | null;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Raw rows that a series is expected to have in a range, by its cadence and where its samples begin and end. */
export function expectedRows(range: TimeRange, facts: SeriesFacts | undefined): number {
  const cadenceMs = facts?.cadenceMs ?? UNKNOWN_CADENCE_MS;
  const fromMs = Math.max(range.fromMs, facts?.firstMs ?? range.fromMs);
  // What comes after the last known sample comes within the time between two sweeps.
  const toMs = Math.min(range.toMs, (facts?.lastMs ?? range.toMs) + cadenceMs);
  return toMs <= fromMs ? 0 : Math.ceil((toMs - fromMs) / cadenceMs);
}

/**
 * Series in the order given, cut into groups that a statement may read: all of a group may have as many rows as the one
 * that has most, and together they stay within {@link MAX_COMPUTED_ROWS}. The scores of a unit are one row.
 */
export function readGroups(
  table: SeriesTable,
  series: readonly SeriesName[],
  rowsOf: (workUnitId: string, name: string) => number,
): readonly (readonly SeriesName[])[] {
  const groups: { series: SeriesName[]; units: Set<string>; most: number }[] = [];
  for (const each of series) {
    const most = Math.max(1, rowsOf(each.workUnitId, each.name));
    const group = groups.at(-1);
    const shares = (units: ReadonlySet<string>, count: number) => (table === 'oee' ? units.size : count);
    const units = new Set([...(group?.units ?? []), each.workUnitId]);
    const fits =
      group !== undefined && shares(units, group.series.length + 1) * Math.max(group.most, most) <= MAX_COMPUTED_ROWS;
    if (!fits) groups.push({ series: [each], units: new Set([each.workUnitId]), most });
    else Object.assign(group, { series: [...group.series, each], units, most: Math.max(group.most, most) });
  }
  return groups.map((group) => group.series);
}
