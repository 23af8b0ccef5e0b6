import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Demo, startDemo } from '../../../../src/main/demo/demo-plant';
import { importRecording } from '../../../../src/main/demo/replay/import-recording';
import { INSERT_METRIC_ROWS, metricParameters } from '../../../../src/main/demo/simulator/row-statements';
import { emptyMetricRows, SimulatedPlant } from '../../../../src/main/demo/simulator/simulated-plant';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { PLANT_ENTRY, SIMULATOR_ENTRY } from '../../../support/demo-programs';
import { preparedDataDirectory } from '../../../support/embedded-plant';

/**
 * No statement of the demo's own may hold the one session longer. Measured by the plant's own processor time: where
 * others want the processor a turn lasts longer than what it takes.
 */
const LONGEST_HOLD_MS = 500;
const HOUR_MS = 3_600_000;
const BLOCK_MS = 60_000;
const OWN_APPLICATIONS = ['line simulator', 'job runner', 'recording replay', 'plant upkeep', 'front'];

const folder = mkdtempSync(join(tmpdir(), 'taktline-holds-'));
let demo: Demo;
let client: PlantConnection;
let replay: PlantConnection;
let becameReady: () => void = () => {};
const ready = new Promise<void>((resolve) => {
  becameReady = resolve;
});

beforeAll(async () => {
  const dataDir = join(folder, 'plant');
  cpSync(await preparedDataDirectory(), dataDir, { recursive: true });
  demo = await startDemo({
    plantEntryPath: PLANT_ENTRY,
    simulatorEntryPath: SIMULATOR_ENTRY,
    dataDir,
    seed: 3,
    backfillHours: 4,
    log: { info: () => {}, warn: () => {} },
    onState: (state) => {
      if (state.part === 'simulator' && state.event.type === 'ready') becameReady();
    },
  });
  client = await connectPlant(demo.address, { applicationName: 'holds test' });
  replay = await connectPlant(demo.address, { applicationName: 'recording replay' });
});
afterAll(async () => {
  await client?.end();
  await replay?.end();
  await demo?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** An hour at 1 Hz as the demo has written it once it has run for a day; returns the hour's begin. */
async function writeDenseHour(): Promise<number> {
  const fromMs = (Math.floor(Date.now() / HOUR_MS) - 30) * HOUR_MS;
  const plant = new SimulatedPlant({ seed: 3, withOutages: false });
  for (let atMs = fromMs; atMs < fromMs + HOUR_MS; atMs += BLOCK_MS) {
    const rows = emptyMetricRows();
    for (const unit of plant.units) plant.sensorRows(unit, atMs, atMs + BLOCK_MS, 1_000, rows);
    await client.query(INSERT_METRIC_ROWS, metricParameters(rows));
  }
  return fromMs;
}

/** 30 days, a sample every 5 minutes, ending now. */
function importMadeUp() {
  const count = 30 * 288;
  return importRecording(replay, {
    workUnitId: 'press-1',
    metricName: 'temperature',
    recording: {
      fileName: 'made-up.csv',
      timesMs: Array.from({ length: count }, (_, i) => i * 300_000),
      values: Array.from({ length: count }, (_, i) => 90 + Math.sin(i / 50)),
      badRows: { count: 0, first: [] },
    },
    keepTimes: false,
    isEmbedded: true,
    nowMs: Date.now(),
    clockMs: () => performance.now(),
    signal: new AbortController().signal,
    onProgress: () => {},
  });
}

async function numberOf(sql: string, values: unknown[] = []): Promise<number> {
  return Number((await client.query(sql, values)).rows[0]?.n);
}

test('backfill, preparation, jobs with compression, and an import: no statement holds the session for long', async () => {
  await ready;
  const denseFromMs = await writeDenseHour();
  await importMadeUp();
  await client.query(
    'SELECT alter_job(job_id, next_start => now()) FROM timescaledb_information.jobs WHERE job_id >= 1000',
  );
  await vi.waitFor(
    async () => {
      const open = await numberOf(
        `SELECT count(*) AS n FROM timescaledb_information.chunks WHERE hypertable_name = 'metric'
           AND range_end < now() - interval '2 hours' AND NOT is_compressed`,
      );
      expect(open).toBe(0);
      const counted =
        'SELECT coalesce(sum(value_count + bad_count), 0) AS n FROM metric_1hour WHERE bucket = $1 AND work_unit_id <> $2';
      expect(await numberOf(counted, [new Date(denseFromMs).toISOString(), 'press-1'])).toBe(6 * 5 * 3_600);
    },
    { timeout: 90_000, interval: 500 },
  );
  expect(
    await numberOf(
      `SELECT count(*) AS n FROM timescaledb_information.chunks WHERE is_compressed AND hypertable_name = 'metric'`,
    ),
  ).toBeGreaterThan(25);

  const { holds, jobs } = await demo.plant.stats();
  expect(jobs.failures).toEqual([]);
  const own = holds.filter((hold) => OWN_APPLICATIONS.includes(hold.applicationName));
  for (const hold of own) {
    const { applicationName, turns, longestMs, longestCpuMs, longestStatement } = hold;
    console.log(
      `${applicationName}: ${turns} turns, longest ${longestCpuMs.toFixed(0)} ms of processor time, ` +
        `${longestMs.toFixed(0)} ms by the clock (${longestStatement.slice(0, 90)})`,
    );
  }
  expect(own.map((hold) => hold.applicationName).sort()).toEqual([...OWN_APPLICATIONS].sort());
  for (const hold of own) expect(hold.longestCpuMs, hold.longestStatement).toBeLessThan(LONGEST_HOLD_MS);
}, 150_000);
