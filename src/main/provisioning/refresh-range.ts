import {
  AGGREGATE_LEVELS,
  type AggregateLevel,
  BUCKET_MS,
  bucketEnd,
  bucketStart,
  type Family,
  viewName,
} from './levels';
import { withPausedPolicy } from './paused-policy';
import { type RefreshOptions, type TimeSpan, WindowedRefresh } from './refresh-windows';
import type { SqlClient } from './sql-client';
import { clipSpans, storedSpans } from './stored-spans';

export interface RefreshRangeOptions extends RefreshOptions {
  /** `metric`, or `oee` for performance_metric. */
  readonly table: Family;
  /** Half-open range of the rows that changed, ms since the epoch. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The plant's now, ms since the epoch: no level is refreshed past the start of its current bucket. */
  readonly nowMs: number;
  readonly onProgress?: (progress: RefreshProgress) => void;
  /** Whether a level's policy is paused while that level is refreshed; for versions that must not do both at once. */
  readonly pausesPolicies?: boolean;
}

export interface RefreshProgress {
  readonly level: AggregateLevel;
  readonly doneToMs: number;
  /** Share of the whole work by time covered, 0 to 1, growing. */
  readonly fraction: number;
}

export interface RefreshReport {
  /** Duration of the longest single statement, in ms. */
  readonly longestMs: number;
}

/**
 * Refreshes every level over a range, bottom-up: an upper level reads the one below, so refreshing it alone changes
 * nothing. Buckets are refreshed whole. Stretches without chunks below are left alone, which keeps the buckets whose
 * rows retention has dropped. What lies past a level's last whole bucket is computed on reading.
 * @throws RangeError when the range is empty or not finite; the reason of an aborted signal; the database's error
 */
export async function refreshRange(client: SqlClient, options: RefreshRangeOptions): Promise<RefreshReport> {
  if (!(Number.isFinite(options.fromMs) && Number.isFinite(options.toMs) && options.fromMs < options.toMs)) {
    throw new RangeError(`Nothing to refresh: the range from ${options.fromMs} to ${options.toMs} is empty.`);
  }
  const refresh = new WindowedRefresh(client, options);
  for (const [index, level] of AGGREGATE_LEVELS.entries()) {
    const range = wholeBuckets(options, BUCKET_MS[level]);
    const spans = clipSpans(await storedSpans(client, options.table, level), range);
    if (spans.length === 0) continue;
    const refreshLevel = async () => {
      for (const span of spans) {
        await refresh.refresh(options.table, level, span, (doneToMs) => {
          const share = Math.min(1, (doneToMs - range.fromMs) / (range.toMs - range.fromMs));
          options.onProgress?.({ level, doneToMs, fraction: (index + share) / AGGREGATE_LEVELS.length });
        });
      }
    };
    if (options.pausesPolicies === true) await withPausedPolicy(client, viewName(options.table, level), refreshLevel);
    else await refreshLevel();
  }
  return { longestMs: refresh.longestMs };
}

function wholeBuckets(options: RefreshRangeOptions, bucketMs: number): TimeSpan {
  return {
    fromMs: bucketStart(options.fromMs, bucketMs),
    toMs: Math.min(bucketEnd(options.toMs, bucketMs), bucketStart(options.nowMs, bucketMs)),
  };
}
