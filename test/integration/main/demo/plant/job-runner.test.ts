import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../../src/main/plant/connection';
import { type EmbeddedTestPlant, startEmbeddedTestPlant } from '../../../../support/embedded-plant';

/** No statement of the demo's own may hold the one session longer. */
const LONGEST_HOLD_MS = 500;

let plant: EmbeddedTestPlant;
let client: PlantConnection;
beforeAll(async () => {
  plant = await startEmbeddedTestPlant({ runJobs: true });
  client = await connectPlant(plant.address(), { applicationName: 'line simulator' });
});
afterAll(async () => {
  await client.end();
  await plant.stop();
});

async function number(sql: string): Promise<number> {
  const { rows } = await client.query(sql);
  return Number(rows[0]?.n);
}

async function makeLevel(view: string, source: string, width: string, columns: string): Promise<void> {
  const time = source === 'm' ? 'time' : 'bucket';
  await client.query(
    `CREATE MATERIALIZED VIEW ${view} WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
     SELECT time_bucket('${width}', ${time}) AS bucket, unit, name, ${columns} FROM ${source} GROUP BY 1, 2, 3 WITH NO DATA`,
  );
}

/** Rows of 24 series each second (or minute) over a range that ends so long ago. */
async function insertRows(from: string, to: string, step: string): Promise<void> {
  await client.query(
    `INSERT INTO m SELECT t, 'unit-' || u, 'metric-' || k, sin(extract(epoch FROM t)) + u * k
     FROM generate_series(now() - interval '${from}', now() - interval '${to}', interval '${step}') t,
       generate_series(1, 6) u, generate_series(1, 4) k`,
  );
}

test('due policies bring every level, compression and retention up to date in short statements', async () => {
  await client.query(
    'CREATE TABLE m (time timestamptz NOT NULL, unit text NOT NULL, name text NOT NULL, value float8)',
  );
  await client.query("SELECT create_hypertable('m', by_range('time', interval '1 hour'))");
  await client.query(
    "ALTER TABLE m SET (timescaledb.compress, timescaledb.compress_segmentby = 'unit, name', timescaledb.compress_orderby = 'time desc')",
  );
  await makeLevel('m_1min', 'm', '1 minute', 'sum(value) AS total, count(value) AS n');
  await makeLevel('m_5min', 'm_1min', '5 minutes', 'sum(total) AS total, sum(n) AS n');
  await makeLevel('m_1hour', 'm_5min', '1 hour', 'sum(total) AS total, sum(n) AS n');
  for (let hours = 50; hours > 2; hours -= 6)
    await insertRows(`${hours} hours`, `${hours - 6} hours 1 second`, '1 minute');
  await insertRows('222 hours', '200 hours', '10 minutes');
  for (let minutes = 120; minutes > 0; minutes -= 10)
    await insertRows(`${minutes} minutes`, `${minutes - 10} minutes`, '1 second');
  await client.query(
    "SELECT add_continuous_aggregate_policy('m_1min', interval '8 days', interval '1 minute', interval '1 minute')",
  );
  await client.query(
    "SELECT add_continuous_aggregate_policy('m_5min', interval '8 days', interval '5 minutes', interval '5 minutes')",
  );
  await client.query(
    "SELECT add_continuous_aggregate_policy('m_1hour', interval '8 days', interval '1 hour', interval '15 minutes')",
  );
  await client.query("SELECT add_compression_policy('m', interval '70 minutes')");
  await client.query("SELECT add_retention_policy('m', interval '8 days 12 hours')");

  const chunks = (where: string) =>
    number(`SELECT count(*) AS n FROM timescaledb_information.chunks WHERE hypertable_name = 'm' AND ${where}`);
  const isOld = "range_end <= now() - interval '70 minutes'";
  await vi.waitFor(
    async () => {
      expect(await chunks(`${isOld} AND NOT is_compressed`)).toBe(0);
      expect(await chunks("range_end <= now() - interval '8 days 12 hours'")).toBe(0);
    },
    { timeout: 100_000, interval: 250 },
  );
  expect(await chunks(isOld)).toBeGreaterThan(40);
  expect(await chunks("range_end < now() - interval '8 days'")).toBeGreaterThan(0);
  await expectEqualToRaw();
  const stats = await plant.supervisor.stats();
  for (const hold of stats.holds) {
    const longest = `${hold.longestCpuMs.toFixed(0)} ms of processor time, ${hold.longestMs.toFixed(0)} by the clock (${hold.longestStatement.slice(0, 70)})`;
    console.log(`held the session: ${hold.applicationName}, ${hold.turns} turns, longest ${longest}`);
  }
  expect(stats.jobs.failures).toEqual([]);
  const own = stats.holds.filter((hold) => /^(job runner|plant upkeep|front)$/.test(hold.applicationName));
  expect(own.map((hold) => hold.applicationName)).toContain('job runner');
  // The plant's own processor time: by the clock, other programs of a busy machine count as well.
  for (const hold of own) expect(hold.longestCpuMs, hold.longestStatement).toBeLessThan(LONGEST_HOLD_MS);
});

/** Each level, materialised and real-time parts together, against the rows; and what is materialised reaches near to now. */
async function expectEqualToRaw(): Promise<void> {
  for (const [view, width] of [
    ['m_1min', '1 minute'],
    ['m_5min', '5 minutes'],
    ['m_1hour', '1 hour'],
  ] as const) {
    const range = `BETWEEN now() - interval '2 days' AND now() - interval '1 hour'`;
    const different = await number(
      `WITH raw AS (SELECT time_bucket('${width}', time) AS bucket, unit, name, count(value) AS n FROM m GROUP BY 1, 2, 3)
       SELECT count(*) AS n FROM raw FULL JOIN ${view} v USING (bucket, unit, name)
       WHERE bucket ${range} AND raw.n IS DISTINCT FROM v.n`,
    );
    expect(different, view).toBe(0);
    const lagSeconds = await number(
      `SELECT extract(epoch FROM now() - _timescaledb_functions.to_timestamp(_timescaledb_functions.cagg_watermark(mat_hypertable_id))) AS n
       FROM _timescaledb_catalog.continuous_agg WHERE user_view_name = '${view}'`,
    );
    expect(lagSeconds, view).toBeGreaterThanOrEqual(0);
    expect(lagSeconds, view).toBeLessThan(2 * 3_600 + 60);
  }
}

test('late rows reach every level, and a job that fails is told and does not stop the others', async () => {
  await client.query(
    "CREATE PROCEDURE broken(job_id int, config jsonb) LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'out of order'; END $$",
  );
  await client.query("SELECT add_job('broken', interval '1 hour')");
  // Of one moment: the hour may change while the jobs run.
  const { rows } = await client.query("SELECT time_bucket('1 hour', now() - interval '30 hours')::text AS late");
  const late = `'${rows[0]?.late}'::timestamptz`;
  const before = await number(`SELECT n FROM m_1hour WHERE bucket = ${late} AND unit = 'unit-1' AND name = 'metric-1'`);
  await client.query(`INSERT INTO m VALUES (${late} + interval '7 minutes', 'unit-1', 'metric-1', 5)`);
  await client.query(
    'SELECT alter_job(job_id, next_start => now()) FROM timescaledb_information.jobs WHERE job_id >= 1000',
  );
  await vi.waitFor(
    async () => {
      expect(
        await number(`SELECT n FROM m_1hour WHERE bucket = ${late} AND unit = 'unit-1' AND name = 'metric-1'`),
      ).toBe(before + 1);
      const { failures } = (await plant.supervisor.stats()).jobs;
      expect(failures.map((failure) => failure.message).join()).toContain('out of order');
    },
    { timeout: 20_000, interval: 250 },
  );
});

test('while a client loads in bulk the jobs wait, and go on when it is gone', async () => {
  const loader = await connectPlant(plant.address(), { applicationName: 'bulk load' });
  await loader.query('LISTEN taktline_bulk_load');
  await client.query(
    'SELECT alter_job(job_id, next_start => now()) FROM timescaledb_information.jobs WHERE job_id >= 1000',
  );
  const runs = async () => (await plant.supervisor.stats()).jobs.runs;
  const before = await runs();
  // That nothing happens is what is waited for: past the 2 s after which the runner looks again.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(await runs()).toBe(before);
  await loader.end();
  await vi.waitFor(async () => expect(await runs()).toBeGreaterThan(before), { timeout: 20_000, interval: 250 });
});
