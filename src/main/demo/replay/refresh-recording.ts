import { refreshRange } from '../../provisioning/refresh-range';
import type { SqlClient } from '../../provisioning/sql-client';

const DAY_MS = 86_400_000;
/** Up to here back the embedded plant may hold 1 Hz data of others, and refreshing takes small windows. */
const DENSE_MS = 9 * DAY_MS;

export interface RefreshRecordingOptions {
  /** Half-open range of the rows that came or went, ms since the epoch. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
  /** Whether this is the demo's own plant, of which it is known where it holds dense data. */
  readonly isEmbedded: boolean;
  /** A steady clock in ms. */
  readonly clockMs: () => number;
  readonly signal: AbortSignal;
  /** Share of the whole, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Refreshes every level over a recording's range, bottom-up: in windows of a day where nobody else has dense data, in
 * small ones after that.
 * @returns duration of the longest statement, ms
 */
export async function refreshRecording(client: SqlClient, options: RefreshRecordingOptions): Promise<number> {
  const { fromMs, toMs, nowMs, signal, clockMs } = options;
  const splitMs = options.isEmbedded ? Math.max(fromMs, Math.min(toMs, nowMs - DENSE_MS)) : fromMs;
  const parts = [
    { fromMs, toMs: splitMs, maxWindowMs: DAY_MS },
    { fromMs: splitMs, toMs, maxWindowMs: undefined },
  ].filter((part) => part.fromMs < part.toMs);
  let longestMs = 0;
  for (const [index, part] of parts.entries()) {
    const report = await refreshRange(client, {
      table: 'metric',
      ...part,
      nowMs,
      signal,
      clockMs,
      onProgress: ({ fraction }) => options.onProgress?.((index + fraction) / parts.length),
    });
    longestMs = Math.max(longestMs, report.longestMs);
  }
  options.onProgress?.(1);
  return longestMs;
}
