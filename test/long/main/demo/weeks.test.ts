import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDataDirectory } from '../../../../src/main/demo/plant/data-directory';
import { PlantFront } from '../../../../src/main/demo/plant/front';
import { JobRunner } from '../../../../src/main/demo/plant/job-runner';
import { TableKeeper } from '../../../../src/main/demo/plant/table-keeper';
import { WalKeeper } from '../../../../src/main/demo/plant/wal-keeper';
import { INSERT_ALL_ROWS, metricParameters, oeeParameters } from '../../../../src/main/demo/simulator/row-statements';
import { emptyMetricRows, emptyOeeRows, SimulatedPlant } from '../../../../src/main/demo/simulator/simulated-plant';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { provisionSchema } from '../../../../src/main/provisioning/apply';
import { DEMO_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import { preparedDataDirectory } from '../../../support/embedded-plant';

/**
 * Weeks of the demo on a clock that runs as fast as the machine can: the real engine, whose now() is this process's
 * Date.now(), with its front, job runner and upkeep; chunks, jobs and retention as in a running demo, each hour of it.
 * Metrics come every 10 s instead of every second, or it would take half an hour and more: TAKTLINE_WEEKS_STEP_MS=1000 has the
 * true volume, TAKTLINE_WEEKS so many weeks.
 */
const WEEKS = Number(process.env.TAKTLINE_WEEKS ?? 4);
const STEP_MS = Number(process.env.TAKTLINE_WEEKS_STEP_MS ?? 10_000);
const HOUR_MS = 3_600_000;
const BLOCK_MS = 600_000;
const START_MS = Date.UTC(2027, 0, 4);
const MOST_DISK_MB = 2_048;
const MOST_WAL_MB = 200;

const folder = mkdtempSync(join(tmpdir(), 'taktline-weeks-'));
const realNow = Date.now;
afterAll(() => {
  Date.now = realNow;
  rmSync(folder, { recursive: true, force: true });
});

function megabytes(path: string): number {
  const files = readdirSync(path, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0) / 2 ** 20;
}

async function writeHour(client: PlantConnection, plant: SimulatedPlant, hourMs: number): Promise<void> {
  for (let fromMs = hourMs; fromMs < hourMs + HOUR_MS; fromMs += BLOCK_MS) {
    const [metrics, oee] = [emptyMetricRows(), emptyOeeRows()];
    for (const unit of plant.units) {
      plant.sensorRows(unit, fromMs, fromMs + BLOCK_MS, STEP_MS, metrics);
      plant.stateRows(unit, fromMs, fromMs + BLOCK_MS, metrics);
      plant.oeeRows(unit, fromMs, fromMs + BLOCK_MS, oee);
    }
    await client.query(INSERT_ALL_ROWS, [...metricParameters(metrics), ...oeeParameters(oee)]);
  }
}

test('left running for weeks the demo stays under 2 GB, and grows by little more than its aggregates once retention has begun', async () => {
  let nowMs = START_MS;
  Date.now = () => nowMs;
  const dataDir = join(folder, 'plant');
  cpSync(await preparedDataDirectory(), dataDir, { recursive: true });
  const directory = await openDataDirectory(dataDir);
  const logLines: string[] = [];
  const log = (line: string) => void logLines.push(line);
  const front = new PlantFront(directory.engine, {
    port: 0,
    idleInTransactionMs: 10_000,
    now: () => performance.now(),
    cpuMs: () => process.cpuUsage().user / 1_000,
    onBroken: (error) => log(String(error)),
    log,
  });
  const port = await front.listen();
  const upkeep = async (sql: string) => (await front.session.run('plant upkeep', sql, 'background')).rows;
  const [wal, tables] = [new WalKeeper(upkeep, log), new TableKeeper(upkeep, log)];
  const jobs = new JobRunner({
    run: (sql, user) => front.session.run('job runner', sql, 'background', user),
    isPaused: () => false,
    now: () => nowMs,
    log,
  });
  const address = { host: '127.0.0.1', port, database: 'postgres', user: 'taktline' };
  const client = await connectPlant(address, { applicationName: 'line simulator' });
  await provisionSchema(client, DEMO_SCHEMA_SETTINGS);
  const plant = new SimulatedPlant({ seed: 1 });

  const weeks: { disk: number; wal: number }[] = [];
  for (let hour = 0; hour < WEEKS * 168; hour += 1) {
    await writeHour(client, plant, nowMs);
    nowMs += HOUR_MS;
    await jobs.runDue(new AbortController().signal);
    // A real hour has 60 of these; a vacuum that nothing needs costs nothing.
    for (let i = 0; i < 10 && (await tables.check()) !== undefined; i += 1);
    await wal.check();
    if ((hour + 1) % 168 !== 0) continue;
    const sizes = { disk: megabytes(dataDir), wal: megabytes(join(dataDir, 'pgdata', 'pg_wal')) };
    weeks.push(sizes);
    const { rows } = await client.query(
      `SELECT count(*)::int AS chunks, count(*) FILTER (WHERE is_compressed)::int AS compressed
       FROM timescaledb_information.chunks WHERE hypertable_name = 'metric'`,
    );
    console.log(
      `week ${weeks.length}: ${sizes.disk.toFixed(0)} MB on disk, ${sizes.wal.toFixed(0)} MB of it pg_wal; ` +
        `metric has ${rows[0]?.chunks} chunks, ${rows[0]?.compressed} compressed (a sample every ${STEP_MS / 1_000} s)`,
    );
  }
  await client.end();
  await front.close();
  await directory.close();

  expect(jobs.figures.failures).toEqual([]);
  for (const { disk, wal: walMb } of weeks) {
    expect(disk).toBeLessThan(MOST_DISK_MB);
    expect(walMb).toBeLessThan(MOST_WAL_MB);
  }
  // Retention begins after 8 days, compression of the aggregates after 10: from the second week on it is level.
  const [second, last] = [weeks[1]?.disk ?? 0, weeks.at(-1)?.disk ?? 0];
  expect(last - second).toBeLessThan(second * 0.1 * Math.max(1, WEEKS - 2));
});
