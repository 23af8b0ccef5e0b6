import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { withInstallerLock } from '../../../../src/main/provisioning/installer-lock';
import { postgresPrograms, type RealPostgres, startRealPostgres } from '../plant/real-postgres';

/** Two installers at once need two sessions: a real PostgreSQL server. */
const programs = postgresPrograms();
if (programs === undefined) console.log('skipped: the PostgreSQL server programs are not installed');

let server: RealPostgres;
let first: PlantConnection;
let second: PlantConnection;

beforeAll(async () => {
  if (programs === undefined) return;
  server = await startRealPostgres(programs);
  first = await connectPlant(server.address, { applicationName: 'first' });
  second = await connectPlant(server.address, { applicationName: 'second' });
});

afterAll(async () => {
  await second?.end();
  await server?.stop();
});

test.skipIf(programs === undefined)('a second installer is told, or waits until the first is done', async () => {
  let finish = () => {};
  const working = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let holds = () => {};
  const held = new Promise<void>((resolve) => {
    holds = resolve;
  });
  const order: string[] = [];
  const one = withInstallerLock(first, 0, async () => {
    holds();
    await working;
    order.push('first');
  });
  await held;
  await expect(withInstallerLock(second, 0, async () => {})).rejects.toMatchObject({ code: 'locked' });
  await expect(withInstallerLock(second, 50, async () => {})).rejects.toMatchObject({ code: 'locked' });
  const two = withInstallerLock(second, 20_000, async () => {
    order.push('second');
  });
  finish();
  await Promise.all([one, two]);
  expect(order).toEqual(['first', 'second']);
});

test.skipIf(programs === undefined)('an installer whose session ends leaves no lock behind', async () => {
  let holds = () => {};
  const held = new Promise<void>((resolve) => {
    holds = resolve;
  });
  const broken = withInstallerLock(first, 0, async () => {
    holds();
    await first.query('SELECT pg_sleep(60)');
  });
  await held;
  const outcome = expect(broken).rejects.toThrow();
  await second.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'first'`);
  await outcome;
  expect(await withInstallerLock(second, 20_000, async () => 'mine')).toBe('mine');
});
