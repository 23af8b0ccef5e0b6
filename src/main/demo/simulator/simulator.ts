import { connectPlant, type PlantAddress } from '../../plant/connection';
import { isRecordedAsMade } from '../../provisioning/applied-schema';
import { provisionSchema } from '../../provisioning/apply';
import { prepareAggregates } from '../../provisioning/prepare-aggregates';
import { DEMO_SCHEMA_SETTINGS } from '../../provisioning/schema-settings';
import type { SqlClient } from '../../provisioning/sql-client';
import { requireWritablePlant } from '../plant-guard';
import { backfillRows } from './backfill';
import type { Clock } from './clock';
import {
  beginDemo,
  DEMO_PHASES,
  type DemoPhase,
  type DemoState,
  describeUnits,
  enterPhase,
  readDemoState,
} from './demo-state';
import { LiveWriter } from './live-writer';
import { withPersistentSession } from './persistent-session';
import { timestamp } from './row-statements';
import { SimulatedPlant } from './simulated-plant';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
/** Name of the simulator's sessions, by which the plant's hold statistics know it. */
export const SIMULATOR_APPLICATION_NAME = 'line simulator';
/** After a start the plant's one session belongs to whoever waits for live values; then comes what takes long. */
const HEAD_START_MS = 3_000;
/** On the embedded plant live samples are written by a role that may insert and nothing else. */
const WRITER_ROLE = 'line_writer';

export type SimulatorEvent =
  /** Schema, aggregates and wake-ups are there. */
  | { readonly type: 'provisioned' }
  /** The first live samples are in the plant. */
  | { readonly type: 'live' }
  /** How far the first start's background work is; `share` from 0 to 1 within the phase. */
  | { readonly type: 'progress'; readonly phase: DemoPhase; readonly share: number }
  /** Nothing is left to prepare. */
  | { readonly type: 'ready' }
  /** The plant is away and will be tried again. */
  | { readonly type: 'waiting'; readonly message: string; readonly waitMs: number }
  /** Samples of a unit that an outage cost; [fromMs, toMs) stays a gap. */
  | { readonly type: 'lost'; readonly workUnitId: string; readonly fromMs: number; readonly toMs: number };

export interface SimulatorOptions {
  /** On the embedded plant of the owner `taktline`; elsewhere of a role that may insert. */
  readonly address: PlantAddress;
  readonly mayWriteToPlant: boolean;
  /** Used when the first start begins; later starts go on with the seed kept in the plant. */
  readonly seed: number;
  readonly withOutages: boolean;
  /** How much past the first start makes up, ms; its last hour at 1 Hz. */
  readonly backfillMs: number;
  readonly clock: Clock;
  /** Uniform in [0, 1), for backoff. */
  readonly random: () => number;
  readonly onEvent: (event: SimulatorEvent) => void;
}

/**
 * Runs the simulated shop until the signal is given: provisions the embedded plant, writes live values, and on the
 * first start fills in the past, prepares the aggregates and then sets the policies, in the background and in this
 * order, going on where a killed start stopped. On a plant that is not the embedded one it writes live values alone.
 * @throws Error with one sentence where it may not or cannot write to this plant
 */
export async function runSimulator(options: SimulatorOptions, signal: AbortSignal): Promise<void> {
  const stop = new AbortController();
  const all = AbortSignal.any([signal, stop.signal]);
  try {
    const start = await withPersistentSession(ownerSession(options, all), (client) => open(client, options));
    options.onEvent({ type: 'provisioned' });
    const tasks = [writeLive(options, start, all)];
    if (start.isEmbedded) tasks.push(finishFirstStart(options, start, all));
    await Promise.all(tasks);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    // Where one task fails the other must end, too: half a simulator would look like a working one.
    stop.abort(new Error('the simulator stopped'));
  }
}

/** What must be there for live values to be written and seen; policies come when the past is made. */
const LIVE_GROUPS = ['schema', 'aggregates', 'wake-ups'] as const;

interface Start {
  readonly isEmbedded: boolean;
  /** The schema was compared with the wanted one, not with its ledger alone. */
  readonly isChecked: boolean;
  readonly seed: number;
  readonly liveFromMs: number;
}

/** Everything that must be there before the first live row. */
async function open(client: SqlClient, options: SimulatorOptions): Promise<Start> {
  const isEmbedded = await requireWritablePlant(client, {
    what: 'The simulator',
    mayWriteToPlant: options.mayWriteToPlant,
    tables: ['public.metric', 'public.performance_metric'],
  });
  const secondMs = Math.floor(options.clock.nowMs() / SECOND_MS) * SECOND_MS;
  const nowMs = secondMs + SECOND_MS;
  if (!isEmbedded) return { isEmbedded, isChecked: false, seed: options.seed, liveFromMs: nowMs };
  const known = await readDemoState(client);
  // Reading the whole catalogue takes most of a second; a later start reads it when live values flow.
  const isMade = known !== undefined && (await isRecordedAsMade(client, DEMO_SCHEMA_SETTINGS, LIVE_GROUPS));
  if (!isMade) await provisionSchema(client, DEMO_SCHEMA_SETTINGS, { groups: LIVE_GROUPS });
  if (known !== undefined) {
    // An earlier simulator may have written the present second before it was stopped.
    const fromMs = (await hasSamplesFrom(client, secondMs)) ? nowMs : secondMs;
    return { isEmbedded, isChecked: !isMade, seed: known.seed, liveFromMs: Math.max(fromMs, known.liveFromMs) };
  }
  await describeUnits(client);
  await beginDemo(client, firstState(options, nowMs));
  return { isEmbedded, isChecked: true, seed: options.seed, liveFromMs: nowMs };
}

async function hasSamplesFrom(client: SqlClient, fromMs: number): Promise<boolean> {
  const { rows } = await client.query('SELECT EXISTS (SELECT FROM public.metric WHERE time >= $1) AS found', [
    timestamp(fromMs),
  ]);
  return rows[0]?.found === true;
}

function firstState(options: SimulatorOptions, nowMs: number): DemoState {
  const backfillFromMs = Math.floor((nowMs - options.backfillMs) / HOUR_MS) * HOUR_MS;
  const fineFromMs = Math.max(backfillFromMs, Math.floor((nowMs - HOUR_MS) / MINUTE_MS) * MINUTE_MS);
  return {
    seed: options.seed,
    phase: 'rows',
    backfillFromMs,
    fineFromMs,
    liveFromMs: nowMs,
    filledToMs: backfillFromMs,
  };
}

function writeLive(options: SimulatorOptions, start: Start, signal: AbortSignal): Promise<void> {
  const address = start.isEmbedded ? { ...options.address, user: WRITER_ROLE } : options.address;
  const writer = new LiveWriter({
    plant: new SimulatedPlant({ seed: start.seed, withOutages: options.withOutages }),
    session: session(options, address),
    clock: options.clock,
    fromMs: start.liveFromMs,
    onLive: () => options.onEvent({ type: 'live' }),
    onLost: (workUnitId, fromMs, toMs) => options.onEvent({ type: 'lost', workUnitId, fromMs, toMs }),
  });
  return writer.run(signal);
}

/**
 * What of the schema somebody has changed by hand is made again; then rows, then aggregates, then policies, each phase
 * done before the next is entered.
 */
async function finishFirstStart(options: SimulatorOptions, start: Start, signal: AbortSignal): Promise<void> {
  await options.clock.sleep(HEAD_START_MS, signal);
  await withPersistentSession(ownerSession(options, signal), async (client, sessionSignal, onAlive) => {
    if (!start.isChecked) await provisionSchema(client, DEMO_SCHEMA_SETTINGS, { groups: LIVE_GROUPS });
    for (;;) {
      const state = await readDemoState(client);
      if (state === undefined) throw new Error('taktline.demo_state is gone; delete the demo plant and start again.');
      if (state.phase === 'ready') break;
      await runPhase(client, options, state, sessionSignal, onAlive);
      await enterPhase(client, DEMO_PHASES[DEMO_PHASES.indexOf(state.phase) + 1] ?? 'ready');
    }
  });
  options.onEvent({ type: 'ready' });
}

async function runPhase(
  client: SqlClient,
  options: SimulatorOptions,
  state: DemoState,
  signal: AbortSignal,
  onAlive: () => void,
): Promise<void> {
  const report = (share: number) => {
    onAlive();
    options.onEvent({ type: 'progress', phase: state.phase, share });
  };
  report(0);
  switch (state.phase) {
    case 'rows': {
      const plant = new SimulatedPlant({ seed: state.seed, withOutages: options.withOutages });
      const lengthMs = state.liveFromMs - state.backfillFromMs;
      const onProgress = (filledToMs: number) => report((filledToMs - state.backfillFromMs) / lengthMs);
      return backfillRows(client, { plant, state, clock: options.clock, signal, onProgress });
    }
    case 'aggregates': {
      const nowMs = options.clock.nowMs();
      await prepareAggregates(client, { nowMs, signal, onProgress: (progress) => report(progress.fraction) });
      return;
    }
    case 'policies':
      await provisionSchema(client, DEMO_SCHEMA_SETTINGS, { groups: ['policies'] });
      return;
    case 'ready':
      return;
  }
}

function ownerSession(options: SimulatorOptions, signal: AbortSignal) {
  return { ...session(options, options.address), signal };
}

function session(options: SimulatorOptions, address: PlantAddress) {
  return {
    connect: (onLost: (error: Error | undefined) => void) =>
      connectPlant(address, { applicationName: SIMULATOR_APPLICATION_NAME }, onLost),
    clock: options.clock,
    random: options.random,
    onTrouble: (error: Error, waitMs: number) => options.onEvent({ type: 'waiting', message: error.message, waitMs }),
  };
}
