import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parsePlantUrl, plantAddress } from '../../../../src/main/plant/address';
import { connectPlant, type PlantAddress, type PlantConnection } from '../../../../src/main/plant/connection';
import { applyPlan } from '../../../../src/main/provisioning/apply';
import { makePlan, type Plan } from '../../../../src/main/provisioning/plan';
import { refreshRange } from '../../../../src/main/provisioning/refresh-range';
import { planRemoval } from '../../../../src/main/provisioning/removal';
import { DEFAULT_SCHEMA_SETTINGS, type SchemaSettings } from '../../../../src/main/provisioning/schema-settings';
import type { SqlClient } from '../../../../src/main/provisioning/sql-client';
import { verify } from '../../../../src/main/provisioning/verify';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { expectLevelsEqualRaw } from './expected-buckets';

/** The path of an installer on one plant, from empty to removed: the tests follow one another. */

const DAY_MS = 86_400_000;
const nativeUrl = process.env.TAKTLINE_TEST_PLANT_URL;

let plant: TestPlant | undefined;
let address: PlantAddress;
let client: PlantConnection;
let dropDatabase = async () => {};

/** A new database of the server that the environment names, with TimescaleDB not yet in it. */
async function nativeDatabase(url: string): Promise<PlantAddress> {
  const server = plantAddress(parsePlantUrl(url), () => '');
  const database = `taktline_plan_${randomUUID().replaceAll('-', '')}`;
  const owner = await connectPlant(server, { applicationName: 'taktline test' });
  await owner.query(`CREATE DATABASE ${database} TEMPLATE template0`);
  dropDatabase = async () => {
    await owner.query(`DROP DATABASE ${database} WITH (FORCE)`);
    await owner.end();
  };
  return { ...server, database };
}

beforeAll(async () => {
  if (nativeUrl === undefined) plant = await startTestPlant();
  address = plant === undefined ? await nativeDatabase(nativeUrl ?? '') : plant.address();
  client = await connectPlant(address, { applicationName: 'taktline test' });
});

afterAll(async () => {
  await client?.end();
  await dropDatabase();
  await plant?.stop();
});

const wakeUps = { liveUpdates: 'wake-ups' } as const;
const replan = (settings: SchemaSettings) => (each: SqlClient) => makePlan(each, settings, wakeUps);
const ids = (plan: Plan) => plan.steps.map((step) => step.id);

async function apply(settings: SchemaSettings = DEFAULT_SCHEMA_SETTINGS): Promise<Plan> {
  return applyPlan(client, await makePlan(client, settings, wakeUps), replan(settings));
}

/** All that provisioning makes, without numbers that differ from run to run. */
async function catalogue(): Promise<unknown> {
  const queries = [
    `SELECT c.oid::regclass::text AS name, relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
      WHERE nspname IN ('public', 'taktline') AND pg_has_role(relowner, 'USAGE')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1`,
    `SELECT oid::regprocedure::text AS name, md5(prosrc) FROM pg_proc WHERE pronamespace = to_regnamespace('taktline') ORDER BY 1`,
    `SELECT tgrelid::regclass::text AS name, tgname FROM pg_trigger WHERE tgname LIKE 'taktline%'
      AND tgrelid IN (to_regclass('public.metric'), to_regclass('public.performance_metric')) ORDER BY 1, 2`,
  ];
  const results: unknown[] = [];
  for (const query of queries) results.push((await client.query(query)).rows);
  const jobs = await client.query(`SELECT to_regclass('timescaledb_information.jobs') IS NOT NULL AS there`);
  if (jobs.rows[0]?.there === true) {
    const { rows } = await client.query(
      `SELECT proc_name, hypertable_name, config - 'hypertable_id' - 'mat_hypertable_id' AS config, schedule_interval::text,
        scheduled FROM timescaledb_information.jobs WHERE job_id >= 1000 ORDER BY 1, 2`,
    );
    results.push(rows);
  }
  return results;
}

async function ledger(): Promise<readonly unknown[]> {
  const { rows } = await client.query('SELECT step_id, checksum, outcome FROM taktline.applied_step ORDER BY step_id');
  return rows;
}

/** Writes between two interruptions: each of them is read and planned anew. An odd number meets both sides of a step. */
const WRITES_AT_ONCE = process.env.TAKTLINE_LONG === undefined ? 5 : 1;

/** Breaks off before or after its n-th statement outside of reading the catalogue. */
function breakingClient(after: number): { readonly client: SqlClient; readonly count: () => number } {
  let writes = 0;
  const isWrite = (text: string) => /applied_step \(|CALL refresh|INSERT INTO taktline.preparation/.test(text);
  return {
    count: () => writes,
    client: {
      query: async (text, values) => {
        if (isWrite(text)) {
          writes += 1;
          if (writes > after) throw new Error('connection lost');
        }
        return values === undefined ? client.query(text) : client.query(text, [...values]);
      },
    },
  };
}

let wanted: unknown;
let wantedLedger: readonly unknown[];
let empty: unknown;

describe('from empty to provisioned', () => {
  test('a plan changes nothing and lists every step with its SQL, its reason and its locks', async () => {
    empty = await catalogue();
    const plan = await makePlan(client, DEFAULT_SCHEMA_SETTINGS, wakeUps);
    expect(await catalogue()).toEqual(empty);
    expect(plan.problems).toEqual([]);
    expect(plan.dbaScript).toBeUndefined();
    expect(ids(plan)[0]).toBe('taktline-schema');
    expect(ids(plan).indexOf('prepare-aggregates')).toBeGreaterThan(ids(plan).indexOf('oee-1day'));
    expect(ids(plan).indexOf('prepare-aggregates')).toBeLessThan(ids(plan).indexOf('metric-1min-refresh'));
    for (const step of plan.steps) {
      expect(step.sql, step.id).not.toBe('');
      expect(step.reason, step.id).not.toBe('');
      expect(step.locks, step.id).not.toBe('');
    }
    const optIn = plan.steps.filter((step) => step.group === 'wake-ups');
    expect(optIn).toHaveLength(1);
    expect(optIn[0]?.sideEffect).toMatch(/two-phase commit/);
    const unasked = await makePlan(client, DEFAULT_SCHEMA_SETTINGS);
    expect(unasked.steps.filter((step) => step.group === 'wake-ups')).toEqual([]);
  });

  test('apply does it all, and a second plan is empty', async () => {
    const left = await apply();
    expect(left).toMatchObject({ steps: [], problems: [] });
    wanted = await catalogue();
    wantedLedger = await ledger();
    expect((await verify(client, DEFAULT_SCHEMA_SETTINGS, wakeUps)).drifts).toEqual([]);
    expect(await apply()).toMatchObject({ steps: [] });
    expect(await catalogue()).toEqual(wanted);
  });

  test('remove leaves the catalogue as it was', async () => {
    const left = await applyPlan(client, await planRemoval(client), planRemoval);
    expect(left).toMatchObject({ steps: [], problems: [], notes: [] });
    expect(await catalogue()).toEqual(empty);
    // A session in which the extension was dropped keeps its old functions in mind: installers begin with a new one.
    await client.end();
    client = await connectPlant(address, { applicationName: 'taktline test' });
  });

  test('an interruption at any step ends, after running again, in the same catalogue and ledger', async () => {
    for (let at = 0; ; at += 1) {
      const broken = breakingClient(WRITES_AT_ONCE);
      const outcome = await applyPlan(
        broken.client,
        await makePlan(client, DEFAULT_SCHEMA_SETTINGS, wakeUps),
        replan(DEFAULT_SCHEMA_SETTINGS),
      ).then(
        () => 'done',
        (error: Error) => error.message,
      );
      if (outcome === 'done') break;
      expect(outcome).toContain('connection lost');
      expect(at).toBeLessThan(100);
    }
    expect(await catalogue()).toEqual(wanted);
    expect(await ledger()).toEqual(wantedLedger);
    // Three plans for each of fifty interruptions: seconds, on a busy machine a minute.
  }, 240_000);
});

describe('with rows in it', () => {
  const nowMs = Date.now();

  async function insertAt(unit: string, daysAgo: number): Promise<void> {
    await client.query(
      `INSERT INTO metric SELECT to_timestamp($2::float8 / 1000) + n * interval '1 minute', $1, 'temperature', n FROM generate_series(1, 90) n`,
      [unit, nowMs - daysAgo * DAY_MS],
    );
  }

  test('changed settings are a plan of their own, and the way back is one too', async () => {
    const settings: SchemaSettings = {
      ...DEFAULT_SCHEMA_SETTINGS,
      metric: { chunkInterval: '12 hours', compressAfter: '9 days', dropAfter: '3 years' },
      levels: {
        ...DEFAULT_SCHEMA_SETTINGS.levels,
        '1hour': { ...DEFAULT_SCHEMA_SETTINGS.levels['1hour'], refreshStart: '9 days', chunkInterval: '14 days' },
      },
    };
    const plan = await makePlan(client, settings, wakeUps);
    expect(plan.steps.map((step) => `${step.action} ${step.id}`)).toEqual([
      'alter metric-hypertable',
      'alter metric-1hour',
      'alter oee-1hour',
      'alter metric-compression-policy',
      'alter metric-retention',
      'alter metric-1hour-refresh',
      'alter oee-1hour-refresh',
    ]);
    expect(await apply(settings)).toMatchObject({ steps: [] });
    expect(await apply()).toMatchObject({ steps: [] });
    expect(await catalogue()).toEqual(wanted);
  });

  test('verify tells of a disabled job, a changed function and an aggregate that is not real-time; apply heals them', async () => {
    await client.query(
      `SELECT alter_job(job_id, scheduled => false) FROM timescaledb_information.jobs WHERE config ->> 'drop_after' = '2 years'`,
    );
    await client.query(
      `CREATE OR REPLACE FUNCTION taktline.wake_up_channel(work_unit_id text) RETURNS text LANGUAGE sql AS 'SELECT NULL'`,
    );
    await client.query('ALTER MATERIALIZED VIEW metric_5min SET (timescaledb.materialized_only = true)');
    const { drifts } = await verify(client, DEFAULT_SCHEMA_SETTINGS);
    expect(drifts.map((drift) => drift.about).sort()).toEqual([
      'metric-1min-retention',
      'metric-5min',
      'metric-5min-retention',
      'oee-1min-retention',
      'oee-5min-retention',
      'wake-up-channel',
    ]);
    expect(await apply()).toMatchObject({ steps: [] });
    expect(await catalogue()).toEqual(wanted);
  });

  test('rows 40 days late are reported with their range and healed by refresh, in compressed chunks too', async () => {
    await insertAt('press-1', 40);
    await insertAt('press-1', 45);
    const { rows: chunks } = await client.query(
      `SELECT format('%I.%I', chunk_schema, chunk_name) AS chunk FROM timescaledb_information.chunks WHERE hypertable_name = 'metric'`,
    );
    for (const { chunk } of chunks) await client.query('SELECT compress_chunk($1::regclass)', [chunk]);
    await insertAt('press-2', 40);
    const { lateRanges } = await verify(client, DEFAULT_SCHEMA_SETTINGS);
    expect(lateRanges.map((range) => range.viewName)).toContain('metric_1min');
    const fromMs = Math.min(...lateRanges.map((range) => range.fromMs));
    const toMs = Math.max(...lateRanges.map((range) => range.toMs));
    expect(fromMs).toBe(Math.floor((nowMs - 45 * DAY_MS + 60_000) / 60_000) * 60_000);
    await refreshRange(client, { table: 'metric', fromMs, toMs, nowMs });
    expect((await verify(client, DEFAULT_SCHEMA_SETTINGS)).lateRanges).toEqual([]);
    await expectLevelsEqualRaw(client, 'metric', ['press-1', 'press-2']);
  });

  test('a retention that would drop what is there names it before it is shortened', async () => {
    const settings = {
      ...DEFAULT_SCHEMA_SETTINGS,
      metric: { ...DEFAULT_SCHEMA_SETTINGS.metric, dropAfter: '4 weeks' },
    };
    const plan = await makePlan(client, settings);
    expect(plan.steps.map((step) => [step.id, step.sideEffect])).toEqual([
      ['metric-retention', expect.stringMatching(/metric holds rows since .* drops those older/)],
    ]);
  });

  test('planning asks the same few questions however many rows there are, and reads few of them', async () => {
    const asked = { statements: 0, rows: 0 };
    const counting: SqlClient = {
      query: async (text, values) => {
        const result = await (values === undefined ? client.query(text) : client.query(text, [...values]));
        asked.statements += 1;
        asked.rows += result.rows?.length ?? 0;
        return result;
      },
    };
    await makePlan(counting, DEFAULT_SCHEMA_SETTINGS, wakeUps);
    const before = { ...asked };
    await client.query(
      `INSERT INTO metric SELECT now() - n * interval '1 second', 'press-1', 'force', n FROM generate_series(1, 20000) n`,
    );
    asked.statements = 0;
    asked.rows = 0;
    await makePlan(counting, DEFAULT_SCHEMA_SETTINGS, wakeUps);
    expect(asked).toEqual(before);
    expect(asked.statements).toBeLessThan(30);
    await client.query(`DELETE FROM metric WHERE name = 'force'`);
  });

  test('a plan that is no longer true is refused', async () => {
    const old = await makePlan(client, DEFAULT_SCHEMA_SETTINGS);
    await client.query(`SELECT remove_retention_policy('metric_1min')`);
    await expect(applyPlan(client, old, replan(DEFAULT_SCHEMA_SETTINGS))).rejects.toMatchObject({ code: 'stale-plan' });
    expect(await apply()).toMatchObject({ steps: [] });
  });

  test('remove keeps every row and says so, and leaves no job, aggregate, trigger or bookkeeping behind', async () => {
    const count = async () => (await client.query('SELECT count(*) AS rows FROM metric')).rows[0]?.rows;
    const before = await count();
    const plan = await planRemoval(client);
    const left = await applyPlan(client, plan, planRemoval);
    expect(left.steps).toEqual([]);
    expect(plan.notes.join('\n')).toContain('public.metric stays: it holds rows');
    expect(await count()).toBe(before);
    const { rows: jobs } = await client.query('SELECT FROM timescaledb_information.jobs WHERE job_id >= 1000');
    const { rows: views } = await client.query('SELECT FROM timescaledb_information.continuous_aggregates');
    const { rows: schemas } = await client.query(`SELECT FROM pg_namespace WHERE nspname = 'taktline'`);
    expect([jobs, views, schemas]).toEqual([[], [], []]);
  });

  test('what others made is found: a policy of theirs that differs is refused with the reason, and removing spares it', async () => {
    await client.query(`SELECT add_retention_policy('metric', INTERVAL '10 years')`);
    const plan = await makePlan(client, DEFAULT_SCHEMA_SETTINGS);
    expect(plan.problems.join(' ')).toMatch(/made by others.*age 1 year instead of 10 years/);
    await expect(apply()).rejects.toMatchObject({ code: 'refused' });
    const settings = {
      ...DEFAULT_SCHEMA_SETTINGS,
      metric: { ...DEFAULT_SCHEMA_SETTINGS.metric, dropAfter: '10 years' },
    };
    expect(await apply(settings)).toMatchObject({ steps: [] });
    await expectLevelsEqualRaw(client, 'metric', ['press-1', 'press-2']);
    await applyPlan(client, await planRemoval(client), planRemoval);
    const { rows } = await client.query(
      `SELECT config ->> 'drop_after' AS kept FROM timescaledb_information.jobs WHERE job_id >= 1000`,
    );
    expect(rows).toEqual([{ kept: '10 years' }]);
  });
});
