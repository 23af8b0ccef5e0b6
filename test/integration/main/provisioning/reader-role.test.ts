import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { applyPlan } from '../../../../src/main/provisioning/apply';
import { makePlan, type Plan } from '../../../../src/main/provisioning/plan';
import { READER_RELATIONS } from '../../../../src/main/provisioning/reader-steps';
import { planRemoval } from '../../../../src/main/provisioning/removal';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import type { SqlClient } from '../../../../src/main/provisioning/sql-client';
import { type Drift, verify } from '../../../../src/main/provisioning/verify';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';

/** The role of daily work on one plant, from its plan to its removal: the tests follow one another. */

/** Roles belong to the whole server: a name of this run's own. */
const READER = `shop "reader" ${randomUUID().slice(0, 8)}`;
const QUOTED = `"${READER.replaceAll('"', '""')}"`;
const options = { reader: READER, liveUpdates: 'wake-ups' } as const;
const replan = (each: SqlClient) => makePlan(each, DEFAULT_SCHEMA_SETTINGS, options);
const idsOf = (plan: Plan) => plan.steps.map((step) => step.id);

let plant: TestPlant;
/** Provisions; may make no roles. */
let owner: PlantConnection;
let superuser: PlantConnection;
let reader: PlantConnection;

beforeAll(async () => {
  plant = await startTestPlant({ runJobs: false });
  owner = await connectPlant(plant.address(), { applicationName: 'taktline test' });
  superuser = await connectPlant(plant.address('postgres'), { applicationName: 'taktline test' });
});

afterAll(async () => {
  await reader?.end();
  await owner?.end();
  await superuser?.query(`DROP ROLE IF EXISTS ${QUOTED}`);
  await superuser?.end();
  await plant?.stop();
});

/** Rows without a refresh make watermarks stale, which is not what is looked at here. */
async function driftsOf(): Promise<readonly Drift[]> {
  const { drifts } = await verify(superuser, DEFAULT_SCHEMA_SETTINGS, options);
  return drifts.filter((drift) => drift.kind !== 'stale-watermark');
}

async function applyAs(client: PlantConnection): Promise<Plan> {
  return applyPlan(client, await replan(client), replan);
}

/** Everything that a reader might try to change, and what the server says to it. */
const ATTEMPTS: Readonly<Record<string, string>> = {
  'insert a sample': `INSERT INTO metric VALUES (now(), 'a', 'b', 1)`,
  'insert an OEE sample': `INSERT INTO performance_metric VALUES (now(), 'a', 1, 1, 1, 1)`,
  'change a sample': 'UPDATE metric SET value = 0',
  'delete samples': 'DELETE FROM metric',
  'empty a table': 'TRUNCATE metric',
  'lock a table': 'DO $$ BEGIN LOCK TABLE metric IN ACCESS EXCLUSIVE MODE; END $$',
  'rename a unit': `INSERT INTO work_unit (work_unit_id) VALUES ('a')`,
  'set a limit': `INSERT INTO metric_definition (work_unit_id, name) VALUES ('a', 'b')`,
  'write into the ledger': `DELETE FROM taktline.applied_step`,
  'write the preparation': `UPDATE taktline.preparation SET prepared_to = now()`,
  'invent a recording': `INSERT INTO taktline.recording (work_unit_id, metric_name, source_file, first_time, last_time, state) VALUES ('a', 'b', 'c', now(), now(), 'done')`,
  'change the calendar': `INSERT INTO taktline.work_calendar (line, document_version, document) VALUES ('', 1, '{}')`,
  'make a table in public': 'CREATE TABLE public.mine (x int)',
  'make a table in taktline': 'CREATE TABLE taktline.mine (x int)',
  'make a schema': 'CREATE SCHEMA mine',
  'make a function': `CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  'drop an aggregate': 'DROP MATERIALIZED VIEW metric_1day',
  'alter an aggregate': 'ALTER MATERIALIZED VIEW metric_1day SET (timescaledb.materialized_only = true)',
  'drop a trigger': 'DROP TRIGGER taktline_wake_on_insert ON metric',
  'replace our function': `CREATE OR REPLACE FUNCTION taktline.wake_up_channel(work_unit_id text) RETURNS text LANGUAGE sql AS 'SELECT NULL'`,
  'drop old chunks': `SELECT drop_chunks('metric', older_than => now())`,
  'compress a chunk': `SELECT compress_chunk(c) FROM show_chunks('metric') AS c`,
  'refresh an aggregate': `CALL refresh_continuous_aggregate('metric_1min', NULL, NULL)`,
  'take away a policy': `SELECT remove_retention_policy('metric')`,
  'change a job': `SELECT alter_job(job_id, scheduled => false) FROM timescaledb_information.jobs WHERE job_id >= 1000`,
  'change a job through our function': `SELECT taktline.refresh_oldest_first(job_id) FROM timescaledb_information.jobs WHERE job_id >= 1000`,
};

describe('the plan', () => {
  test('of an owner who may make no roles puts the role into the script, last, and does all the rest', async () => {
    const plan = await replan(owner);
    const [role, select] = plan.steps.slice(-2);
    expect(role).toMatchObject({
      id: `reader-role ${READER}`,
      group: 'roles',
      action: 'make',
      needsRight: 'CREATEROLE',
    });
    expect(select).toMatchObject({ id: `reader-select ${READER}` });
    expect(select?.needsRight).toBeUndefined();
    expect(plan.dbaScript).toContain(`CREATE ROLE ${QUOTED} LOGIN;`);
    // The ledger may not be there yet when the script runs.
    expect(plan.dbaScript).not.toContain('applied_step');
    const left = await applyAs(owner);
    expect(idsOf(left)).toEqual([`reader-role ${READER}`, `reader-select ${READER}`]);
  });

  test('of a superuser makes the role, without a password, and grants each relation by name', async () => {
    const plan = await replan(superuser);
    expect(plan.dbaScript).toBeUndefined();
    expect(plan.steps.map((step) => step.sql).join('\n')).not.toMatch(/PASSWORD/);
    expect(await applyAs(superuser)).toMatchObject({ steps: [], problems: [] });
    const { rows } = await superuser.query('SELECT rolpassword FROM pg_authid WHERE rolname = $1', [READER]);
    expect(rows).toEqual([{ rolpassword: null }]);
    expect(await driftsOf()).toEqual([]);
  });

  test('tells what everybody may do, and how to take it away', async () => {
    const { notes } = await replan(superuser);
    expect(notes.join('\n')).toMatch(/may make temporary tables .* REVOKE TEMPORARY ON DATABASE/);
  });
});

describe('the reader', () => {
  beforeAll(async () => {
    await owner.query(
      `INSERT INTO metric SELECT now() - n * interval '1 hour', 'press-1', 'force', n FROM generate_series(0, 72) n`,
    );
    reader = await connectPlant(plant.address(READER), { applicationName: 'taktline test reader' });
  });

  test('reads every table, every aggregate and our bookkeeping, chunks and aggregates that came later too', async () => {
    // Chunks of rows inserted after the grants.
    const { rows } = await reader.query('SELECT count(*)::int AS samples FROM metric');
    expect(rows).toEqual([{ samples: 73 }]);
    for (const relation of READER_RELATIONS) await reader.query(`SELECT * FROM ${relation} LIMIT 1`);
    const { rows: chunks } = await reader.query(`SELECT show_chunks('metric')::text AS chunk`);
    expect(chunks.length).toBeGreaterThan(1);
    for (const { chunk } of chunks) await reader.query(`SELECT * FROM ${chunk} LIMIT 1`);
    await owner.query('DROP MATERIALIZED VIEW oee_1day');
    expect(idsOf(await replan(superuser))).toEqual(['oee-1day', 'oee-1day-refresh', `reader-select ${READER}`]);
    expect(await applyAs(superuser)).toMatchObject({ steps: [] });
    await reader.query('SELECT * FROM oee_1day LIMIT 1');
  });

  test('listens, and asks for the channel of a unit', async () => {
    const { rows } = await reader.query(`SELECT taktline.wake_up_channel('press-1') AS channel`);
    await reader.query(`LISTEN "${rows[0]?.channel}"`);
    const woken = new Promise((resolve) => reader.once('notification', resolve));
    await owner.query(`INSERT INTO metric VALUES (now(), 'press-1', 'force', 1)`);
    await woken;
    await reader.query('UNLISTEN *');
  });

  test.each(Object.entries(ATTEMPTS))('may not %s, also after its session has left read-only mode', async (_, sql) => {
    await reader.query('SET default_transaction_read_only = off');
    await expect(reader.query(sql)).rejects.toThrow(/permission denied|must be owner|insufficient permissions/i);
  });
});

describe('drift', () => {
  test('a right that was taken away is pending, and applying gives it back', async () => {
    await owner.query(`REVOKE SELECT ON metric_1hour FROM ${QUOTED}`);
    const drifts = await driftsOf();
    expect(drifts.map((drift) => drift.about)).toEqual([`reader-select ${READER}`]);
    expect(await applyAs(superuser)).toMatchObject({ steps: [] });
    await reader.query('SELECT * FROM metric_1hour LIMIT 1');
  });

  test('sessions that no longer begin read-only are put right', async () => {
    await superuser.query(`ALTER ROLE ${QUOTED} RESET default_transaction_read_only`);
    const plan = await replan(superuser);
    expect(plan.steps).toMatchObject([{ id: `reader-role ${READER}`, action: 'alter' }]);
    expect(await applyAs(superuser)).toMatchObject({ steps: [] });
  });

  test('rights beyond reading are told with the remedy, by plan and verify, and never taken away unasked', async () => {
    await owner.query(`GRANT INSERT ON metric TO ${QUOTED}`);
    await superuser.query(`ALTER ROLE ${QUOTED} CREATEDB`);
    const expected = /The role .* may do more than read: it may create databases, and may write public\.metric\./;
    const drifts = await driftsOf();
    expect(drifts).toMatchObject([{ kind: 'reader', about: READER, sentence: expect.stringMatching(expected) }]);
    const plan = await replan(superuser);
    expect(plan.steps).toEqual([]);
    expect(plan.notes.join('\n')).toMatch(expected);
    await owner.query(`REVOKE INSERT ON metric FROM ${QUOTED}`);
    await superuser.query(`ALTER ROLE ${QUOTED} NOCREATEDB`);
    expect(await driftsOf()).toEqual([]);
  });

  test('a reader of another name is a plan of its own, and the former one is named', async () => {
    const plan = await makePlan(superuser, DEFAULT_SCHEMA_SETTINGS, { ...options, reader: 'somebody_else' });
    expect(idsOf(plan)).toEqual(['reader-role somebody_else', 'reader-select somebody_else']);
    expect(plan.notes.join('\n')).toContain(`${READER} was the role for daily work before`);
  });

  test('the role that provisions is no reader', async () => {
    const plan = await makePlan(owner, DEFAULT_SCHEMA_SETTINGS, { ...options, reader: 'taktline' });
    expect(plan.steps).toEqual([]);
    expect(plan.notes.join('\n')).toContain('No role for daily work is made: taktline is the role that provisions.');
  });
});

describe('remove', () => {
  test('keeps a role that others have given rights to, and says which', async () => {
    await owner.query(`CREATE TABLE public.recipe (x int); GRANT SELECT ON public.recipe TO ${QUOTED}`);
    const plan = await planRemoval(superuser);
    expect(plan.notes.join('\n')).toContain(`The role ${READER} stays: other things rest on it (table public.recipe).`);
    expect(idsOf(plan)).not.toContain(`reader-role ${READER}`);
    await owner.query('DROP TABLE public.recipe');
  });

  test('takes its rights back, then the role', async () => {
    await reader.end();
    const plan = await planRemoval(superuser);
    expect(idsOf(plan).slice(0, 2)).toEqual([`reader-select ${READER}`, `reader-role ${READER}`]);
    await applyPlan(superuser, plan, planRemoval);
    const { rows } = await superuser.query('SELECT FROM pg_roles WHERE rolname = $1', [READER]);
    expect(rows).toEqual([]);
  });
});
