import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parsePlantUrl, plantAddress } from '../../../../src/main/plant/address';
import { connectPlant, type PlantAddress, type PlantConnection } from '../../../../src/main/plant/connection';
import { applyPlan } from '../../../../src/main/provisioning/apply';
import { makePlan } from '../../../../src/main/provisioning/plan';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import type { SqlClient } from '../../../../src/main/provisioning/sql-client';
import { temporaryFolder } from '../../../support/temporary-folder';

/** What needs a server of its own right: roles, psql, a million rows. */
const url = process.env.TAKTLINE_TEST_PLANT_URL;
if (url === undefined) console.log('skipped: TAKTLINE_TEST_PLANT_URL names no server with TimescaleDB');

const replan = (each: SqlClient) => makePlan(each, DEFAULT_SCHEMA_SETTINGS);

describe.skipIf(url === undefined)('on a native server', () => {
  const suffix = randomUUID().replaceAll('-', '');
  const role = `taktline_role_${suffix}`;
  let server: PlantAddress;
  let address: PlantAddress;
  let admin: PlantConnection;

  beforeAll(async () => {
    server = plantAddress(parsePlantUrl(url ?? ''), () => '');
    address = { ...server, database: `taktline_native_${suffix}` };
    admin = await connectPlant(server, { applicationName: 'taktline test' });
    await admin.query(`CREATE DATABASE ${address.database} TEMPLATE template0`);
    await admin.query(`CREATE ROLE ${role} LOGIN`);
  });

  afterAll(async () => {
    await admin?.query(`DROP DATABASE IF EXISTS ${address.database} WITH (FORCE)`);
    await admin?.query(`DROP ROLE IF EXISTS ${role}`);
    await admin?.end();
  });

  test('a role without rights provisions after the DBA has run the script by psql, once', async () => {
    let client = await connectPlant({ ...address, user: role }, { applicationName: 'taktline test' });
    const plan = await replan(client);
    expect(plan.steps[0]?.needsRight).toBe(`CREATE on the database ${address.database}`);
    const left = await applyPlan(client, plan, replan);
    expect(left.steps.map((step) => step.id)).toEqual(plan.steps.map((step) => step.id));
    const file = join(temporaryFolder(), 'dba.sql');
    writeFileSync(file, plan.dbaScript ?? '');
    const { host, port, user, database } = address;
    await promisify(execFile)('psql', ['-h', host, '-p', String(port), '-U', user, '-d', database, '-X', '-f', file]);
    await client.end();
    client = await connectPlant({ ...address, user: role }, { applicationName: 'taktline test' });
    try {
      const next = await replan(client);
      expect(next.dbaScript).toBeUndefined();
      expect(await applyPlan(client, next, replan)).toMatchObject({ steps: [], problems: [] });
    } finally {
      await client.end();
    }
  });

  test('with a million rows in place planning takes under a second', async () => {
    const owner = await connectPlant(address, { applicationName: 'taktline test', statementTimeoutMs: 120_000 });
    await owner.query(
      `INSERT INTO performance_metric SELECT now() - n * interval '15 seconds', 'unit-' || n % 20, 0.7, 0.8, 0.9, 0.97 FROM generate_series(1, 1000000) n`,
    );
    const startedMs = performance.now();
    const plan = await replan(owner);
    const tookMs = performance.now() - startedMs;
    await owner.end();
    expect(plan.steps).toEqual([]);
    console.log(`planning with 1,000,000 rows: ${Math.round(tookMs)} ms`);
    expect(tookMs).toBeLessThan(1000);
  });
});
