import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { applyPlan, provisionSchema } from '../../../../src/main/provisioning/apply';
import { makePlan } from '../../../../src/main/provisioning/plan';
import { refreshRange } from '../../../../src/main/provisioning/refresh-range';
import { planRemoval } from '../../../../src/main/provisioning/removal';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import type { SqlClient } from '../../../../src/main/provisioning/sql-client';
import { verify } from '../../../../src/main/provisioning/verify';
import type { TestPlant } from '../../../support/embedded-plant';
import { nativeTestServer, startNativeTestPlant } from '../../../support/native-plant';
import { expectLevelsEqualRaw } from './expected-buckets';

/** A plant whose policies the server's own workers run: the installer's whole path, the tests following one another. */
const server = nativeTestServer(process.env);
if (server === undefined) console.log('skipped: TAKTLINE_TEST_PLANT_URL names no server with background workers');

const DAY_MS = 86_400_000;
const nowMs = Date.now();
const replan = (each: SqlClient) => makePlan(each, DEFAULT_SCHEMA_SETTINGS);

describe.skipIf(server === undefined)('with background workers', { timeout: 120_000 }, () => {
  let plant: TestPlant;
  let client: PlantConnection;

  beforeAll(async () => {
    if (server === undefined) return;
    plant = await startNativeTestPlant(server, { runJobs: true });
    client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
  });

  afterAll(async () => {
    await client?.end();
    await plant?.stop();
  });

  const insertDaysAgo = (unit: string, days: number) =>
    client.query(
      `INSERT INTO metric SELECT to_timestamp($2::float8 / 1000) + n * interval '1 minute', $1, 'force', n * 0.1
        FROM generate_series(0, 89) n`,
      [unit, nowMs - days * DAY_MS],
    );

  /** Asks the scheduler to run jobs now, and waits until its workers have run each of them: a run is counted when it starts. */
  async function workersRun(where: string): Promise<void> {
    const runs = `SELECT coalesce(s.last_run_started_at > $1::timestamptz AND s.total_runs = s.total_successes + s.total_failures, false) AS is_done
      FROM timescaledb_information.jobs j LEFT JOIN timescaledb_information.job_stats s USING (job_id) WHERE ${where}`;
    const { rows: now } = await client.query('SELECT clock_timestamp()::text AS at');
    await client.query(
      `SELECT alter_job(j.job_id, next_start => now()) FROM timescaledb_information.jobs j WHERE ${where}`,
    );
    for (;;) {
      const { rows } = await client.query(runs, [now[0]?.at]);
      expect(rows).not.toEqual([]);
      if (rows.every((row) => row.is_done === true)) return;
      await client.query('SELECT pg_sleep(0.2)');
    }
  }

  /** Bottom-up, as their schedules have it over the hours. */
  async function refreshesRun(): Promise<void> {
    for (const level of ['1min', '5min', '1hour', '1day']) {
      await workersRun(`j.proc_name = 'policy_refresh_continuous_aggregate' AND EXISTS (
        SELECT FROM timescaledb_information.continuous_aggregates a
        WHERE j.hypertable_name IN (a.materialization_hypertable_name, a.view_name) AND a.view_name LIKE '%\\_${level}')`);
    }
  }

  test('policies run by themselves, and rows 6.9 days late come through every level', async () => {
    // Rows first: the plan prepares them. A policy takes 100 batches of 10 buckets a run, and days would take it many.
    await provisionSchema(client, DEFAULT_SCHEMA_SETTINGS, { groups: ['schema', 'aggregates'] });
    for (const days of [40, 8.1, 6.9, 0.5]) await insertDaysAgo('on time', days);
    expect(await applyPlan(client, await replan(client), replan)).toMatchObject({ steps: [], problems: [] });
    await refreshesRun();
    await workersRun(`j.proc_name = 'policy_compression'`);
    await insertDaysAgo('late', 6.9);
    await refreshesRun();
    const { rows } = await client.query(
      `SELECT coalesce(sum(total_failures), 0)::int AS failures FROM timescaledb_information.job_stats WHERE job_id >= 1000`,
    );
    expect(rows).toEqual([{ failures: 0 }]);
    const recent = await client.query(
      `SELECT sum(value_count)::int AS samples FROM metric_1day WHERE work_unit_id = 'late'`,
    );
    expect(recent.rows).toEqual([{ samples: 90 }]);
  });

  test('what came later than the policies reach is told and healed while they run', async () => {
    await insertDaysAgo('late', 40);
    const { lateRanges, drifts } = await verify(client, DEFAULT_SCHEMA_SETTINGS);
    expect(drifts.map((drift) => drift.kind)).toEqual(drifts.map(() => 'late-rows'));
    expect(lateRanges.length).toBeGreaterThan(0);
    for (const { fromMs, toMs } of lateRanges) {
      await refreshRange(client, { table: 'metric', fromMs, toMs, nowMs: Date.now(), pausesPolicies: true });
    }
    expect((await verify(client, DEFAULT_SCHEMA_SETTINGS)).drifts).toEqual([]);
    await expectLevelsEqualRaw(client, 'metric', ['on time', 'late']);
  });

  test('a job that fails is told with its last error', async () => {
    await client.query(`
      CREATE PROCEDURE taktline.fails(job_id int, config jsonb) LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''no luck today''; END';
      SELECT add_job('taktline.fails', '1 hour')`);
    await workersRun(`j.proc_name = 'fails'`);
    const { drifts } = await verify(client, DEFAULT_SCHEMA_SETTINGS);
    expect(drifts).toMatchObject([
      { kind: 'failing-job', about: 'fails', sentence: expect.stringContaining('no luck today') },
    ]);
    await client.query(`SELECT delete_job(job_id) FROM timescaledb_information.jobs WHERE proc_name = 'fails'`);
    await client.query('DROP PROCEDURE taktline.fails(int, jsonb)');
    expect((await verify(client, DEFAULT_SCHEMA_SETTINGS)).drifts).toEqual([]);
  });

  test('removing takes every job away and no row', async () => {
    await applyPlan(client, await planRemoval(client), planRemoval);
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::int FROM timescaledb_information.jobs WHERE job_id >= 1000) AS jobs,
        (SELECT count(*)::int FROM metric) AS samples`,
    );
    expect(rows).toEqual([{ jobs: 0, samples: 540 }]);
  });
});
