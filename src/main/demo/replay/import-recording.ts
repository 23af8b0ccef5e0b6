import type { SqlClient } from '../../provisioning/sql-client';
import { INSERT_METRIC_ROWS } from '../simulator/row-statements';
import { withImportTurn } from './import-turn';
import type { Recording } from './recording-file';
import {
  iso,
  noteDone,
  noteImporting,
  type RecordedSeries,
  removeHalfImports,
  requireFreeSeries,
  requireKept,
} from './recording-ledger';
import { refreshRecording } from './refresh-recording';

const DAY_MS = 86_400_000;
/** Each batch of old rows may make some chunks of a day: 500 rows keep the session for about 50 ms. */
const BATCH_ROWS = 500;
/** Younger rows lie in chunks of an hour, most of them to be made: 500 at five minutes' distance took up to 0.3 s. */
const YOUNG_BATCH_ROWS = 100;
/**
 * The embedded plant's chunks of an hour suit its 1 Hz data; 78 days of them would be 1,900 chunks for 22,000 rows.
 * So rows older than this are written under chunks of a day. Younger ones are not: the coming hours of 1 Hz data would
 * land in the same big chunk, and compressing that holds the session for seconds.
 */
const LARGE_CHUNKS_BEFORE_MS = 2 * DAY_MS;

export interface ImportOptions extends RecordedSeries {
  readonly recording: Recording;
  /** Leave the times as they are, instead of shifting the last sample to now. */
  readonly keepTimes: boolean;
  /** Whether chunk intervals may be changed for the import: on the demo's own plant alone. */
  readonly isEmbedded: boolean;
  readonly nowMs: number;
  /** A steady clock in ms, for the report. */
  readonly clockMs: () => number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  /** `removing` an interrupted import, `rows`, then the levels. */
  readonly step: 'removing' | 'rows' | 'refresh';
  /** Share of the step, 0 to 1. */
  readonly share: number;
}

export interface ImportReport {
  readonly recordingId: number;
  readonly shiftMs: number;
  /** Times of the first and the last sample as stored, ms since the epoch. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Rows of an interrupted earlier import that were removed first. */
  readonly removedRows: number;
  /** Longest that one statement or transaction took, others' turns before it included, ms. */
  readonly longestWaitMs: number;
}

/**
 * Brings a recording into the plant, as a whole or, when interrupted, so that the next run takes it back: writes its
 * samples as they are, duplicates included, and refreshes every level over its range.
 * @throws Error with one sentence where another import runs, the series is not free or the times would be dropped; the signal's reason;
 *   the database's error
 */
export function importRecording(client: SqlClient, options: ImportOptions): Promise<ImportReport> {
  return withImportTurn(client, options.isEmbedded, () => importInTurn(client, options));
}

async function importInTurn(client: SqlClient, options: ImportOptions): Promise<ImportReport> {
  const { recording, nowMs } = options;
  const place = placeOf(recording, options.keepTimes ? undefined : nowMs);
  if (place.lastMs > nowMs) throw new Error(`The recording ends in the future, at ${iso(place.lastMs)}.`);
  if (options.keepTimes) await requireKept(client, place.firstMs, nowMs);
  options.onProgress({ step: 'removing', share: 0 });
  const removedRows = await removeHalfImports(client, options, options);
  await requireFreeSeries(client, options, place);
  await makeUnitKnown(client, options.workUnitId);
  const recordingId = await noteImporting(client, {
    workUnitId: options.workUnitId,
    metricName: options.metricName,
    sourceFile: recording.fileName,
    ...place,
    sampleCount: recording.timesMs.length,
    badRowCount: recording.badRows.count,
  });
  const writeWaitMs = await writeRows(client, options, place.shiftMs);
  const refreshWaitMs = await refreshRecording(client, {
    ...options,
    fromMs: place.firstMs,
    toMs: place.lastMs + 1,
    onProgress: (share) => options.onProgress({ step: 'refresh', share }),
  });
  await noteDone(client, recordingId);
  return { recordingId, ...place, removedRows, longestWaitMs: Math.max(writeWaitMs, refreshWaitMs) };
}

interface Place {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly shiftMs: number;
}

/** Where the recording lies once its last sample is at `endMs`, on a whole second; unshifted without one. */
export function placeOf(recording: Pick<Recording, 'timesMs'>, endMs: number | undefined): Place {
  let firstMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const timeMs of recording.timesMs) {
    firstMs = Math.min(firstMs, timeMs);
    lastMs = Math.max(lastMs, timeMs);
  }
  const shiftMs = endMs === undefined ? 0 : Math.floor(endMs / 1_000) * 1_000 - lastMs;
  return { firstMs: firstMs + shiftMs, lastMs: lastMs + shiftMs, shiftMs };
}

/** A plant without the table of units shows the unit by its id. */
async function makeUnitKnown(client: SqlClient, workUnitId: string): Promise<void> {
  const { rows } = await client.query("SELECT to_regclass('public.work_unit') IS NOT NULL AS found");
  if (rows[0]?.found !== true) return;
  await client.query('INSERT INTO public.work_unit (work_unit_id) VALUES ($1) ON CONFLICT (work_unit_id) DO NOTHING', [
    workUnitId,
  ]);
}

async function writeRows(client: SqlClient, options: ImportOptions, shiftMs: number): Promise<number> {
  const { timesMs } = options.recording;
  const oldBeforeMs = options.isEmbedded ? options.nowMs - LARGE_CHUNKS_BEFORE_MS : Number.NEGATIVE_INFINITY;
  const isOld = (index: number) => (timesMs[index] ?? 0) + shiftMs < oldBeforeMs;
  const indices = timesMs.map((_, index) => index);
  const groups = [
    { isOld: true, indices: indices.filter(isOld) },
    { isOld: false, indices: indices.filter((index) => !isOld(index)) },
  ];
  let longestMs = 0;
  let written = 0;
  for (const group of groups) {
    const batchRows = group.isOld ? BATCH_ROWS : YOUNG_BATCH_ROWS;
    for (let from = 0; from < group.indices.length; from += batchRows) {
      options.signal.throwIfAborted();
      const batch = group.indices.slice(from, from + batchRows);
      const beganMs = options.clockMs();
      await writeBatch(client, options, shiftMs, batch, group.isOld);
      longestMs = Math.max(longestMs, options.clockMs() - beganMs);
      written += batch.length;
      options.onProgress({ step: 'rows', share: written / timesMs.length });
    }
  }
  return longestMs;
}

async function writeBatch(
  client: SqlClient,
  options: ImportOptions,
  shiftMs: number,
  indices: readonly number[],
  inLargeChunks: boolean,
): Promise<void> {
  const insert = () =>
    client.query(INSERT_METRIC_ROWS, [
      indices.map((index) => iso((options.recording.timesMs[index] ?? Number.NaN) + shiftMs)),
      indices.map(() => options.workUnitId),
      indices.map(() => options.metricName),
      indices.map((index) => options.recording.values[index]),
    ]);
  if (inLargeChunks) await withDayChunks(client, insert);
  else await insert();
}

/** In one transaction, so that nobody else's rows meet the changed interval and no failure leaves it changed. */
async function withDayChunks(client: SqlClient, insert: () => Promise<unknown>): Promise<void> {
  await client.query('BEGIN');
  try {
    const { rows } = await client.query(
      `SELECT time_interval::text AS interval FROM timescaledb_information.dimensions
       WHERE hypertable_schema = 'public' AND hypertable_name = 'metric'`,
    );
    await client.query(`SELECT set_chunk_time_interval('public.metric', interval '1 day')`);
    await insert();
    await client.query(`SELECT set_chunk_time_interval('public.metric', $1::interval)`, [rows[0]?.interval]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
