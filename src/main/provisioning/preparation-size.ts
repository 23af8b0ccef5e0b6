import type { Catalogue } from './catalogue/catalogue';
import { DAY_MS, FAMILIES, type Family, HOUR_MS } from './levels';
import { sourceRelation } from './source-table';

/**
 * Rows a second that the four levels take together: between dense rows, sixty to a bucket (120,000 on the embedded plant),
 * and rare ones, each a bucket of its own at three levels (40,000 on a server of two cores). The catalogue does not tell
 * which they are, and machines differ; the estimate is for telling seconds from hours.
 */
const PREPARED_ROWS_PER_SECOND = 60_000;
/** What a window costs whatever it holds: measured on a server, a million rows over half a year. */
const WINDOW_MS = 40;
/** Rows of a window of the 1min level: a quarter of an hour of 36 series at 1 Hz. */
const ROWS_PER_WINDOW = 30_000;
/** Windows of the levels above, for each of the first level, in four parts each. */
const WINDOWS_OF_ALL_LEVELS = 1.4;

export interface PreparationSize {
  readonly rows: number;
  /** Longest window of the 1min level, in ms: rare rows take long windows, an hour at least and a day at most. */
  readonly maxWindowMs: number;
  readonly estimateMs: number;
}

/** How much there is to prepare, by the server's own statistics: rows, the past they span, and what that takes. */
export function preparationSize(catalogue: Catalogue, families: readonly Family[] = FAMILIES): PreparationSize {
  const tables = families.map((family) => {
    const hypertable = catalogue.relations.get(sourceRelation(catalogue.tables, family))?.hypertable;
    // A table that the plan is about to convert.
    const plain = catalogue.sources.get(family);
    const fromMs = hypertable?.oldestChunk?.fromMs ?? plain?.timeRange?.fromMs ?? catalogue.nowMs;
    return {
      rows: hypertable?.estimatedRows ?? plain?.estimatedRows ?? 0,
      spanMs: Math.max(0, catalogue.nowMs - fromMs),
    };
  });
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const rowsPerMs = Math.max(0, ...tables.map((table) => (table.spanMs === 0 ? 0 : table.rows / table.spanMs)));
  const fittingMs = rowsPerMs === 0 ? DAY_MS : ROWS_PER_WINDOW / rowsPerMs;
  const maxWindowMs = Math.floor(Math.min(DAY_MS, Math.max(HOUR_MS, fittingMs)) / HOUR_MS) * HOUR_MS;
  const windows = tables.reduce((sum, table) => sum + table.spanMs / maxWindowMs, 0) * WINDOWS_OF_ALL_LEVELS;
  const estimateMs = Math.round((rows / PREPARED_ROWS_PER_SECOND) * 1000 + windows * WINDOW_MS);
  return { rows, maxWindowMs, estimateMs: rows === 0 ? 0 : estimateMs };
}
