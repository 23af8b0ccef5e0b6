import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectPlant } from '../../src/main/plant/connection';
import { postgresPrograms, type RealPostgres, startRealPostgres } from '../integration/main/plant/real-postgres';
import { makePlainTables } from '../support/plain-tables';
import { FaultRig } from './fault-rig';

const programs = postgresPrograms();
if (programs === undefined)
  console.log('left out: faults of the plant, because PostgreSQL is not installed (apt-get install postgresql)');

describe.skipIf(programs === undefined)('viewers are shown every row once, whatever happens to', () => {
  let server: RealPostgres;
  let rig: FaultRig;

  beforeAll(async () => {
    server = await startRealPostgres(programs ?? '');
    const owner = await connectPlant(server.address, { applicationName: 'test owner' });
    await makePlainTables(owner);
    await owner.end();
  });

  beforeEach(async () => {
    rig = await FaultRig.start({ address: server.address });
  });

  afterEach(() => rig?.close());
  afterAll(() => server?.stop());

  test('the server: it crashes and starts again; OFFLINE within 2 s', async () => {
    const killedMs = performance.now();
    await server.kill();
    await rig.reached(({ state }) => state === 'offline');
    const offlineMs = Math.max(...rig.toldAfterMs('offline', killedMs));
    console.log(`server killed: OFFLINE on every screen after ${offlineMs.toFixed(0)} ms`);
    expect(offlineMs).toBeLessThan(2_000);
    // Tried in vain, more than once.
    await rig.line.triedAgain(2);
    await server.start();
    await rig.reached(({ state, feed }) => state === 'online' && feed === 'listen');
    await rig.rowsArrive();
    await rig.expectRecordsToBeTheTable();
  });

  test('our sessions: each is ended by pg_terminate_backend, again and again', async () => {
    const owner = await connectPlant(server.address, { applicationName: 'test owner' });
    const end = () =>
      owner.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'taktline%'");
    // Each time as soon as one is there again, with the others still on their way.
    for (let round = 0; round < 8; round += 1)
      await vi.waitFor(async () => expect((await end()).rows).not.toEqual([]), { timeout: 20_000, interval: 5 });
    await owner.end();
    await rig.reached(({ state, feed }) => state === 'online' && feed === 'listen');
    await rig.expectRecordsToBeTheTable();
  });

  test('the line: half-open, nothing comes and nobody says so; LATE, then OFFLINE within 3 s', async () => {
    await rig.heartbeatSent();
    const heldMs = performance.now();
    rig.line.hold();
    await rig.reached(({ state }) => state === 'offline');
    const lateMs = Math.max(...rig.toldAfterMs('late', heldMs));
    const offlineMs = Math.max(...rig.toldAfterMs('offline', heldMs));
    console.log(`line held: LATE after ${lateMs.toFixed(0)} ms, OFFLINE after ${offlineMs.toFixed(0)} ms`);
    expect(lateMs).toBeLessThan(2_000);
    expect(offlineMs).toBeLessThan(3_000);
    await Promise.all(rig.writers.map((writer) => writer.committed(25)));
    rig.line.mend();
    await rig.reached(({ state, feed }) => state === 'online' && feed === 'listen');
    await rig.rowsArrive();
    await rig.expectRecordsToBeTheTable();
  });

  test('the cable: pulled, and given up within 5 s; what was sent meanwhile is lost, the rows are not', async () => {
    await rig.heartbeatSent();
    const pulledMs = performance.now();
    rig.line.drop();
    const left = rig.line.leftByAll();
    await rig.reached(({ state }) => state === 'offline');
    const offlineMs = Math.max(...rig.toldAfterMs('offline', pulledMs));
    expect(offlineMs).toBeLessThan(3_000);
    await left;
    const givenUpMs = performance.now() - pulledMs;
    console.log(`cable pulled: OFFLINE after ${offlineMs.toFixed(0)} ms, given up after ${givenUpMs.toFixed(0)} ms`);
    // Five seconds, and one for a goodbye that nobody answers.
    expect(givenUpMs).toBeLessThan(6_500);
    rig.line.mend();
    await rig.reached(({ state, feed }) => state === 'online' && feed === 'listen');
    await rig.rowsArrive();
    await rig.expectRecordsToBeTheTable();
  });
});
