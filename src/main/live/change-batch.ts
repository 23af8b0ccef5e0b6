import type { SeriesTable } from '../../shared/series';
import type { SeriesChange } from './recent-samples';

/** A stretch of one table of a unit, half-open, in which rows were changed, deleted or came late. */
export interface TouchedRange {
  readonly table: SeriesTable;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface UnitChange {
  readonly workUnitId: string;
  readonly series: readonly SeriesChange[];
  /** Tiles over these are out of date; plain new rows at the end are not in it. */
  readonly touched: readonly TouchedRange[];
  /** Newest row that lies more than 5 s ahead of the plant's clock and is held, where one was seen. */
  readonly aheadUntilMs?: number;
}

/** What one coalesced read brought: one entry per unit that changed. */
export interface ChangeBatch {
  readonly units: readonly UnitChange[];
}

/** Gathers the changes of one read by unit. */
export class BatchBuilder {
  readonly #units = new Map<string, { series: SeriesChange[]; touched: TouchedRange[]; aheadUntilMs?: number }>();

  series(workUnitId: string, changes: readonly SeriesChange[]): void {
    if (changes.length > 0) this.#unit(workUnitId).series.push(...changes);
  }

  touched(workUnitId: string, range: TouchedRange): void {
    if (range.fromMs < range.toMs) this.#unit(workUnitId).touched.push(range);
  }

  ahead(workUnitId: string, aheadUntilMs: number): void {
    this.#unit(workUnitId).aheadUntilMs = aheadUntilMs;
  }

  /** The batch, or undefined where nothing changed. */
  build(): ChangeBatch | undefined {
    if (this.#units.size === 0) return undefined;
    return { units: [...this.#units].map(([workUnitId, change]) => ({ workUnitId, ...change })) };
  }

  #unit(workUnitId: string) {
    let unit = this.#units.get(workUnitId);
    if (unit === undefined) {
      unit = { series: [], touched: [] };
      this.#units.set(workUnitId, unit);
    }
    return unit;
  }
}

/**
 * What of a change is not simply new rows at the end: removed rows, and rows older than what was known already.
 * Half-open with a whole millisecond behind the last row.
 */
export function touchedBy(change: SeriesChange): TouchedRange | undefined {
  const late = change.added.timesMs.filter((timeMs) => timeMs < change.newestBeforeMs);
  const timesMs = [...late, ...change.removed.timesMs];
  if (timesMs.length === 0) return undefined;
  const fromMs = timesMs.reduce((a, b) => Math.min(a, b));
  const toMs = timesMs.reduce((a, b) => Math.max(a, b)) + 1;
  return { table: change.table, fromMs, toMs };
}
