import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Demo, type DemoState, startDemo } from '../../../../src/main/demo/demo-plant';
import { emptyMetricRows, emptyOeeRows, SimulatedPlant } from '../../../../src/main/demo/simulator/simulated-plant';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { quoteIdentifier } from '../../../../src/shared/sql-identifier';
import { PLANT_ENTRY, SIMULATOR_ENTRY } from '../../../support/demo-programs';
import { preparedDataDirectory } from '../../../support/embedded-plant';

/**
 * One demo for the whole file, its tests in order: a first start whose simulator is killed in the middle, an outage
 * of the plant, a second start.
 */

const HOUR_MS = 3_600_000;
const SEED = 5;
const BACKFILL_HOURS = 3;
const folder = mkdtempSync(join(tmpdir(), 'taktline-demo-'));
const dataDir = join(folder, 'plant');

let demo: Demo;
let client: PlantConnection;
const seen: DemoState[] = [];
const listeners = new Set<() => void>();

async function start(): Promise<Demo> {
  return startDemo({
    plantEntryPath: PLANT_ENTRY,
    simulatorEntryPath: SIMULATOR_ENTRY,
    dataDir,
    seed: SEED,
    backfillHours: BACKFILL_HOURS,
    steady: true,
    log: { info: () => {}, warn: () => {} },
    onState: (state) => {
      seen.push(state);
      for (const listener of listeners) listener();
    },
  });
}

/** Resolves once a state that fits has been seen, from `since` on. */
function seenState(fits: (state: DemoState) => boolean, since = 0): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!seen.slice(since).some(fits)) return;
      listeners.delete(look);
      resolve();
    };
    listeners.add(look);
    look();
  });
}

const isReady = (state: DemoState) => state.part === 'simulator' && state.event.type === 'ready';
const isLive = (state: DemoState) => state.part === 'simulator' && state.event.type === 'live';

async function one(sql: string, values: unknown[] = []): Promise<Record<string, number>> {
  return (await client.query(sql, values)).rows[0];
}

const connect = () => connectPlant(demo.address, { applicationName: 'demo test' }, () => {});

beforeAll(async () => {
  cpSync(await preparedDataDirectory(), dataDir, { recursive: true });
  demo = await start();
  client = await connect();
});
afterAll(async () => {
  await client?.end();
  await demo?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('it resolves with the schema in the plant and is live soon after, and says from the start what is still being prepared', async () => {
  await seenState(isLive);
  const live = await one("SELECT count(*) AS found FROM metric WHERE time > now() - interval '1 minute'");
  expect(live.found).toBeGreaterThan(0);
  const { rows } = await client.query('SELECT view_name, prepared_to < target_to AS due FROM taktline.preparation');
  expect(rows).toHaveLength(10);
  expect(rows.filter((row) => row.view_name.startsWith('oee_')).every((row) => row.due)).toBe(true);
  expect(JSON.parse(readFileSync(join(folder, 'plant.json'), 'utf8'))).toEqual({
    port: demo.address.port,
    pid: demo.plantPid(),
  });
});

test('killed in the middle of the backfill it goes on by itself: every row of the model is there once', async () => {
  await seenState((s) => s.part === 'simulator' && s.event.type === 'progress' && s.event.share > 0.2);
  const pid = demo.simulatorPid();
  if (pid === undefined) throw new Error('no simulator runs');
  const since = seen.length;
  process.kill(pid, 'SIGKILL');
  await seenState(isLive, since);
  await seenState(isReady, since);

  const { rows } = await client.query('SELECT backfill_from, fine_from, live_from FROM taktline.demo_state');
  const [fromMs, fineMs, liveMs] = [rows[0].backfill_from, rows[0].fine_from, rows[0].live_from].map(Number);
  if (fromMs === undefined || fineMs === undefined || liveMs === undefined) throw new Error('no state');
  expect(liveMs - fromMs).toBeGreaterThanOrEqual(BACKFILL_HOURS * HOUR_MS);
  const expected = expectedRows(fromMs, fineMs, liveMs);
  const stored = await client.query(
    `SELECT extract(epoch FROM time)::float8 * 1000 AS time_ms, work_unit_id, name, value FROM metric WHERE time < $1`,
    [rows[0].live_from],
  );
  expect(stored.rows.map((r) => `${Math.round(r.time_ms)} ${r.work_unit_id} ${r.name} ${r.value}`).sort()).toEqual(
    expected.metric,
  );
  const scores = await one(
    'SELECT count(*) AS found, sum(oee_score) AS total FROM performance_metric WHERE time < $1',
    [rows[0].live_from],
  );
  expect(scores.found).toBe(expected.oeeScores.length);
  expect(scores.total).toBeCloseTo(
    expected.oeeScores.reduce((a, b) => a + b, 0),
    6,
  );
});

function expectedRows(fromMs: number, fineMs: number, liveMs: number) {
  const plant = new SimulatedPlant({ seed: SEED, withOutages: false });
  const metrics = emptyMetricRows();
  const oee = emptyOeeRows();
  for (const unit of plant.units) {
    plant.sensorRows(unit, fromMs, fineMs, 60_000, metrics);
    plant.sensorRows(unit, fineMs, liveMs, 1_000, metrics);
    plant.stateRows(unit, fromMs, liveMs, metrics);
    plant.oeeRows(unit, fromMs, liveMs, oee);
  }
  const line = (_: number, i: number) =>
    `${metrics.timesMs[i]} ${metrics.workUnitIds[i]} ${metrics.names[i]} ${metrics.values[i]}`;
  return { metric: metrics.timesMs.map(line).sort(), oeeScores: oee.oeeScores };
}

test('once it is ready every level counts the rows of the raw table, and the policies are set', async () => {
  const cut = await one('SELECT extract(epoch FROM live_from)::float8 AS live FROM taktline.demo_state');
  const upTo = new Date(Math.floor((cut.live ?? 0) / 60) * 60_000).toISOString();
  const raw = await one(
    "SELECT count(*) FILTER (WHERE value <> 'NaN') AS good, count(*) FILTER (WHERE value = 'NaN') AS bad FROM metric WHERE time < $1",
    [upTo],
  );
  const fine = await one(
    'SELECT sum(value_count)::int8 AS good, sum(bad_count)::int8 AS bad FROM metric_1min WHERE bucket < $1',
    [upTo],
  );
  expect({ good: Number(fine.good), bad: Number(fine.bad) }).toEqual({ good: Number(raw.good), bad: Number(raw.bad) });
  const due = await one('SELECT count(*) AS due FROM taktline.preparation WHERE prepared_to < target_to');
  expect(due.due).toBe(0);
  const jobs = await one('SELECT count(*) AS jobs FROM timescaledb_information.jobs WHERE job_id >= 1000');
  expect(jobs.jobs).toBeGreaterThan(10);
  const { holds } = await demo.plant.stats();
  const own = holds.find((hold) => hold.applicationName === 'line simulator');
  console.log(
    `longest hold of the simulator, backfill and preparation included: ${Math.round(own?.longestCpuMs ?? 0)} ms of processor time, ` +
      `${Math.round(own?.longestMs ?? 0)} by the clock (${own?.longestStatement.slice(0, 60)})`,
  );
  // The plant's own processor time: by the clock, other programs of a busy machine count as well.
  expect(own?.longestCpuMs).toBeLessThan(500);
});

test('eight days of it, and the aggregates of eight weeks, stay below 2 GB on disk', async () => {
  const { rows } = await client.query(
    `SELECT c.chunk_schema || '.' || c.chunk_name AS chunk FROM timescaledb_information.chunks c, taktline.demo_state s
     WHERE c.hypertable_name = 'metric' AND NOT c.is_compressed AND c.range_end > s.fine_from AND c.range_start < s.live_from`,
  );
  let samples = 0;
  let bytes = 0;
  for (const { chunk } of rows) {
    samples += Number((await one(`SELECT count(*) AS n FROM ${chunk}`)).n);
    await client.query('SELECT compress_chunk($1::regclass, true)', [chunk]);
    const size = await one(
      `SELECT sum(after_compression_total_bytes)::int8 AS bytes FROM chunk_compression_stats('metric')
       WHERE chunk_schema || '.' || chunk_name = $1`,
      [chunk],
    );
    bytes += Number(size.bytes);
  }
  const plant = new SimulatedPlant({ seed: SEED });
  const samplesADay = plant.units.length * (5 * 86_400 + 8_640);
  const rawADay = (bytes / samples) * samplesADay;
  const aggregates = await one(
    `SELECT sum(hypertable_size(format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name)::regclass))::int8 AS bytes
     FROM timescaledb_information.continuous_aggregates`,
  );
  const aggregatesADay = (Number(aggregates.bytes) / BACKFILL_HOURS) * 24;
  const totalMb = (8 * rawADay + 56 * aggregatesADay) / 1e6;
  console.log(
    `disk: raw compressed ${(bytes / samples).toFixed(1)} bytes a sample, ${(rawADay / 1e6).toFixed(0)} MB a day; ` +
      `aggregates uncompressed ${(aggregatesADay / 1e6).toFixed(1)} MB a day; after eight weeks ${totalMb.toFixed(0)} MB`,
  );
  expect(samples).toBeGreaterThan(50_000);
  expect(totalMb).toBeLessThan(1_700);
});

const UNITS = ['filler-1', 'capper-1', 'packer-1', 'mill-1', 'lathe-1', 'washer-1'];

test('an outage of the plant is made up for: no second is missing, none is there twice', async () => {
  const beforeMs = Math.floor(Date.now() / 1_000) * 1_000 - 2_000;
  const pid = demo.plantPid();
  if (pid === undefined) throw new Error('no plant runs');
  const since = seen.length;
  process.kill(pid, 'SIGKILL');
  await seenState((s) => s.part === 'plant' && s.state === 'ready', since);
  client = await connect();
  const afterMs = Date.now() + 1_000;
  // Each unit is written in order of time: a wake-up for a later row says that what was held back of it is there.
  const awaited = new Set(UNITS.map((unit) => `metric_updates_${unit}`));
  const caughtUp = new Promise<void>((resolve) => {
    client.on('notification', ({ channel, payload }) => {
      if (JSON.parse(payload ?? '{}').lastMs > afterMs) awaited.delete(channel);
      if (awaited.size === 0) resolve();
    });
  });
  for (const channel of [...awaited]) await client.query(`LISTEN ${quoteIdentifier(channel)}`);
  await caughtUp;
  const { rows } = await client.query(
    `SELECT work_unit_id, count(*)::int AS samples, count(DISTINCT time)::int AS seconds FROM metric
     WHERE name = 'good_count' AND time >= $1 AND time < $2 GROUP BY work_unit_id`,
    [new Date(beforeMs).toISOString(), new Date(Math.floor(afterMs / 1_000) * 1_000).toISOString()],
  );
  const seconds = Math.floor(afterMs / 1_000) - beforeMs / 1_000;
  expect(rows).toHaveLength(6);
  for (const row of rows) expect(row).toMatchObject({ samples: seconds, seconds });
});

test('a second start writes live values at once, fills nothing in again, and leaves the time between as a gap', async () => {
  const horizon = await one('SELECT extract(epoch FROM now())::float8 AS now');
  const cut = new Date(((horizon.now ?? 0) - 60) * 1_000).toISOString();
  const before = await one('SELECT count(*) AS n FROM metric WHERE time < $1', [cut]);
  await client.end();
  await demo.stop();
  expect(existsSync(join(folder, 'plant.json'))).toBe(false);
  const since = seen.length;
  const beganMs = Date.now();
  demo = await start();
  console.log(`second start to live values: ${Date.now() - beganMs} ms`);
  await seenState(isReady, since);
  client = await connect();
  expect(await one('SELECT count(*) AS n FROM metric WHERE time < $1', [cut])).toEqual(before);
  expect(seen.slice(since).some((s) => s.part === 'simulator' && s.event.type === 'progress')).toBe(false);
});
