import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parsePlantUrl } from '../../../../../src/main/plant/address';
import { connectPlant, type PlantConnection } from '../../../../../src/main/plant/connection';
import { planAdaptations } from '../../../../../src/main/provisioning/connection-test/known-faults';
import { startTestPlant, type TestPlant } from '../../../../support/embedded-plant';
import { postgresPrograms, startRealPostgres } from '../../plant/real-postgres';
import { runStages } from './run-stages';

describe('a connection test of the embedded plant', () => {
  let plant: TestPlant;
  beforeAll(async () => {
    plant = await startTestPlant();
  });
  afterAll(() => plant.stop());

  test('finds everything in order but the faults of its version and the missing workers', async () => {
    const { host, port, database, user } = plant.address();
    const run = await runStages({ host, port, database, user });
    expect(run.results.filter(({ verdict }) => verdict !== 'passed').map(({ stage }) => stage)).toEqual([
      'timescaledb-version',
      'workers',
    ]);
    expect(run.of('timescaledb-version').details.adaptations).toContain('one-refresh-at-a-time');
    expect(run.tookMs).toBeLessThan(10_000);
  });
});

const url = process.env.TAKTLINE_TEST_PLANT_URL;
if (url === undefined) console.log('Skipped: no TAKTLINE_TEST_PLANT_URL names a native TimescaleDB.');

describe.runIf(url !== undefined)('a connection test of a native TimescaleDB', () => {
  const database = `taktline_test_${randomUUID().slice(0, 8)}`;
  const role = `${database}_owner`;
  const target = (change: { readonly user?: string } = {}) => ({ ...parsePlantUrl(url ?? ''), database, ...change });
  let admin: PlantConnection;

  beforeAll(async () => {
    admin = await connectPlant(
      (({ sslMode: _mode, sslRootCertificate: _file, ...address }) => address)(parsePlantUrl(url ?? '')),
      { applicationName: 'test' },
    );
    await admin.query(`CREATE DATABASE ${database} TEMPLATE template0`);
    await admin.query(`CREATE ROLE ${role} LOGIN`);
  });
  afterAll(async () => {
    await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
    await admin.query(`DROP ROLE ${role}`);
    await admin.end();
  });

  async function inDatabase(sql: string): Promise<void> {
    const { host, port, user, password } = target();
    const session = await connectPlant(
      { host, port, user, database, ...(password === undefined ? {} : { password }) },
      { applicationName: 'test' },
    );
    await session.query(sql);
    await session.end();
  }

  test('before the extension is installed says who may install it', async () => {
    const may = await runStages(target());
    expect(may.of('timescaledb')).toMatchObject({ verdict: 'warned' });
    expect(may.of('licence').verdict).toBe('skipped');
    expect(may.of('timescaledb-version').details.version).toBeDefined();
    const mayNot = await runStages(target({ user: role }));
    expect(mayNot.of('timescaledb').remedy).toContain('CREATE EXTENSION');
    expect(mayNot.of('timescaledb').verdict).toBe('failed');
    expect(mayNot.of('timescaledb-version').verdict).toBe('skipped');
  });

  test('finds the extension, its licence and its scheduler, for an ordinary role too', async () => {
    await inDatabase('CREATE EXTENSION timescaledb');
    await expect
      .poll(async () => (await runStages(target({ user: role }))).of('workers').verdict, { timeout: 20_000 })
      .toBe('passed');
    const run = await runStages(target({ user: role }));
    expect(run.of('licence').verdict).toBe('passed');
    expect(run.of('listen').verdict).toBe('passed');
    const { version } = run.of('timescaledb-version').details;
    expect(run.of('timescaledb-version').verdict).toBe(planAdaptations(String(version)).size > 0 ? 'warned' : 'passed');
  });
});

const programs = postgresPrograms();
const hasTimescale = programs !== undefined && existsSync(join(programs, '..', 'lib', 'timescaledb.so'));
if (!hasTimescale) console.log('Skipped: the PostgreSQL server installed here has no TimescaleDB.');

describe.runIf(hasTimescale)('a connection test of the Apache edition', () => {
  test('says that it has neither aggregates nor compression', async () => {
    // The licence is read from the configuration or the command line alone, never from a database's settings.
    const server = await startRealPostgres(programs ?? '', [
      'shared_preload_libraries=timescaledb',
      'timescaledb.license=apache',
      'timescaledb.telemetry_level=off',
    ]);
    const admin = await connectPlant(server.address, { applicationName: 'test' });
    await admin.query('CREATE EXTENSION timescaledb');
    await admin.end();
    const { verdict, what, remedy } = (await runStages({ ...server.address, sslMode: 'disable' })).of('licence');
    await server.stop();
    expect(verdict).toBe('failed');
    expect(what).toContain('apache');
    expect(remedy).toContain("timescaledb.license = 'timescale'");
  });
});
