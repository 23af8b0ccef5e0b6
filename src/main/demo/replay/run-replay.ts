import { connectPlant, type PlantAddress, type PlantConnection } from '../../plant/connection';
import { provisionSchema } from '../../provisioning/apply';
import { DEMO_SCHEMA_SETTINGS } from '../../provisioning/schema-settings';
import type { SqlClient } from '../../provisioning/sql-client';
import { startEmbeddedPlant } from '../plant/supervisor';
import { requireWritablePlant } from '../plant-guard';
import { readRunningPlant, runningPlantFile } from '../running-plant-file';
import type { Clock } from '../simulator/clock';
import { embeddedPlantAddress } from '../writing-target';
import { type ImportProgress, importRecording } from './import-recording';
import type { ColumnNames } from './recording-columns';
import { type Recording, readRecording } from './recording-file';
import { iso, type RecordedSeries, requireFreeSeries } from './recording-ledger';
import { dueTimesMs, replayLive } from './replay-live';

export interface ReplayOptions {
  readonly file: string;
  readonly columns: ColumnNames;
  readonly series: RecordedSeries;
  readonly keepTimes: boolean;
  /** Undefined: import as history. */
  readonly speed: number | undefined;
  readonly target:
    | { readonly kind: 'demo'; readonly dataDir: string; readonly plantEntryPath: string }
    /** A plant that is not ours; naming it is the permission to write there. */
    | { readonly kind: 'plant'; readonly address: PlantAddress };
  readonly clock: Clock;
  /** A steady clock in ms. */
  readonly clockMs: () => number;
  /** Uniform in [0, 1), for backoff. */
  readonly random: () => number;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
}

/** Name of the replay's sessions, by which the plant's hold statistics know it. */
export const REPLAY_APPLICATION_NAME = 'recording replay';
const PROGRESS_STEP = 0.1;

/**
 * Reads the file, finds or starts the plant, and imports the recording or replays it as live values.
 * @throws Error with one sentence; a plant started here is stopped again in every case
 */
export async function runReplay(options: ReplayOptions, signal: AbortSignal): Promise<void> {
  const { metricName } = options.series;
  const recording = await readRecording(options.file, { ...options.columns, metricName });
  sayWhatWasRead(recording, options.say);
  const plant = await findPlant(options);
  try {
    await bring(recording, plant.address, options, signal);
  } finally {
    await plant.stop();
  }
}

function sayWhatWasRead(recording: Recording, say: (line: string) => void): void {
  const { badRows } = recording;
  say(`${recording.fileName}: ${recording.timesMs.length} samples, ${badRows.count} bad rows left out.`);
  for (const row of badRows.first) say(`  line ${row.line}: ${row.reason}`);
  if (badRows.count > badRows.first.length) say(`  … and ${badRows.count - badRows.first.length} more.`);
}

interface FoundPlant {
  readonly address: PlantAddress;
  stop(): Promise<void>;
}

/** The plant that was named; else the running demo's; else the demo's, started for this run alone. */
async function findPlant({ target, say }: ReplayOptions): Promise<FoundPlant> {
  if (target.kind === 'plant') return { address: target.address, stop: async () => {} };
  const running = await readRunningPlant(runningPlantFile(target.dataDir));
  if (running !== undefined) {
    say(`Using the demo plant that is running (port ${running.port}).`);
    return { address: embeddedPlantAddress(running.port), stop: async () => {} };
  }
  say(`Starting the demo plant in ${target.dataDir}.`);
  return startEmbeddedPlant({ entryPath: target.plantEntryPath, dataDir: target.dataDir, log: say });
}

async function bring(
  recording: Recording,
  address: PlantAddress,
  options: ReplayOptions,
  signal: AbortSignal,
): Promise<void> {
  const connect = (onLost?: (error: Error | undefined) => void) =>
    connectPlant(address, { applicationName: REPLAY_APPLICATION_NAME }, onLost);
  const client = await connect();
  let isEmbedded: boolean;
  try {
    isEmbedded = await openForWriting(client, options);
    if (options.speed === undefined) return await importAsHistory(client, recording, isEmbedded, options, signal);
  } finally {
    await client.end();
  }
  await replayAsLive(connect, recording, options.speed, options, signal);
}

async function openForWriting(client: SqlClient, options: ReplayOptions): Promise<boolean> {
  const isEmbedded = await requireWritablePlant(client, {
    what: 'The replay',
    mayWriteToPlant: options.target.kind === 'plant',
    tables: options.speed === undefined ? ['public.metric', 'taktline.recording'] : ['public.metric'],
  });
  if (isEmbedded) {
    // Policies are left to the demo's own first start: they come after its backfill.
    await provisionSchema(client, DEMO_SCHEMA_SETTINGS, { groups: ['schema', 'aggregates', 'wake-ups'] });
  }
  return isEmbedded;
}

async function importAsHistory(
  client: SqlClient,
  recording: Recording,
  isEmbedded: boolean,
  options: ReplayOptions,
  signal: AbortSignal,
): Promise<void> {
  const { say, series } = options;
  const report = await importRecording(client, {
    ...series,
    recording,
    keepTimes: options.keepTimes,
    isEmbedded,
    nowMs: options.clock.nowMs(),
    clockMs: options.clockMs,
    signal,
    onProgress: progressLines(say),
  });
  if (report.removedRows > 0) say(`Removed ${report.removedRows} rows of an interrupted earlier import.`);
  say(`Shifted by ${shiftText(report.shiftMs)}: from ${iso(report.firstMs)} to ${iso(report.lastMs)}.`);
  say(`Longest wait for the plant: ${Math.round(report.longestWaitMs)} ms.`);
  say(
    `Done: ${recording.timesMs.length} samples of ${series.metricName} at ${series.workUnitId}, every level refreshed.`,
  );
}

async function replayAsLive(
  connect: (onLost: (error: Error | undefined) => void) => Promise<PlantConnection>,
  recording: Recording,
  speed: number,
  options: ReplayOptions,
  signal: AbortSignal,
): Promise<void> {
  const { say, series, clock } = options;
  const startMs = clock.nowMs();
  const lastMs = dueTimesMs(recording.timesMs, startMs, speed).reduce((a, b) => Math.max(a, b), startMs);
  const total = recording.timesMs.length;
  const session = {
    connect,
    clock,
    random: options.random,
    onTrouble: (error: Error) => say(`The plant is away (${error.message}); trying again.`),
  };
  await withSession(connect, (client) => requireFreeSeries(client, series, { firstMs: startMs, lastMs }));
  say(`Replaying ${total} samples at ${speed} times their speed until ${iso(lastMs)}; Ctrl-C ends it.`);
  const line = shareLines((share) => say(`Written ${Math.round(share * 100)} %.`));
  const written = await replayLive(
    { ...series, recording, speed, startMs, session, clock, onWritten: (count) => line(count / total) },
    signal,
  );
  say(`Written ${written} of ${total} samples of ${series.metricName} at ${series.workUnitId}.`);
}

async function withSession(
  connect: (onLost: (error: Error | undefined) => void) => Promise<PlantConnection>,
  work: (client: SqlClient) => Promise<void>,
): Promise<void> {
  const client = await connect(() => {});
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function progressLines(say: (line: string) => void): (progress: ImportProgress) => void {
  const names = { removing: 'Looking for an interrupted import', rows: 'Writing rows', refresh: 'Refreshing levels' };
  const lines = new Map<string, (share: number) => void>();
  return ({ step, share }) => {
    const line = lines.get(step) ?? shareLines((at) => say(`${names[step]}: ${Math.round(at * 100)} %`));
    lines.set(step, line);
    if (step !== 'removing') line(share);
  };
}

/** Lets a share through at most every tenth, and the whole. */
function shareLines(tell: (share: number) => void): (share: number) => void {
  let told = 0;
  return (share) => {
    if (share >= 1 ? told >= 1 : share < told + PROGRESS_STEP) return;
    told = share;
    tell(share);
  };
}

/** `4661 days 3:15:00` and the direction. */
function shiftText(shiftMs: number): string {
  if (shiftMs === 0) return 'nothing (times kept)';
  const seconds = Math.round(Math.abs(shiftMs) / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = `${Math.floor(seconds / 3_600) % 24}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${Math.floor(seconds / 86_400)} days ${clock} ${shiftMs > 0 ? 'forward' : 'back'}`;
}
