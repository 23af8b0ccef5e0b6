import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { nativeTestServer } from '../../../support/native-plant';
import { provisionTestSchema } from '../../../support/schema';

/** Two days, one every ten minutes: few rows in many batches. */
const ROWS = 288;

let plant: TestPlant;
let client: PlantConnection;
let reader: PlantConnection;

beforeAll(async () => {
  // No worker may do the job before we look.
  plant = await startTestPlant({ runJobs: false });
  await provisionTestSchema(plant.address());
  client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
  reader = await connectPlant(plant.address('taktline_reader'), { applicationName: 'taktline test reader' });
});

afterAll(async () => {
  await client?.end();
  await reader?.end();
  await plant?.stop();
});

test('every refresh policy goes oldest first', async () => {
  const { rows } = await client.query(
    `SELECT config ->> 'refresh_newest_first' AS newest_first FROM timescaledb_information.jobs
      WHERE proc_name = 'policy_refresh_continuous_aggregate'`,
  );
  expect(rows).toEqual(Array(8).fill({ newest_first: 'false' }));
});

const isNative = nativeTestServer(process.env) !== undefined;
if (!isNative)
  console.log('TAKTLINE_TEST_PLANT_URL is not set: nobody reads while the one session runs a policy, skipped');

test.runIf(isNative)('while a policy catches up with two days, no reader misses a row', async () => {
  await client.query(
    `INSERT INTO metric SELECT now() - n * interval '10 minutes', 'unit-1', 'temperature', n FROM generate_series(1, ${ROWS}) AS n`,
  );
  const visible = async () =>
    Number(
      (await reader.query('SELECT coalesce(sum(value_count), 0)::int AS samples FROM metric_1min')).rows[0]?.samples,
    );
  const { rows } = await client.query(
    `SELECT job_id FROM timescaledb_information.jobs
      WHERE proc_name = 'policy_refresh_continuous_aggregate' ORDER BY job_id LIMIT 1`,
  );
  let isRunning = true;
  const run = client.query(`CALL run_job(${Number(rows[0]?.job_id)})`).finally(() => {
    isRunning = false;
  });
  const seen = new Set<number>();
  while (isRunning) seen.add(await visible());
  await run;
  seen.add(await visible());
  expect([...seen]).toEqual([ROWS]);
});
