import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import type { Adoptions } from '../../../../src/main/provisioning/adoption';
import { applyPlan } from '../../../../src/main/provisioning/apply';
import { makePlan, type Plan, type PlanOptions } from '../../../../src/main/provisioning/plan';
import { planRemoval } from '../../../../src/main/provisioning/removal';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import type { SqlClient } from '../../../../src/main/provisioning/sql-client';
import { verify } from '../../../../src/main/provisioning/verify';
import { DEFAULT_PLANT_TABLES, type PlantTables } from '../../../../src/shared/plant-tables';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { digestRows, dumpCatalogue } from './catalogue-dump';
import { expectLevelsEqualRaw } from './expected-buckets';

/** Tables made by others, each way of using them, and the way back. Each test brings its tables and drops them. */

let plant: TestPlant;
let client: PlantConnection;

beforeAll(async () => {
  plant = await startTestPlant({ runJobs: false });
  client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
});

afterAll(async () => {
  await client?.end();
  await plant?.stop();
});

const TABLES: PlantTables = {
  metric: {
    schema: 'public',
    table: 'Metric',
    time: { column: 'timestamp', kind: 'timestamptz' },
    workUnitId: 'workUnitId',
    name: 'name',
    value: 'value',
  },
  oee: {
    schema: 'line 1',
    table: 'PerformanceMetric',
    time: { column: 'timestamp', kind: 'timestamptz' },
    workUnitId: 'workUnitId',
    oeeScore: 'oeeScore',
    availability: 'availability',
    performance: 'performance',
    quality: null,
    scale: 'percent',
  },
};
const METRIC = 'public."Metric"';
const OEE = '"line 1"."PerformanceMetric"';
const RAW = {
  metric: `(SELECT "timestamp" AS "time", "workUnitId"::text AS work_unit_id, "name", "value"::float8 AS value FROM ${METRIC}) AS raw`,
  oee: `(SELECT "timestamp" AS "time", "workUnitId"::text AS work_unit_id, "oeeScore"::float8 / 100 AS oee_score,
    "availability"::float8 / 100 AS availability, "performance"::float8 / 100 AS performance, NULL::float8 AS quality FROM ${OEE}) AS raw`,
};

/** With everything that a table can have and that must be there again: keys, indexes, comments, triggers, grants. */
const makeTables = (options: { readonly key: 'id' | 'id and time' | 'none' }) => `
  CREATE SCHEMA IF NOT EXISTS "line 1";
  CREATE TABLE line (line_id integer PRIMARY KEY);
  INSERT INTO line VALUES (1), (2);
  CREATE TABLE ${METRIC} (
    id serial, "timestamp" timestamptz NOT NULL DEFAULT now(), "workUnitId" varchar(40) NOT NULL, "name" text NOT NULL,
    "value" numeric(20, 4), gone text, line_id integer REFERENCES line, doubled numeric GENERATED ALWAYS AS ("value" * 2) STORED,
    CONSTRAINT plausible CHECK ("value" > -1e9)
    ${options.key === 'id' ? `, CONSTRAINT "Metric_pkey" PRIMARY KEY (id)` : ''}
    ${options.key === 'id and time' ? `, CONSTRAINT "Metric_pkey" PRIMARY KEY (id, "timestamp")` : ''}
  ) WITH (fillfactor = 80);
  ALTER TABLE ${METRIC} DROP COLUMN gone;
  ALTER TABLE ${METRIC} ALTER COLUMN "name" SET STATISTICS 200, ALTER COLUMN "name" SET (n_distinct = 40);
  CREATE INDEX "Metric_unit" ON ${METRIC} ("workUnitId", "name", "timestamp" DESC) WHERE "value" IS NOT NULL;
  COMMENT ON TABLE ${METRIC} IS 'The historian''s samples';
  COMMENT ON COLUMN ${METRIC}."value" IS 'in the unit of "name"';
  COMMENT ON INDEX "Metric_unit" IS 'for charts';
  CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW."name" := trim(NEW."name"); RETURN NEW; END';
  CREATE TRIGGER stamp BEFORE INSERT ON ${METRIC} FOR EACH ROW EXECUTE FUNCTION stamp();
  ALTER TABLE ${METRIC} DISABLE TRIGGER stamp;
  GRANT SELECT ON ${METRIC} TO taktline_reader;
  GRANT INSERT, UPDATE ("value") ON ${METRIC} TO line_writer;
  CREATE STATISTICS unit_and_name ON "workUnitId", "name" FROM ${METRIC};
  INSERT INTO ${METRIC} ("timestamp", "workUnitId", "name", "value", line_id)
    SELECT now() - n * interval '97 seconds', 'press-' || n % 3, 'temperature', CASE WHEN n % 50 <> 0 THEN n / 7.0 END, 1 + n % 2
    FROM generate_series(1, 1500) n;
  CREATE TABLE ${OEE} (
    id bigint GENERATED ALWAYS AS IDENTITY (INCREMENT BY 5), "timestamp" timestamptz NOT NULL, "workUnitId" integer NOT NULL,
    "oeeScore" real, "availability" double precision, "performance" smallint
    ${options.key === 'id' ? ', CONSTRAINT oee_key PRIMARY KEY (id), CONSTRAINT oee_once UNIQUE ("workUnitId", id)' : ''}
  );
  ${options.key === 'id' ? `COMMENT ON CONSTRAINT oee_key ON ${OEE} IS 'writers upsert by it'` : ''};
  CREATE INDEX oee_at ON ${OEE} ("timestamp");
  INSERT INTO ${OEE} ("timestamp", "workUnitId", "oeeScore", "availability", "performance")
    SELECT now() - n * interval '5 minutes', 100 + n % 2, 50 + n % 40, CASE WHEN n % 7 <> 0 THEN 90.5 END, n % 120 FROM generate_series(1, 400) n`;

const MAKE_HYPERTABLES = `
  SELECT create_hypertable('${METRIC}', by_range('timestamp', INTERVAL '3 days'), migrate_data => true);
  SELECT create_hypertable('${OEE}', by_range('timestamp', INTERVAL '14 days'), migrate_data => true);
  SELECT add_retention_policy('${METRIC}', INTERVAL '5 years')`;

async function dropTables(): Promise<void> {
  await client.query(`DROP VIEW IF EXISTS "line 1".newest; DROP TABLE IF EXISTS "line 1".alarm`);
  // One by one: TimescaleDB drops no hypertable together with other things.
  await client.query(`DROP TABLE IF EXISTS ${METRIC}`);
  await client.query(`DROP TABLE IF EXISTS ${OEE}`);
  await client.query('DROP SCHEMA IF EXISTS "line 1"; DROP TABLE IF EXISTS line; DROP FUNCTION IF EXISTS stamp');
}

const options = (adoption: Partial<Adoptions> = {}, more: PlanOptions = {}): PlanOptions => ({
  tables: TABLES,
  adoption: { metric: 'auto', oee: 'auto', ...adoption },
  ...more,
});
const replan = (wanted: PlanOptions) => (each: SqlClient) => makePlan(each, DEFAULT_SCHEMA_SETTINGS, wanted);
const apply = async (wanted: PlanOptions) => applyPlan(client, await replan(wanted)(client), replan(wanted));
const remove = async () => applyPlan(client, await planRemoval(client), planRemoval);
const ids = (plan: Plan) => plan.steps.map((step) => step.id);
const digests = async () => [await digestRows(client, METRIC), await digestRows(client, OEE)];

async function expectAppliedAndClean(wanted: PlanOptions): Promise<void> {
  const left = await apply(wanted);
  expect([...ids(left), ...left.problems]).toEqual([]);
  expect(await replan(wanted)(client)).toMatchObject({ steps: [], problems: [] });
  expect((await verify(client, DEFAULT_SCHEMA_SETTINGS, wanted)).drifts).toEqual([]);
}

/** Steps between two interruptions: each of them is read and planned anew, which takes a second. */
const STEPS_AT_ONCE = process.env.TAKTLINE_LONG === undefined ? 8 : 1;

/** Breaks off after some steps, or before the n-th refresh of the preparation: so every run gets on. */
function breaking(refreshes: number): SqlClient {
  let steps = 0;
  let refreshed = 0;
  return {
    query: async (text, values) => {
      if (/(INTO|FROM|TABLE) taktline\.applied_step/.test(text) && !/^\s*SELECT (step_id|EXISTS)/.test(text))
        steps += 1;
      if (text.startsWith('CALL refresh')) refreshed += 1;
      if (steps > STEPS_AT_ONCE || refreshed > refreshes) throw new Error('connection lost');
      return values === undefined ? client.query(text) : client.query(text, [...values]);
    },
  };
}

async function untilDone(plan: (each: SqlClient) => Promise<Plan>): Promise<number> {
  for (let interruptions = 0; ; interruptions += 1) {
    const outcome = await applyPlan(breaking(interruptions), await plan(client), plan).then(
      () => 'done',
      (error: Error) => error.message,
    );
    if (outcome === 'done') return interruptions;
    expect(outcome).toContain('connection lost');
    expect(interruptions).toBeLessThan(100);
  }
}

describe('a hypertable of others', () => {
  test('gets aggregates and wake-ups on top, exact at every level, and is left as it was by removing', async () => {
    await client.query(makeTables({ key: 'id and time' }));
    await client.query(MAKE_HYPERTABLES);
    const before = await dumpCatalogue(client);
    const rows = await digests();
    const wanted = options({ metric: 'convert' }, { liveUpdates: 'wake-ups' });
    const plan = await replan(wanted)(client);
    expect(plan.notes.join('\n')).toMatch(
      /"Metric" is a hypertable: .* chunks of 3 days.* stay as they are\. .*read-only/,
    );
    expect(ids(plan).join(' ')).not.toMatch(
      /hypertable|conversion|metric-compression-policy|metric-retention|adoption/,
    );
    await expectAppliedAndClean(wanted);
    expect(await expectLevelsEqualRaw(client, 'metric', ['press-0', 'press-1', 'press-2'], RAW.metric)).toBe(1500);
    expect(await expectLevelsEqualRaw(client, 'oee', ['100', '101'], RAW.oee)).toBe(400);
    expect(await remove()).toMatchObject({ steps: [], notes: [] });
    expect(await dumpCatalogue(client)).toEqual(before);
    expect(await digests()).toEqual(rows);
    await dropTables();
  });

  test('whose own retention is within a refresh window is a reason to refuse, with the remedy', async () => {
    await client.query(makeTables({ key: 'none' }));
    await client.query(MAKE_HYPERTABLES);
    await client.query(
      `SELECT remove_retention_policy('${METRIC}'), add_retention_policy('${METRIC}', INTERVAL '2 days')`,
    );
    const plan = await replan(options())(client);
    expect(plan.problems.join(' ')).toMatch(
      /drops its rows after 2 days.*refresh window of 1min \(8 days\).*adoption\.metric/,
    );
    await dropTables();
  });
});

describe('a plain table', () => {
  test('with a key that writers may use is only read unless told otherwise: nothing is made, and why is said', async () => {
    await client.query(makeTables({ key: 'id' }));
    const before = await dumpCatalogue(client);
    const plan = await replan(options({}, { liveUpdates: 'wake-ups' }))(client);
    expect(plan).toMatchObject({ steps: [], problems: [] });
    expect(plan.notes.join('\n')).toMatch(/"Metric" is read as it is \(read-only\).*ON CONFLICT \(id\)/);
    expect(plan.notes.join('\n')).toMatch(/Setting adoption\.oee to "convert"/);
    await expectAppliedAndClean(options());
    expect(await dumpCatalogue(client)).toEqual(before);
  });

  test('that is closed to the role of daily work is opened by the script for its owner, role included', async () => {
    const planned = replan(options({}, { reader: 'line_display' }));
    const { steps, notes, dbaScript } = await planned(client);
    expect([steps, notes.join('\n')]).toEqual([[], expect.stringMatching(/line_display may not read it yet/)]);
    // Without psql's own words.
    const superuser = await connectPlant(plant.address('postgres'), { applicationName: 'taktline test' });
    await superuser.query((dbaScript ?? '').replaceAll(/^\\.*$/gm, ''));
    const { rows } = await client.query(
      `SELECT bool_and(has_schema_privilege('line_display', 'line 1', 'USAGE')) AND bool_and(has_table_privilege('line_display', t, 'SELECT')) AS may_read
         FROM unnest(ARRAY['${METRIC}', '${OEE}']) t`,
    );
    expect(rows).toEqual([{ may_read: true }]);
    const again = await planned(client);
    expect([again.dbaScript, again.notes.join('\n')]).toEqual([undefined, expect.not.stringMatching(/may not read/)]);
    await superuser.query('DROP OWNED BY line_display; DROP ROLE line_display');
    await superuser.end();
  });

  test('is converted where that is asked for, interrupted again and again, and turned back without a trace', async () => {
    const before = await dumpCatalogue(client);
    const rows = await digests();
    const wanted = options({ metric: 'convert', oee: 'convert' }, { liveUpdates: 'wake-ups' });
    const plan = await replan(wanted)(client);
    const conversion = plan.steps.find((step) => step.id === 'metric-conversion');
    expect(conversion?.sideEffect).toMatch(/ON CONFLICT \(id\).*Metric_pkey/);
    expect(conversion?.locks).toMatch(/exclusively/);
    expect(conversion?.estimateMs).toBeGreaterThan(0);
    // One table: each attempt is read, planned and broken off anew, which takes most of this test's time.
    expect(await untilDone(replan(options({ metric: 'convert', oee: 'read-only' })))).toBeGreaterThan(
      15 / STEPS_AT_ONCE,
    );
    await expectAppliedAndClean(wanted);
    expect(await digests()).toEqual(rows);
    expect(await expectLevelsEqualRaw(client, 'metric', ['press-0', 'press-1', 'press-2'], RAW.metric)).toBe(1500);
    expect(await expectLevelsEqualRaw(client, 'oee', ['100', '101'], RAW.oee)).toBe(400);
    expect(await untilDone(planRemoval)).toBeGreaterThan(20 / STEPS_AT_ONCE);
    expect(await dumpCatalogue(client)).toEqual(before);
    expect(await digests()).toEqual(rows);
    await dropTables();
  }, 300_000);

  test('without such a key is converted by itself; a view made since keeps it so until it is gone', async () => {
    await client.query(makeTables({ key: 'none' }));
    const before = await dumpCatalogue(client);
    const rows = await digests();
    const plan = await replan(options())(client);
    expect(plan.notes.join('\n')).toMatch(/"Metric" becomes a hypertable in chunks of 1 day/);
    await expectAppliedAndClean(options());
    await client.query(`CREATE VIEW newest AS SELECT max("timestamp") FROM ${METRIC}`);
    const kept = await planRemoval(client);
    expect(kept.notes.join('\n')).toMatch(/"Metric" stays a hypertable: view newest rests on it\. Mend that/);
    await remove();
    expect(await digests()).toEqual(rows);
    await client.query('DROP VIEW newest');
    expect(await remove()).toMatchObject({ steps: [], notes: [] });
    expect(await dumpCatalogue(client)).toEqual(before);
    expect(await digests()).toEqual(rows);
    await dropTables();
  });

  test('that is only read goes with a table of ours for the other family', async () => {
    await client.query(makeTables({ key: 'id' }));
    const before = await dumpCatalogue(client);
    const wanted: PlanOptions = {
      tables: { metric: TABLES.metric, oee: DEFAULT_PLANT_TABLES.oee },
      adoption: { metric: 'read-only', oee: 'auto' },
    };
    await expectAppliedAndClean(wanted);
    const { rows } = await client.query(
      `SELECT to_regclass('metric_1min') AS metric, to_regclass('oee_1min')::text AS oee`,
    );
    expect(rows).toEqual([{ metric: null, oee: 'oee_1min' }]);
    await remove();
    expect(await dumpCatalogue(client)).toEqual(before);
    await dropTables();
  });
});

describe('what cannot be converted is refused with the reason and read by itself', () => {
  test.each([
    [
      'a time without a zone',
      `ALTER TABLE ${METRIC} ALTER COLUMN "timestamp" TYPE timestamp`,
      { column: 'timestamp', kind: 'timestamp', zone: 'Europe/Berlin' },
      /its time has no zone/,
    ],
    [
      'a time that is a number',
      `ALTER TABLE ${METRIC} ADD at bigint NOT NULL DEFAULT 0`,
      { column: 'at', kind: 'epoch', unit: 'ms' },
      /its time is a number/,
    ],
    [
      'a value that is no number',
      `ALTER TABLE ${METRIC} DROP COLUMN doubled, DROP CONSTRAINT plausible; DROP INDEX "Metric_unit"; ALTER TABLE ${METRIC} ALTER COLUMN "value" TYPE text`,
      TABLES.metric.time,
      /the type of value is none/,
    ],
    [
      'a foreign key that points at it',
      `ALTER TABLE ${METRIC} ADD UNIQUE (id); CREATE TABLE "line 1".alarm (metric_id integer REFERENCES ${METRIC} (id))`,
      TABLES.metric.time,
      /foreign key alarm_metric_id_fkey of .*alarm points at it/,
    ],
    [
      'a view that rests on it',
      `CREATE VIEW "line 1".newest AS SELECT max("timestamp") FROM ${METRIC}`,
      TABLES.metric.time,
      /view "line 1"\.newest rests on it/,
    ],
    ['row security', `ALTER TABLE ${METRIC} ENABLE ROW LEVEL SECURITY`, TABLES.metric.time, /row security/],
  ] as const)('%s', async (_, sql, time, reason) => {
    await client.query(makeTables({ key: 'none' }));
    await client.query(sql);
    const before = await dumpCatalogue(client);
    const tables = { ...TABLES, metric: { ...TABLES.metric, time } };
    const refused = await replan(options({ metric: 'convert', oee: 'read-only' }, { tables }))(client);
    expect(refused.problems.join(' ')).toMatch(reason);
    expect(refused.problems.join(' ')).toMatch(/Set adoption\.metric to "read-only"/);
    const read = await replan(options({ oee: 'read-only' }, { tables }))(client);
    expect(read).toMatchObject({ steps: [], problems: [] });
    expect(read.notes.join(' ')).toMatch(reason);
    expect(await dumpCatalogue(client)).toEqual(before);
    await dropTables();
  });

  test('a column or a table that is not there, and a time of another kind', async () => {
    await client.query(makeTables({ key: 'none' }));
    const withMetric = (metric: PlantTables['metric']) =>
      replan(options({ metric: 'read-only', oee: 'read-only' }, { tables: { ...TABLES, metric } }))(client);
    const lacking = await withMetric({ ...TABLES.metric, value: 'Value' });
    expect(lacking.problems.join(' ')).toMatch(/"Metric" has no column Value\. Correct tables\.metric/);
    const absent = await withMetric({ ...TABLES.metric, table: 'Metrics' });
    expect(absent.problems.join(' ')).toMatch(/"Metrics", which the settings name for metric, is not there/);
    const other = await withMetric({ ...TABLES.metric, time: { column: 'timestamp', kind: 'epoch', unit: 's' } });
    expect(other.problems.join(' ')).toMatch(/timestamp is timestamp with time zone, not epoch/);
    await dropTables();
  });
});
