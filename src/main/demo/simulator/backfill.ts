import type { SqlClient } from '../../provisioning/sql-client';
import type { Clock } from './clock';
import type { DemoState } from './demo-state';
import { INSERT_BACKFILL_BLOCK, metricParameters, oeeParameters, timestamp } from './row-statements';
import { emptyMetricRows, emptyOeeRows, type SimulatedPlant } from './simulated-plant';

/** About 1,000 rows a block in either part: 15 to 30 ms of the plant's one session. */
const COARSE_BLOCK_MS = 600_000;
const COARSE_STEP_MS = 60_000;
const FINE_BLOCK_MS = 30_000;
const FINE_STEP_MS = 1_000;
/** Rest after each block as a share of its duration: live values and readers come first. */
const REST_SHARE = 0.5;

export interface BackfillOptions {
  readonly plant: SimulatedPlant;
  readonly state: DemoState;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told after each block how far it has come, ms since the epoch. */
  readonly onProgress: (filledToMs: number) => void;
}

/**
 * Writes the past that the plant would have recorded, oldest first, up to where the live values began. Each block and
 * its mark are one transaction: killed anywhere, it goes on without a hole and without a doubled row.
 * @throws the signal's reason, or the database's error
 */
export async function backfillRows(client: SqlClient, options: BackfillOptions): Promise<void> {
  const { state, clock, signal } = options;
  for (let fromMs = state.filledToMs; fromMs < state.liveFromMs; ) {
    signal.throwIfAborted();
    const isFine = fromMs >= state.fineFromMs;
    const toMs = Math.min(
      fromMs + (isFine ? FINE_BLOCK_MS : COARSE_BLOCK_MS),
      isFine ? state.liveFromMs : state.fineFromMs,
    );
    const beganMs = clock.nowMs();
    await writeBlock(client, options.plant, { fromMs, toMs, stepMs: isFine ? FINE_STEP_MS : COARSE_STEP_MS });
    options.onProgress(toMs);
    await clock.sleep((clock.nowMs() - beganMs) * REST_SHARE, signal);
    fromMs = toMs;
  }
}

interface Block {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

async function writeBlock(client: SqlClient, plant: SimulatedPlant, block: Block): Promise<void> {
  const metrics = emptyMetricRows();
  const oee = emptyOeeRows();
  for (const unit of plant.units) {
    plant.sensorRows(unit, block.fromMs, block.toMs, block.stepMs, metrics);
    plant.stateRows(unit, block.fromMs, block.toMs, metrics);
    plant.oeeRows(unit, block.fromMs, block.toMs, oee);
  }
  const { rows } = await client.query(INSERT_BACKFILL_BLOCK, [
    ...metricParameters(metrics),
    ...oeeParameters(oee),
    timestamp(block.fromMs),
    timestamp(block.toMs),
  ]);
  if (rows.length === 0) {
    throw new Error('The backfill was moved on by someone else: only one simulator may run on a plant.');
  }
}
