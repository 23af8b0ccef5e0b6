import type { SeriesTable } from '../../shared/series';
import { MINUTE_MS, type TimeRange } from '../../shared/time';

/** Rows that come longer after their time than this have missed tiles that were read meanwhile. */
const LAGGING_MS = MINUTE_MS;

interface ChangedUnit {
  readonly workUnitId: string;
  readonly series: readonly {
    readonly table: SeriesTable;
    readonly added: { readonly timesMs: readonly number[] };
  }[];
  readonly touched: readonly (TimeRange & { readonly table: SeriesTable })[];
}

export interface UnitTouch {
  readonly table: SeriesTable;
  readonly workUnitId: string;
  readonly range: TimeRange;
}

/**
 * What history has to read again after changes: what the feed calls touched, and plain new rows of a unit whose clock lags,
 * or whose network was away: they are in order, but tiles of their time have been read without them.
 * @param nowMs plant time
 */
export function touchesOf(units: readonly ChangedUnit[], nowMs: number): readonly UnitTouch[] {
  return units.flatMap(({ workUnitId, series, touched }) => {
    const lagging = series.flatMap(({ table, added: { timesMs } }) => {
      const [firstMs, lastMs] = [timesMs[0], timesMs.at(-1)];
      if (firstMs === undefined || lastMs === undefined || firstMs >= nowMs - LAGGING_MS) return [];
      return [{ table, fromMs: firstMs, toMs: lastMs + 1 }];
    });
    return [...touched, ...hulls(lagging)].map(({ table, fromMs, toMs }) => ({
      table,
      workUnitId,
      range: { fromMs, toMs },
    }));
  });
}

/** One stretch a table: the series of a unit mostly lag together. */
function hulls(stretches: readonly (TimeRange & { readonly table: SeriesTable })[]) {
  const byTable = new Map<SeriesTable, TimeRange>();
  for (const { table, fromMs, toMs } of stretches) {
    const known = byTable.get(table);
    byTable.set(table, {
      fromMs: Math.min(fromMs, known?.fromMs ?? fromMs),
      toMs: Math.max(toMs, known?.toMs ?? toMs),
    });
  }
  return [...byTable].map(([table, range]) => ({ table, ...range }));
}
