import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { provisionSchema } from '../../../../src/main/provisioning/apply';
import { ProvisioningFailure } from '../../../../src/main/provisioning/provisioning-failure';
import { DEFAULT_SCHEMA_SETTINGS, DEMO_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import type { SqlClient } from '../../../../src/main/provisioning/sql-client';
import { provisioningSteps } from '../../../../src/main/provisioning/steps';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';

/** One plant; the tests follow one another as an installation does: refused, interrupted, resumed, run again. */
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

/** The client, breaking off at the first statement that matches. */
function failingAt(pattern: RegExp, error: Error): SqlClient {
  return {
    query: async (text, values) => {
      if (pattern.test(text)) throw error;
      return values === undefined ? client.query(text) : client.query(text, [...values]);
    },
  };
}

async function failureOf(run: Promise<unknown>): Promise<ProvisioningFailure> {
  const outcome = await run.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof ProvisioningFailure))
    throw new Error(`expected a ProvisioningFailure, got ${String(outcome)}`);
  return outcome;
}

/** All that provisioning makes, as the catalogue shows it. */
async function catalogue(): Promise<unknown> {
  const queries = [
    `SELECT c.oid::regclass::text AS name, relkind, relhastriggers FROM pg_class c
      JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname IN ('public', 'taktline') AND relowner = 'taktline'::regrole ORDER BY 1`,
    `SELECT job_id, proc_name, config, schedule_interval::text FROM timescaledb_information.jobs ORDER BY 1`,
    `SELECT oid::regprocedure::text AS name, md5(prosrc) FROM pg_proc WHERE pronamespace = to_regnamespace('taktline') ORDER BY 1`,
    `SELECT tgrelid::regclass::text AS name, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2`,
    `SELECT step_id, checksum, outcome, applied_at, applied_by, ordinal FROM taktline.applied_step ORDER BY 1`,
  ];
  const results: unknown[] = [];
  for (const query of queries) results.push((await client.query(query)).rows);
  return results;
}

describe('before anything is there', () => {
  test('contradicting settings are refused and nothing is made', async () => {
    const settings = { ...DEMO_SCHEMA_SETTINGS, metric: { ...DEMO_SCHEMA_SETTINGS.metric, dropAfter: '2 days' } };
    const failure = await failureOf(provisionSchema(client, settings));
    expect(failure.code).toBe('settings');
    expect(failure.message).toMatch(/Retention of metric \(2 days\) must be longer than the refresh window/);
    const { rows } = await client.query(`SELECT to_regclass('public.metric') AS metric`);
    expect(rows).toEqual([{ metric: null }]);
  });

  test('a role without rights is told which step failed and what to do', async () => {
    const reader = await connectPlant(plant.address('taktline_reader'), { applicationName: 'taktline test' });
    try {
      const failure = await failureOf(provisionSchema(reader, DEFAULT_SCHEMA_SETTINGS));
      expect(failure.code).toBe('step-failed');
      expect(failure.stepId).toBeDefined();
      expect(failure.message).toMatch(/^Step \S+ \(.+\) failed: permission denied.*The login lacks a right/);
    } finally {
      await reader.end();
    }
  });
});

describe('the wanted state', () => {
  test('is reached however often it was interrupted on the way, with one line a step in the ledger', async () => {
    const interruptions = [
      /CREATE TABLE taktline\.applied_step/,
      /create_hypertable\('public\.metric'/,
      /VIEW public\.oee_5min/,
      /'public\.metric_5min',\s+start_offset/,
      /CREATE TRIGGER/,
    ];
    for (const pattern of interruptions) {
      const failure = await failureOf(
        provisionSchema(failingAt(pattern, new Error('connection lost')), DEFAULT_SCHEMA_SETTINGS),
      );
      expect(failure.message).toMatch(
        /failed: connection lost\. Remove the cause, then run again: finished steps are kept\./,
      );
    }
    const reports = await provisionSchema(client, DEFAULT_SCHEMA_SETTINGS);
    const steps = provisioningSteps(DEFAULT_SCHEMA_SETTINGS);
    expect(reports.map((report) => report.stepId)).toEqual(steps.map((step) => step.id));
    expect(reports.every((report) => ['made', 'unchanged', 'found'].includes(report.outcome))).toBe(true);
    const { rows } = await client.query(
      'SELECT step_id, applied_by, outcome FROM taktline.applied_step ORDER BY ordinal',
    );
    expect(rows.map((row) => row.step_id).sort()).toEqual(steps.map((step) => step.id).sort());
    expect(new Set(rows.map((row) => row.applied_by))).toEqual(new Set(['taktline']));
    expect(rows.filter((row) => row.outcome === 'made').length).toBeGreaterThanOrEqual(steps.length - 1);
  });

  test('has every table, view, policy and trigger under its name', async () => {
    const names = async (query: string) => (await client.query(query)).rows.map((row) => Object.values(row).join(' '));
    expect(
      await names(
        `SELECT hypertable_name, compression_enabled FROM timescaledb_information.hypertables WHERE hypertable_schema = 'public' ORDER BY 1`,
      ),
    ).toEqual(['metric true', 'performance_metric true']);
    const levels = ['1day', '1hour', '1min', '5min'];
    expect(
      await names(
        `SELECT view_name, materialized_only FROM timescaledb_information.continuous_aggregates ORDER BY view_name COLLATE "C"`,
      ),
    ).toEqual(['metric', 'oee'].flatMap((family) => levels.map((level) => `${family}_${level} false`)));
    const columns = async (view: string) =>
      names(
        `SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '${view}' ORDER BY ordinal_position`,
      );
    const statistics = (name: string) => ['sum', 'count', 'min', 'max'].map((of) => `${name}_${of}`);
    for (const level of levels) {
      expect(await columns(`metric_${level}`)).toEqual([
        'bucket',
        'work_unit_id',
        'name',
        ...statistics('value'),
        'bad_count',
      ]);
      expect(await columns(`oee_${level}`)).toEqual([
        'bucket',
        'work_unit_id',
        ...['oee_score', 'availability', 'performance', 'quality'].flatMap(statistics),
        'bad_count',
      ]);
    }
    expect(
      await names(`SELECT concat_ws(' ', hypertable_name, config->>'start_offset', config->>'end_offset', schedule_interval)
        FROM (SELECT hypertable_name, config, schedule_interval::text FROM timescaledb_information.jobs) AS jobs
        WHERE config ? 'start_offset' AND hypertable_name LIKE 'metric%' ORDER BY hypertable_name COLLATE "C"`),
    ).toEqual([
      'metric_1day 9 days 1 day 01:00:00',
      'metric_1hour 8 days 01:00:00 00:15:00',
      'metric_1min 8 days 00:01:00 00:01:00',
      'metric_5min 8 days 00:05:00 00:05:00',
    ]);
    expect(
      await names(`SELECT hypertable_name, coalesce(config->>'drop_after', config->>'compress_after') FROM timescaledb_information.jobs
        WHERE proc_name IN ('policy_compression', 'policy_retention') ORDER BY hypertable_name COLLATE "C", proc_name`),
    ).toEqual([
      ...[
        'metric 7 days',
        'metric 1 year',
        'metric_1min 10 days',
        'metric_1min 2 years',
        'metric_5min 10 days',
        'metric_5min 2 years',
      ],
      ...['oee_1min 10 days', 'oee_1min 2 years', 'oee_5min 10 days', 'oee_5min 2 years'],
      ...['performance_metric 7 days', 'performance_metric 1 year'],
    ]);
    expect(
      await names(
        `SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname LIKE 'taktline%' AND tgrelid IN ('metric'::regclass, 'performance_metric'::regclass) ORDER BY tgrelid::regclass::text, tgname`,
      ),
    ).toEqual([
      'metric taktline_wake_on_insert',
      'metric taktline_wake_on_update',
      'performance_metric taktline_wake_on_insert',
      'performance_metric taktline_wake_on_update',
    ]);
  });

  test('a second run changes nothing', async () => {
    const before = await catalogue();
    const told: string[] = [];
    const reports = await provisionSchema(client, DEFAULT_SCHEMA_SETTINGS, {
      onStep: (step) => told.push(step.stepId),
    });
    expect(new Set(reports.map((report) => report.outcome))).toEqual(new Set(['unchanged']));
    expect(told).toEqual(reports.map((report) => report.stepId));
    expect(await catalogue()).toEqual(before);
  });

  test('other settings alter what we made, and only that', async () => {
    const before = await catalogue();
    const longer = { ...DEFAULT_SCHEMA_SETTINGS, metric: { ...DEFAULT_SCHEMA_SETTINGS.metric, dropAfter: '3 years' } };
    const reports = await provisionSchema(client, longer);
    expect(reports.filter((report) => report.outcome !== 'unchanged')).toEqual([
      { stepId: 'metric-retention', group: 'policies', outcome: 'altered' },
    ]);
    expect(await catalogue()).not.toEqual(before);
    const back = await provisionSchema(client, DEFAULT_SCHEMA_SETTINGS);
    expect(back.filter((report) => report.outcome !== 'unchanged')).toHaveLength(1);
  });

  test('a function of ours that was changed is put right again, a dropped policy comes back', async () => {
    await client.query(
      `CREATE OR REPLACE FUNCTION taktline.wake_up_channel(work_unit_id text) RETURNS text LANGUAGE sql AS 'SELECT NULL'`,
    );
    await client.query(`SELECT remove_retention_policy('metric_1min')`);
    const reports = await provisionSchema(client, DEFAULT_SCHEMA_SETTINGS);
    expect(reports.filter((report) => report.outcome !== 'unchanged')).toEqual([
      { stepId: 'metric-1min-retention', group: 'policies', outcome: 'made' },
      { stepId: 'wake-up-channel', group: 'wake-ups', outcome: 'altered' },
    ]);
    const { rows } = await client.query(`SELECT taktline.wake_up_channel('a') AS channel`);
    expect(rows).toEqual([{ channel: 'metric_updates_a' }]);
  });

  test('two installers at once have one effect', async () => {
    const jobs = `SELECT proc_name, hypertable_name, config FROM timescaledb_information.jobs ORDER BY 1, 2`;
    const before = (await client.query(jobs)).rows;
    await client.query(`SELECT remove_retention_policy('metric_1min'), remove_continuous_aggregate_policy('oee_1day')`);
    await client.query('DROP TRIGGER taktline_wake_on_update ON metric');
    const other = await connectPlant(plant.address(), { applicationName: 'taktline test' });
    try {
      const runs = await Promise.allSettled(
        [client, other].map((installer) => provisionSchema(installer, DEFAULT_SCHEMA_SETTINGS)),
      );
      // On the embedded plant both come through, one after the other; on a server the second is sent away.
      expect(runs.some((run) => run.status === 'fulfilled')).toBe(true);
      for (const run of runs) {
        if (run.status === 'rejected')
          expect(run.reason).toMatchObject({ name: 'ProvisioningFailure', code: 'locked' });
      }
    } finally {
      await other.end();
    }
    expect((await client.query(jobs)).rows).toEqual(before);
    const again = await provisionSchema(client, DEFAULT_SCHEMA_SETTINGS);
    expect(new Set(again.map((report) => report.outcome))).toEqual(new Set(['unchanged']));
  });
});
