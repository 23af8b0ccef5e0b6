import { refreshRange } from '../../provisioning/refresh-range';
import type { SqlClient } from '../../provisioning/sql-client';
import { readDemoState } from '../simulator/demo-state';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Raw rows that one refresh may aggregate: about 0.1 s on the embedded plant. */
const ROWS_PER_WINDOW = 15_000;
/** Each day of 1min is a chunk to be made, in about 10 ms. */
const LONGEST_WINDOW_MS = 7 * DAY_MS;
/** Rows a second of the simulator's coarse past: 5 series once a minute, the state every 10 s, of 6 units. */
const COARSE_ROWS_PER_S = 1.1;

export interface RefreshRecordingOptions {
  /** Half-open range of the rows that came or went, ms since the epoch. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
  /** Whether this is the demo's own plant, of which it is known where it holds how many rows. */
  readonly isEmbedded: boolean;
  /** A steady clock in ms. */
  readonly clockMs: () => number;
  readonly signal: AbortSignal;
  /** Share of the whole, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

interface Part {
  readonly fromMs: number;
  readonly toMs: number;
  /** Undefined: not known how dense its rows are. */
  readonly maxWindowMs: number | undefined;
}

/**
 * Refreshes every level over a recording's range, bottom-up: in windows as long as the rows in them are few, where
 * that is known, in small ones elsewhere.
 * @returns duration of the longest statement, ms
 */
export async function refreshRecording(client: SqlClient, options: RefreshRecordingOptions): Promise<number> {
  const { nowMs, signal, clockMs } = options;
  const parts = options.isEmbedded ? await embeddedParts(client, options) : [{ ...options, maxWindowMs: undefined }];
  const wholeMs = options.toMs - options.fromMs;
  let longestMs = 0;
  for (const { fromMs, toMs, maxWindowMs } of parts) {
    const report = await refreshRange(client, {
      table: 'metric',
      fromMs,
      toMs,
      maxWindowMs,
      nowMs,
      signal,
      clockMs,
      onProgress: ({ fraction }) =>
        options.onProgress?.((fromMs - options.fromMs + fraction * (toMs - fromMs)) / wholeMs),
    });
    longestMs = Math.max(longestMs, report.longestMs);
  }
  options.onProgress?.(1);
  return longestMs;
}

/** The past before the demo holds recordings alone, the demo's backfill a row a minute and series, the rest 1 Hz. */
async function embeddedParts(client: SqlClient, { fromMs, toMs }: RefreshRecordingOptions): Promise<readonly Part[]> {
  const demo = await readDemoState(client);
  const within = (timeMs: number) => Math.max(fromMs, Math.min(toMs, timeMs));
  const coarseMs = within(demo?.backfillFromMs ?? toMs);
  const fineMs = within(demo?.fineFromMs ?? toMs);
  const density = await recordedRowsPerS(client, fromMs, toMs);
  return [
    { fromMs, toMs: coarseMs, maxWindowMs: windowMs(density) },
    { fromMs: coarseMs, toMs: fineMs, maxWindowMs: windowMs(density + COARSE_ROWS_PER_S) },
    { fromMs: fineMs, toMs, maxWindowMs: undefined },
  ].filter((part) => part.fromMs < part.toMs);
}

/** Of all recordings that reach into the range, this one included, each spread evenly over its own length. */
async function recordedRowsPerS(client: SqlClient, fromMs: number, toMs: number): Promise<number> {
  const { rows } = await client.query(
    `SELECT coalesce(sum(sample_count / greatest(60, extract(epoch FROM last_time - first_time))), 0)::float8 AS per_s
     FROM taktline.recording WHERE first_time < $2 AND last_time >= $1`,
    [new Date(fromMs).toISOString(), new Date(toMs).toISOString()],
  );
  return Number(rows[0]?.per_s);
}

function windowMs(rowsPerS: number): number {
  const minutes = Math.floor(ROWS_PER_WINDOW / rowsPerS / 60);
  return Math.max(1, Math.min(LONGEST_WINDOW_MS / MINUTE_MS, minutes)) * MINUTE_MS;
}
