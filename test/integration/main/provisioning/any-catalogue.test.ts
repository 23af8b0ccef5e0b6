import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { applyPlan } from '../../../../src/main/provisioning/apply';
import { makePlan } from '../../../../src/main/provisioning/plan';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import { provisioningSteps } from '../../../../src/main/provisioning/steps';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';

/** Whatever is there at first: planning and applying reach the wanted state or refuse, and every row stays as it was. */

let plant: TestPlant;
let client: PlantConnection;

beforeAll(async () => {
  plant = await startTestPlant();
  client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
});

afterAll(async () => {
  await client?.end();
  await plant?.stop();
});

const TABLES = ['metric', 'performance_metric', 'work_unit', 'metric_definition'];
const replan = (each: Parameters<typeof makePlan>[0]) => makePlan(each, DEFAULT_SCHEMA_SETTINGS);

async function clear(): Promise<void> {
  for (const family of ['metric', 'oee']) {
    for (const level of ['1day', '1hour', '5min', '1min']) {
      await client.query(`DROP MATERIALIZED VIEW IF EXISTS ${family}_${level}`);
    }
  }
  // One by one: TimescaleDB drops no hypertable together with other things.
  for (const table of TABLES) {
    const { rows } = await client.query(
      `SELECT relkind::text AS kind FROM pg_class WHERE oid = to_regclass('public.${table}')`,
    );
    if (rows.length > 0) await client.query(`DROP ${rows[0]?.kind === 'v' ? 'VIEW' : 'TABLE'} public.${table}`);
  }
  await client.query('DROP SCHEMA IF EXISTS taktline CASCADE');
}

/** What others may have done, in SQL; any of it may fail in a given catalogue and is then not done. */
const FOREIGN = {
  'plain table with rows': `CREATE TABLE metric (time timestamptz NOT NULL, work_unit_id text NOT NULL, name text NOT NULL, value float8);
    INSERT INTO metric VALUES (now() - interval '3 hours', 'a', 'b', 1)`,
  'plain empty table': `CREATE TABLE metric (time timestamptz NOT NULL, work_unit_id text NOT NULL, name text NOT NULL, value float8)`,
  'table with a key': `CREATE TABLE metric (id bigint PRIMARY KEY, time timestamptz NOT NULL, work_unit_id text NOT NULL, name text NOT NULL, value float8)`,
  'other columns': `CREATE TABLE performance_metric (time timestamptz NOT NULL, unit text, oee numeric); INSERT INTO performance_metric VALUES (now(), 'x', 1)`,
  'other type': `CREATE TABLE metric (time timestamptz NOT NULL, work_unit_id text, name text, value numeric)`,
  'a view in the way': 'CREATE VIEW work_unit AS SELECT 1 AS work_unit_id',
  'other interval': `CREATE TABLE metric (time timestamptz NOT NULL, work_unit_id text NOT NULL, name text NOT NULL, value float8);
    SELECT create_hypertable('metric', by_range('time', INTERVAL '7 days'));
    INSERT INTO metric VALUES (now() - interval '3 days', 'a', 'b', 1)`,
  'wanted hypertable with old rows': `CREATE TABLE metric (time timestamptz NOT NULL, work_unit_id text NOT NULL, name text NOT NULL, value float8);
    SELECT create_hypertable('metric', by_range('time', INTERVAL '1 day'));
    INSERT INTO metric VALUES (now() - interval '4 years', 'a', 'b', 1), (now(), 'a', 'b', 2)`,
  'wanted hypertable with new rows': `CREATE TABLE metric (time timestamptz NOT NULL, work_unit_id text NOT NULL, name text NOT NULL, value float8);
    SELECT create_hypertable('metric', by_range('time', INTERVAL '1 day'));
    INSERT INTO metric VALUES (now() - interval '4 days', 'a', 'b', 1), (now(), 'a', 'b', 2)`,
} as const;

const STEPS = provisioningSteps(DEFAULT_SCHEMA_SETTINGS).filter((step) => step.group !== 'wake-ups');

/** After our own steps: what hands may have changed since. */
const DAMAGE = [
  `SELECT add_retention_policy('metric', INTERVAL '20 years')`,
  `SELECT remove_compression_policy('metric')`,
  `SELECT remove_continuous_aggregate_policy('metric_1min')`,
  `DROP MATERIALIZED VIEW oee_1day`,
  `ALTER MATERIALIZED VIEW metric_1min SET (timescaledb.materialized_only = true)`,
  `SELECT set_chunk_time_interval('performance_metric', INTERVAL '3 days')`,
  `DROP TABLE metric_definition`,
  `SELECT alter_job(job_id, scheduled => false) FROM timescaledb_information.jobs WHERE job_id >= 1000`,
  `INSERT INTO metric SELECT now() - n * interval '1 hour', 'a', 'b', n FROM generate_series(1, 50) n`,
];

async function attempt(sql: string): Promise<void> {
  await client.query(sql).catch((error: { code?: string }) => {
    // What cannot be done in this catalogue is not part of it; the server itself must be well.
    if (error.code === undefined) throw error;
  });
}

async function rowsThere(): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for (const table of TABLES) {
    const { rows } = await client.query(`SELECT to_regclass('public.${table}') IS NOT NULL AS there`);
    if (rows[0]?.there !== true) continue;
    const { rows: content } = await client.query(`SELECT to_json(t)::text AS row FROM public.${table} t ORDER BY 1`);
    all.push(...content.map((each) => `${table} ${each.row}`));
  }
  return all;
}

test('planning and applying reach the wanted state or refuse with a reason, and no row is gone or changed', async () => {
  const outcomes = { reached: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.option(fc.constantFrom(...Object.values(FOREIGN)), { nil: undefined, freq: 2 }),
      fc.nat({ max: STEPS.length }),
      fc.boolean(),
      fc.subarray(DAMAGE, { maxLength: 3 }),
      async (foreign, made, isRecorded, damage) => {
        await clear();
        if (foreign !== undefined) await attempt(foreign);
        const plan = await replan(client);
        if (isRecorded && plan.problems.length === 0) {
          // Ours, interrupted on the way.
          let left = made;
          const broken = {
            query: async (text: string, values?: readonly unknown[]) => {
              if (text.includes('applied_step (')) left -= 1;
              if (left < 0) throw new Error('interrupted');
              return values === undefined ? client.query(text) : client.query(text, [...values]);
            },
          };
          await applyPlan(broken, plan, replan).catch((error: Error) => expect(error.message).toContain('interrupted'));
        } else {
          for (const step of STEPS.slice(0, made)) await attempt(step.sql);
        }
        for (const sql of damage) await attempt(sql);
        const before = await rowsThere();
        const seen = await replan(client);
        if (seen.problems.length > 0) {
          outcomes.refused += 1;
          await expect(applyPlan(client, seen, replan)).rejects.toMatchObject({ code: 'refused' });
        } else {
          outcomes.reached += 1;
          expect(await applyPlan(client, seen, replan)).toMatchObject({ steps: [], problems: [] });
        }
        expect(await rowsThere()).toEqual(before);
      },
    ),
    { numRuns: 15, endOnFailure: true },
  );
  console.log(`${outcomes.reached} catalogues brought to the wanted state, ${outcomes.refused} refused`);
  expect(outcomes.reached + outcomes.refused).toBe(15);
});
