import type { SqlClient } from '../../provisioning/sql-client';
import type { Clock } from './clock';
import { type PersistentSessionOptions, withPersistentSession } from './persistent-session';
import { INSERT_ALL_ROWS, INSERT_METRIC_ROWS, metricParameters, oeeParameters, timestamp } from './row-statements';
import type { SimulatedPlant } from './simulated-plant';
import type { WorkUnitModel } from './work-units';

/** After an outage the last 10 minutes are made up for, as a controller's buffer would; what is older stays a gap. */
const CATCH_UP_MS = 600_000;
/** Seconds of one unit in one statement at most: about 320 rows. */
const BATCH_MS = 60_000;
const SECOND_MS = 1_000;
/** A clock set back by less is waited for, by more it is believed. */
const BACKWARD_TOLERANCE_MS = 60_000;

export interface LiveWriterOptions {
  readonly plant: SimulatedPlant;
  readonly session: Omit<PersistentSessionOptions, 'signal'>;
  readonly clock: Clock;
  /** First second to write, ms since the epoch. */
  readonly fromMs: number;
  /** Told once, when the first samples are in the plant. */
  readonly onLive: () => void;
  /** Told of samples given up: [fromMs, toMs) of a unit stays a gap. */
  readonly onLost: (workUnitId: string, fromMs: number, toMs: number) => void;
}

interface Cursor {
  readonly unit: WorkUnitModel;
  /** Offset within the second at which this unit writes, so that the units' updates are spread. */
  readonly offsetMs: number;
  /** First second not yet written. */
  nextMs: number;
}

interface Batch {
  readonly cursor: Cursor;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Writes each unit's samples at 1 Hz, stamped with whole seconds, and makes up for what an outage of the plant held
 * back. A batch whose answer never came is looked up before it is written again: no sample is there twice.
 */
export class LiveWriter {
  readonly #options: LiveWriterOptions;
  readonly #cursors: readonly Cursor[];
  #unanswered: Batch | undefined;
  #isLive = false;

  constructor(options: LiveWriterOptions) {
    this.#options = options;
    const { units } = options.plant;
    this.#cursors = units.map((unit, index) => ({
      unit,
      offsetMs: Math.floor((index * SECOND_MS) / units.length),
      nextMs: options.fromMs,
    }));
  }

  /**
   * Runs until the signal is given; ends without an error then.
   * @throws the database's error when it refuses the rows (a missing table, a missing right)
   */
  async run(signal: AbortSignal): Promise<void> {
    try {
      await withPersistentSession({ ...this.#options.session, signal }, (client, sessionSignal, onAlive) =>
        this.#write(client, sessionSignal, onAlive),
      );
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #write(client: SqlClient, signal: AbortSignal, onAlive: () => void): Promise<void> {
    await this.#settleUnanswered(client);
    for (;;) {
      signal.throwIfAborted();
      const cursor = this.#mostUrgent();
      const waitMs = cursor.nextMs + cursor.offsetMs - this.#options.clock.nowMs();
      if (waitMs > BACKWARD_TOLERANCE_MS) this.#believeClock(cursor);
      else if (waitMs > 0) await this.#options.clock.sleep(waitMs, signal);
      else await this.#writeBatch(client, cursor, onAlive);
    }
  }

  /** The unit whose next second is due first. */
  #mostUrgent(): Cursor {
    return this.#cursors.reduce((first, each) =>
      each.nextMs + each.offsetMs < first.nextMs + first.offsetMs ? each : first,
    );
  }

  async #writeBatch(client: SqlClient, cursor: Cursor, onAlive: () => void): Promise<void> {
    const dueToMs = wholeSecond(this.#options.clock.nowMs() - cursor.offsetMs) + SECOND_MS;
    this.#giveUpTooOld(cursor, dueToMs);
    const batch = { cursor, fromMs: cursor.nextMs, toMs: Math.min(dueToMs, cursor.nextMs + BATCH_MS) };
    this.#unanswered = batch;
    await this.#insert(client, batch);
    this.#confirm(batch);
    onAlive();
    if (this.#isLive) return;
    this.#isLive = true;
    this.#options.onLive();
  }

  async #insert(client: SqlClient, batch: Batch): Promise<void> {
    const { plant } = this.#options;
    const { unit } = batch.cursor;
    const metrics = plant.sensorRows(unit, batch.fromMs, batch.toMs, SECOND_MS);
    plant.stateRows(unit, batch.fromMs, batch.toMs, metrics);
    // A screen that starts with the demo need not wait for the next ten seconds to know how the machine is.
    if (batch.fromMs === this.#options.fromMs) plant.stateOnConnect(unit, batch.fromMs, metrics);
    const oee = plant.oeeRows(unit, batch.fromMs, batch.toMs);
    if (oee.timesMs.length > 0) {
      await client.query(INSERT_ALL_ROWS, [...metricParameters(metrics), ...oeeParameters(oee)]);
    } else if (metrics.timesMs.length > 0) {
      await client.query(INSERT_METRIC_ROWS, metricParameters(metrics));
    }
  }

  async #settleUnanswered(client: SqlClient): Promise<void> {
    const batch = this.#unanswered;
    if (batch === undefined) return;
    const found = await client.query(
      'SELECT 1 FROM public.metric WHERE work_unit_id = $1 AND time >= $2 AND time < $3 LIMIT 1',
      [batch.cursor.unit.id, timestamp(batch.fromMs), timestamp(batch.toMs)],
    );
    if (found.rows.length > 0) this.#confirm(batch);
    this.#unanswered = undefined;
  }

  #confirm(batch: Batch): void {
    batch.cursor.nextMs = batch.toMs;
    this.#unanswered = undefined;
  }

  #giveUpTooOld(cursor: Cursor, dueToMs: number): void {
    const keptFromMs = dueToMs - CATCH_UP_MS;
    if (cursor.nextMs >= keptFromMs) return;
    this.#options.onLost(cursor.unit.id, cursor.nextMs, keptFromMs);
    cursor.nextMs = keptFromMs;
  }

  #believeClock(cursor: Cursor): void {
    cursor.nextMs = wholeSecond(this.#options.clock.nowMs());
  }
}

function wholeSecond(timeMs: number): number {
  return Math.floor(timeMs / SECOND_MS) * SECOND_MS;
}
