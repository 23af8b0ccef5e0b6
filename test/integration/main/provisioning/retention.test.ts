import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { prepareAggregates } from '../../../../src/main/provisioning/prepare-aggregates';
import { refreshRange } from '../../../../src/main/provisioning/refresh-range';
import { DEMO_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { provisionTestSchema } from '../../../support/schema';
import { expectLevelsEqualRaw } from './expected-buckets';
import { runAllJobs } from './sample-rows';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Three hours, one every ten minutes, both ends included. */
const SAMPLES = 19;
const nowMs = Date.now();
const RECORDED = { fromMs: nowMs - 20 * DAY_MS, toMs: nowMs - 20 * DAY_MS + 3 * HOUR_MS };

let plant: TestPlant;
let client: PlantConnection;

beforeAll(async () => {
  // A policy that refreshes at the same time as we do takes ranges off our hands, and is not done when we are.
  plant = await startTestPlant({ runJobs: false });
  await provisionTestSchema(plant.address(), DEMO_SCHEMA_SETTINGS);
  client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
});

afterAll(async () => {
  await client?.end();
  await plant?.stop();
});

async function insertEveryTenMinutes(unit: string, fromMs: number, toMs: number): Promise<void> {
  await client.query(
    `INSERT INTO metric SELECT t, $1, 'temperature', random()
      FROM generate_series(to_timestamp($2::float8 / 1000), to_timestamp($3::float8 / 1000), interval '10 minutes') AS t`,
    [unit, fromMs, toMs],
  );
}

async function samples(relation: string, unit: string): Promise<number> {
  const count = relation === 'metric' ? 'count(*)' : 'coalesce(sum(value_count), 0)::bigint';
  const { rows } = await client.query(`SELECT ${count} AS samples FROM ${relation} WHERE work_unit_id = $1`, [unit]);
  return Number(rows[0]?.samples);
}

test('the demo drops raw rows past 8 days, keeps those of a recording, and every aggregate keeps its buckets', async () => {
  await insertEveryTenMinutes('press-1', RECORDED.fromMs, RECORDED.toMs);
  await insertEveryTenMinutes('old', nowMs - 12 * DAY_MS, nowMs - 12 * DAY_MS + 3 * HOUR_MS);
  await insertEveryTenMinutes('new', nowMs - 6 * HOUR_MS, nowMs);
  await client.query(
    `INSERT INTO taktline.recording (work_unit_id, metric_name, source_file, first_time, last_time, state)
      VALUES ('press-1', 'temperature', 'test.csv', to_timestamp($1::float8 / 1000), to_timestamp($2::float8 / 1000), 'done')`,
    [RECORDED.fromMs, RECORDED.toMs],
  );
  await prepareAggregates(client, { nowMs });
  expect(await samples('metric_1hour', 'old')).toBe(SAMPLES);

  await runAllJobs(client);
  expect(await samples('metric', 'old')).toBe(0);
  expect(await samples('metric', 'press-1')).toBe(SAMPLES);
  for (const level of ['1min', '5min', '1hour', '1day'])
    expect(await samples(`metric_${level}`, 'old'), level).toBe(SAMPLES);
  await expectLevelsEqualRaw(client, 'metric', ['press-1', 'new']);

  await runAllJobs(client);
  expect(await samples('metric_1min', 'old')).toBe(SAMPLES);
});

test('a refresh over rows that retention has dropped leaves their buckets alone', async () => {
  await refreshRange(client, { table: 'metric', fromMs: nowMs - 30 * DAY_MS, toMs: nowMs, nowMs });
  for (const level of ['1min', '5min', '1hour', '1day'])
    expect(await samples(`metric_${level}`, 'old'), level).toBe(SAMPLES);
  await expectLevelsEqualRaw(client, 'metric', ['press-1', 'new']);
});
