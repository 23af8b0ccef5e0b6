import type { SqlClient } from '../../provisioning/sql-client';
import type { Clock } from '../simulator/clock';
import { type PersistentSessionOptions, withPersistentSession } from '../simulator/persistent-session';
import { INSERT_METRIC_ROWS } from '../simulator/row-statements';
import type { Recording } from './recording-file';
import { iso, type RecordedSeries } from './recording-ledger';

export interface LiveReplayOptions extends RecordedSeries {
  readonly recording: Recording;
  /** Seconds of the recording in a second of the clock. */
  readonly speed: number;
  /** When the first sample is due, ms since the epoch. */
  readonly startMs: number;
  readonly session: Omit<PersistentSessionOptions, 'signal'>;
  readonly clock: Clock;
  /** Told after each statement how many samples are in the plant. */
  readonly onWritten: (count: number) => void;
}

/** Most rows of one statement, when many are due at once. */
const BATCH_ROWS = 500;

/** When each sample is due: the recording's clock mapped onto the running one, so many times faster. In file order. */
export function dueTimesMs(timesMs: readonly number[], startMs: number, speed: number): readonly number[] {
  const originMs = timesMs.reduce((earliest, timeMs) => Math.min(earliest, timeMs), Number.POSITIVE_INFINITY);
  return timesMs.map((timeMs) => startMs + Math.round((timeMs - originMs) / speed));
}

/**
 * Writes each sample when it is due, stamped with that time, in the file's order: one that the file has out of order
 * comes late, as it came to whoever recorded it. Goes on after an outage of the plant, and ends with the last sample
 * or with the signal.
 * @returns how many samples are in the plant
 */
export async function replayLive(options: LiveReplayOptions, signal: AbortSignal): Promise<number> {
  const dueMs = dueTimesMs(options.recording.timesMs, options.startMs, options.speed);
  let written = 0;
  try {
    await withPersistentSession({ ...options.session, signal }, async (client, sessionSignal, onAlive) => {
      // The series was free when the replay began, so what is there says how far it has come, whatever was answered.
      written = await countWritten(client, options);
      while (written < dueMs.length) {
        sessionSignal.throwIfAborted();
        const waitMs = (dueMs[written] ?? 0) - options.clock.nowMs();
        if (waitMs > 0) {
          await options.clock.sleep(waitMs, sessionSignal);
          continue;
        }
        written += await writeDue(client, options, dueMs, written);
        onAlive();
        options.onWritten(written);
      }
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return written;
}

async function writeDue(
  client: SqlClient,
  options: LiveReplayOptions,
  dueMs: readonly number[],
  from: number,
): Promise<number> {
  const nowMs = options.clock.nowMs();
  let to = from;
  while (to < dueMs.length && to - from < BATCH_ROWS && (dueMs[to] ?? Number.POSITIVE_INFINITY) <= nowMs) to += 1;
  const times = dueMs.slice(from, to);
  await client.query(INSERT_METRIC_ROWS, [
    times.map(iso),
    times.map(() => options.workUnitId),
    times.map(() => options.metricName),
    options.recording.values.slice(from, to),
  ]);
  return times.length;
}

async function countWritten(client: SqlClient, options: LiveReplayOptions): Promise<number> {
  const { rows } = await client.query(
    'SELECT count(*)::int AS written FROM public.metric WHERE work_unit_id = $1 AND name = $2 AND time >= $3',
    [options.workUnitId, options.metricName, iso(options.startMs)],
  );
  return Number(rows[0]?.written ?? 0);
}
