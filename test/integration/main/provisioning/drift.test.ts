import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { applyPlan } from '../../../../src/main/provisioning/apply';
import { readCatalogue } from '../../../../src/main/provisioning/catalogue/read-catalogue';
import { planAdaptations } from '../../../../src/main/provisioning/connection-test/known-faults';
import { makePlan, type Plan, planFrom } from '../../../../src/main/provisioning/plan';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import type { SqlClient } from '../../../../src/main/provisioning/sql-client';
import { type Drift, verify } from '../../../../src/main/provisioning/verify';
import { writeWorkCalendar } from '../../../../src/main/provisioning/work-calendar';
import { LineCalendar, PlantCalendar } from '../../../../src/shared/calendar/calendar-rules';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { runAllJobs } from './sample-rows';

/** A provisioned plant, changed behind our back: each drift is brought about, told by verify and healed by applying. */

const options = { liveUpdates: 'wake-ups' } as const;
const replan = (each: SqlClient) => makePlan(each, DEFAULT_SCHEMA_SETTINGS, options);

let plant: TestPlant;
let client: PlantConnection;

beforeAll(async () => {
  plant = await startTestPlant({ runJobs: false });
  client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
  expect(await apply()).toMatchObject({ steps: [], problems: [] });
});

afterAll(async () => {
  await client?.end();
  await plant?.stop();
});

async function apply(): Promise<Plan> {
  return applyPlan(client, await replan(client), replan);
}

async function drifts(): Promise<readonly Drift[]> {
  return (await verify(client, DEFAULT_SCHEMA_SETTINGS, options)).drifts;
}

/** SQL that finds the job of a relation. */
const jobOf = (relation: string, procedure: string) =>
  `(SELECT job_id FROM timescaledb_information.jobs j LEFT JOIN timescaledb_information.continuous_aggregates a
      ON a.materialization_hypertable_name = j.hypertable_name
    WHERE proc_name = '${procedure}' AND coalesce(a.view_name, j.hypertable_name) = '${relation}')`;
const REFRESH = 'policy_refresh_continuous_aggregate';
const changeConfig = (relation: string, procedure: string, change: string) =>
  `SELECT alter_job(j.job_id, config => j.config ${change}) FROM timescaledb_information.jobs j WHERE j.job_id = ${jobOf(relation, procedure)}`;

describe('what is not as the settings want it', () => {
  test.each([
    [
      'another schedule',
      'metric-1min-refresh',
      `SELECT alter_job(${jobOf('metric_1min', REFRESH)}, schedule_interval => '2 hours')`,
    ],
    ['another window', 'oee-1hour-refresh', changeConfig('oee_1hour', REFRESH, `|| '{"start_offset": "3 days"}'`)],
    [
      'a policy made before it went oldest first',
      'metric-1day-refresh',
      changeConfig('metric_1day', REFRESH, `- 'refresh_newest_first'`),
    ],
    [
      'a disabled job',
      'oee-5min-compression',
      `SELECT alter_job(${jobOf('oee_5min', 'policy_compression')}, scheduled => false)`,
    ],
    [
      'a policy taken away',
      'performance-metric-compression-policy',
      `SELECT remove_compression_policy('performance_metric')`,
    ],
    [
      'an aggregate that is not real-time',
      'oee-1min',
      'ALTER MATERIALIZED VIEW oee_1min SET (timescaledb.materialized_only = true)',
    ],
    ['a dropped index of an aggregate', 'metric-1hour', 'DROP INDEX _timescaledb_internal.metric_1hour_series_idx'],
    [
      'another compression of an aggregate',
      'metric-5min',
      `ALTER MATERIALIZED VIEW metric_5min SET (timescaledb.compress_segmentby = 'work_unit_id')`,
    ],
    ['other chunks of an aggregate', 'oee-1day', `SELECT set_chunk_time_interval('oee_1day', INTERVAL '7 days')`],
    [
      'a dropped trigger',
      'performance-metric-update-trigger',
      'DROP TRIGGER taktline_wake_on_update ON performance_metric',
    ],
  ])('%s is told, and applying puts it right', async (_, about, sql) => {
    await client.query(sql);
    expect(await drifts()).toMatchObject([{ kind: 'pending-step', about }]);
    expect(await apply()).toMatchObject({ steps: [] });
    expect(await drifts()).toEqual([]);
  });

  test('a policy that starts together with the others is told where the version must not refresh two at once', async () => {
    const { timescale } = await readCatalogue(client);
    await client.query(`SELECT alter_job(${jobOf('metric_5min', REFRESH)}, fixed_schedule => false)`);
    const mustBeApart = planAdaptations(timescale.installed ?? '').has('one-refresh-at-a-time');
    expect((await drifts()).map((drift) => drift.about)).toEqual(mustBeApart ? ['metric-5min-refresh'] : []);
    expect(await apply()).toMatchObject({ steps: [] });
  });

  test('a retention within a refresh window is told with both lengths, for it would drop buckets', async () => {
    await client.query(changeConfig('metric', 'policy_retention', `|| '{"drop_after": "5 days"}'`));
    const found = await drifts();
    expect(found.find((drift) => drift.kind === 'short-retention')).toMatchObject({
      about: 'public.metric',
      sentence: expect.stringMatching(
        /Retention of public\.metric \(5 days\) is not longer than .* public\.metric_1min \(8 days\)/,
      ),
    });
    expect(found.filter((drift) => drift.kind === 'pending-step').map((drift) => drift.about)).toEqual([
      'metric-retention',
    ]);
    expect(await apply()).toMatchObject({ steps: [] });
    expect(await drifts()).toEqual([]);
  });

  test('a calendar that was spoiled by hand is told with its row, and the writer keeps to one that can be used', async () => {
    const shifts = [{ name: 'Day', start: '06:00', end: '18:00' }];
    const calendar = PlantCalendar.parse({ lines: { A: { timeZone: 'UTC', shifts }, B: { timeZone: 'UTC', shifts } } });
    await writeWorkCalendar(client, calendar);
    expect(await drifts()).toEqual([]);
    await client.query(`UPDATE taktline.work_calendar SET document_version = 2 WHERE line = 'B'`);
    expect(await drifts()).toMatchObject([
      {
        kind: 'calendar',
        about: 'taktline.work_calendar',
        sentence: expect.stringMatching(/line "B" is written in version 2/),
      },
    ]);
    const nameless = { lines: { ...calendar.lines, '': calendar.lines.A ?? LineCalendar.parse({}) } };
    await expect(writeWorkCalendar(client, nameless)).rejects.toThrow(/has no name/);
    expect(await writeWorkCalendar(client, calendar)).toEqual({ written: ['B'], removed: [] });
    expect(await drifts()).toEqual([]);
    expect(await writeWorkCalendar(client, { lines: {} })).toEqual({ written: [], removed: ['A', 'B'] });
  });

  test('aggregates that lag behind their rows are told one by one, until the jobs have run', async () => {
    const insertAgo = (ago: string) =>
      client.query(
        `INSERT INTO performance_metric SELECT now() - $1::interval - n * interval '1 minute', 'press-1', 0.5, 1, 1, 0.5
          FROM generate_series(1, 3) n`,
        [ago],
      );
    await insertAgo('0 minutes');
    // A plant that is minutes old lags behind in nothing.
    expect(await drifts()).toEqual([]);
    await insertAgo('5 days');
    const found = await drifts();
    expect(found.map(({ kind, about }) => `${kind} ${about}`)).toEqual([
      'stale-watermark public.oee_1min',
      'stale-watermark public.oee_5min',
      'stale-watermark public.oee_1hour',
      'stale-watermark public.oee_1day',
    ]);
    expect(found[0]?.sentence).toMatch(/stored nothing yet, rows are there up to .*: see that job \d+ runs/);
    await runAllJobs(client);
    expect(await drifts()).toEqual([]);
  });
});

describe('the version of TimescaleDB', () => {
  async function planOn(installed: string): Promise<Plan> {
    const catalogue = await readCatalogue(client);
    const timescale = { ...catalogue.timescale, installed };
    // As if nothing were there: everything is to be made.
    const empty = { ...catalogue, timescale, relations: new Map(), routines: new Map(), triggers: new Map(), jobs: [] };
    return planFrom({ ...empty, ledger: undefined, prepared: new Map() }, DEFAULT_SCHEMA_SETTINGS, options);
  }
  const sqlOf = (plan: Plan, id: string) => plan.steps.find((step) => step.id === id)?.sql ?? '';

  test('with known faults is told by effect and remedy and never blocks', async () => {
    for (const version of ['2.13.0', '2.17.2', '2.18.0', '2.22.1', '2.23.0-dev', '2.25.2', '2.26.0']) {
      const plan = await planOn(version);
      expect(plan.problems, version).toEqual([]);
      expect(plan.notes.join('\n'), version).toContain(`TimescaleDB ${version}: Two refreshes of one aggregate`);
      expect(plan.notes.join('\n'), version).toContain('Update TimescaleDB to 2.26.3 or later');
    }
    expect((await planOn('2.26.3')).notes).toEqual([]);
  });

  test('that must not refresh two aggregates at once gets a place in the minute for each', async () => {
    const places = (plan: Plan) =>
      ['metric', 'oee'].flatMap((family) =>
        ['1min', '5min', '1hour', '1day'].map(
          (level) => /initial_start => nullif\('([^']*)'/.exec(sqlOf(plan, `${family}-${level}-refresh`))?.[1],
        ),
      );
    const apart = places(await planOn('2.26.0'));
    expect(new Set(apart).size).toBe(8);
    for (const place of apart) expect(place).toMatch(/^2000-01-01T00:00:\d\d\.\d{3}Z$/);
    expect(new Set(places(await planOn('2.26.3')))).toEqual(new Set(['']));
  });

  test('without transition tables is polled, whatever the settings say', async () => {
    const plan = await planOn('2.17.2');
    expect(plan.steps.filter((step) => step.group === 'wake-ups')).toEqual([]);
    expect(plan.notes.join('\n')).toContain('until then Taktline polls for new rows.');
    expect((await planOn('2.18.0')).steps.some((step) => step.id === 'wake-ups')).toBe(true);
  });
});

describe('wake-ups', () => {
  test('are left alone by polling, and taken away when the settings say so, and nothing else with them', async () => {
    const polling = await makePlan(client, DEFAULT_SCHEMA_SETTINGS);
    expect(polling.steps).toEqual([]);
    const away = (each: SqlClient) => makePlan(each, DEFAULT_SCHEMA_SETTINGS, { liveUpdates: 'remove-wake-ups' });
    const plan = await away(client);
    expect(plan.steps.map((step) => step.action)).toEqual(Array(7).fill('remove'));
    expect(new Set(plan.steps.map((step) => step.group))).toEqual(new Set(['wake-ups']));
    const report = await verify(client, DEFAULT_SCHEMA_SETTINGS, { liveUpdates: 'remove-wake-ups' });
    expect(report.drifts).toHaveLength(7);
    expect(await applyPlan(client, plan, away)).toMatchObject({ steps: [] });
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::int FROM pg_trigger WHERE tgname LIKE 'taktline%') AS triggers,
        (SELECT count(*)::int FROM taktline.applied_step WHERE step_group = 'wake-ups') AS lines`,
    );
    expect(rows).toEqual([{ triggers: 0, lines: 0 }]);
    expect((await makePlan(client, DEFAULT_SCHEMA_SETTINGS)).steps).toEqual([]);
    expect(await apply()).toMatchObject({ steps: [] });
    expect(await drifts()).toEqual([]);
  });
});
