import type { SqlClient } from '../../provisioning/sql-client';
import { type RefreshRecordingOptions, refreshRecording } from './refresh-recording';

/** The series that a recording becomes. */
export interface RecordedSeries {
  readonly workUnitId: string;
  readonly metricName: string;
}

/** A recording's place in the plant; times in ms since the epoch, after the shift, both inclusive. */
export interface RecordingEntry extends RecordedSeries {
  readonly sourceFile: string;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly shiftMs: number;
  readonly sampleCount: number;
  readonly badRowCount: number;
}

/** A day of a 1 Hz series, its rows perhaps in compressed chunks, is deleted in some tenths of a second. */
const DELETE_WINDOW_MS = 24 * 3_600_000;

/** Planning one count over the embedded plant's hundreds of chunks holds its session for up to half a second. */
const COUNT_WINDOW_MS = 2 * 24 * 3_600_000;

/** Notes a recording as being imported, before its first row. From now on retention spares its range. */
export async function noteImporting(client: SqlClient, entry: RecordingEntry): Promise<number> {
  const { rows } = await client.query(
    `INSERT INTO taktline.recording
       (work_unit_id, metric_name, source_file, first_time, last_time, shift_ms, sample_count, bad_row_count, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'importing') RETURNING recording_id`,
    [
      entry.workUnitId,
      entry.metricName,
      entry.sourceFile,
      iso(entry.firstMs),
      iso(entry.lastMs),
      entry.shiftMs,
      entry.sampleCount,
      entry.badRowCount,
    ],
  );
  return Number(rows[0]?.recording_id);
}

/** Notes that every row is there and every level is refreshed. */
export async function noteDone(client: SqlClient, recordingId: number): Promise<void> {
  await client.query(`UPDATE taktline.recording SET state = 'done' WHERE recording_id = $1`, [recordingId]);
}

/**
 * Takes back what an interrupted import of this series has left: its rows, its share of the aggregates, its note. The
 * series was free when that import began, so every row in its range is its own.
 * @returns how many rows were removed
 */
export async function removeHalfImports(
  client: SqlClient,
  series: RecordedSeries,
  options: Omit<RefreshRecordingOptions, 'fromMs' | 'toMs' | 'onProgress'>,
): Promise<number> {
  const half = await client.query(
    `SELECT recording_id, extract(epoch FROM first_time)::float8 * 1000 AS first_ms,
            extract(epoch FROM last_time)::float8 * 1000 AS last_ms
     FROM taktline.recording WHERE work_unit_id = $1 AND metric_name = $2 AND state = 'importing'`,
    [series.workUnitId, series.metricName],
  );
  let removed = 0;
  for (const row of half.rows) {
    const fromMs = Math.round(Number(row.first_ms));
    const toMs = Math.round(Number(row.last_ms)) + 1;
    removed += await deleteRange(client, series, { fromMs, toMs, signal: options.signal });
    const { nowMs, isEmbedded, clockMs, signal } = options;
    await refreshRecording(client, { fromMs, toMs, nowMs, isEmbedded, clockMs, signal });
    await client.query('DELETE FROM taktline.recording WHERE recording_id = $1', [row.recording_id]);
  }
  return removed;
}

async function deleteRange(
  client: SqlClient,
  series: RecordedSeries,
  range: { readonly fromMs: number; readonly toMs: number; readonly signal: AbortSignal },
): Promise<number> {
  let removed = 0;
  for (let fromMs = range.fromMs; fromMs < range.toMs; fromMs += DELETE_WINDOW_MS) {
    range.signal.throwIfAborted();
    const toMs = Math.min(range.toMs, fromMs + DELETE_WINDOW_MS);
    const { rows } = await client.query(
      `WITH gone AS (
         DELETE FROM public.metric WHERE work_unit_id = $1 AND name = $2 AND time >= $3 AND time < $4 RETURNING 1
       ) SELECT count(*)::int AS removed FROM gone`,
      [series.workUnitId, series.metricName, iso(fromMs), iso(toMs)],
    );
    removed += Number(rows[0]?.removed ?? 0);
  }
  return removed;
}

/**
 * The series must be free where the recording goes: two sources under one name could never be told apart again.
 * @throws Error with one sentence: how many samples there are, and the remedy
 */
export async function requireFreeSeries(
  client: SqlClient,
  series: RecordedSeries,
  range: { readonly firstMs: number; readonly lastMs: number },
): Promise<void> {
  let found = 0;
  for (let fromMs = range.firstMs; fromMs <= range.lastMs; fromMs += COUNT_WINDOW_MS) {
    const { rows } = await client.query(
      'SELECT count(*)::int AS found FROM metric WHERE work_unit_id = $1 AND name = $2 AND time >= $3 AND time < $4',
      [series.workUnitId, series.metricName, iso(fromMs), iso(Math.min(fromMs + COUNT_WINDOW_MS, range.lastMs + 1))],
    );
    found += Number(rows[0]?.found ?? 0);
  }
  if (found === 0) return;
  throw new Error(
    `${series.workUnitId} already has ${found} samples of ${series.metricName} between ${iso(range.firstMs)} and ` +
      `${iso(range.lastMs)}; choose another --unit or --metric.`,
  );
}

/**
 * Refuses times that the plant would drop: of the raw rows or of one of their aggregates.
 * @throws Error with one sentence that names the age and the remedy
 */
export async function requireKept(client: SqlClient, firstMs: number, nowMs: number): Promise<void> {
  const { rows } = await client.query(
    // The view of jobs names an aggregate by its view.
    `SELECT j.hypertable_name::text AS name, j.config->>'drop_after' AS drop_after
     FROM timescaledb_information.jobs j
     WHERE j.proc_name = 'policy_retention' AND (j.hypertable_name = 'metric' OR j.hypertable_name LIKE 'metric\\_%')
       AND $1::timestamptz < $2::timestamptz - (j.config->>'drop_after')::interval
     ORDER BY (j.config->>'drop_after')::interval LIMIT 1`,
    [iso(firstMs), iso(nowMs)],
  );
  const policy = rows[0];
  if (policy === undefined) return;
  throw new Error(
    `The recording begins at ${iso(firstMs)}, and this plant drops rows of ${policy.name} older than ` +
      `${policy.drop_after}; leave --keep-times out to shift it, or use a plant without retention.`,
  );
}

/** A time in ms since the epoch as PostgreSQL and people read it. */
export function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
