import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant, type PlantAddress } from '../../src/main/plant/connection';
import { postgresPrograms, type RealPostgres, startRealPostgres } from '../integration/main/plant/real-postgres';
import { makePlainTables } from '../support/plain-tables';
import { FaultRig } from './fault-rig';

const programs = postgresPrograms();
if (programs === undefined)
  console.log('left out: failover of the plant, because PostgreSQL is not installed (apt-get install postgresql)');

describe.skipIf(programs === undefined)('when another server takes over', () => {
  let primary: RealPostgres;
  let standby: RealPostgres;
  let rig: FaultRig | undefined;

  beforeAll(async () => {
    primary = await startRealPostgres(programs ?? '');
    const owner = await connectPlant(primary.address, { applicationName: 'test owner' });
    await makePlainTables(owner);
    await owner.end();
    standby = await primary.startStandby();
  });

  afterEach(() => rig?.close());
  afterAll(async () => {
    await standby?.stop();
    await primary?.stop();
  });

  test('the viewers follow: by polling while it is a standby, woken again once it is promoted', async () => {
    let truth: PlantAddress = primary.address;
    const appliance = await FaultRig.start({ address: primary.address, truth: () => truth });
    rig = appliance;
    appliance.line.cut();
    await appliance.reached(({ state }) => state === 'offline');
    appliance.line.lead(standby.address);
    appliance.line.mend();
    // A standby refuses LISTEN, and has every row of the primary's.
    await appliance.reached(({ state, feed }) => state === 'online' && feed === 'poll');
    await appliance.rowsArrive();

    const killedMs = performance.now();
    await primary.kill();
    truth = standby.address;
    const owner = await connectPlant(standby.address, { applicationName: 'test owner' });
    await owner.query('select pg_promote()');
    await owner.end();
    await appliance.reached(({ state, feed }) => state === 'online' && feed === 'listen', 60_000);
    console.log(`promoted, and listening again after ${((performance.now() - killedMs) / 1_000).toFixed(1)} s`);
    await appliance.rowsArrive();
    await appliance.expectRecordsToBeTheTable();
  });

  test('a primary that dies takes rows along that its standby never got: the viewers show the rows that are left', async () => {
    // The promoted server is the primary now, its standby a new one.
    const next = await standby.startStandby();
    try {
      let truth: PlantAddress = standby.address;
      const appliance = await FaultRig.start({ address: standby.address, truth: () => truth });
      rig = appliance;
      const owner = await connectPlant(next.address, { applicationName: 'test owner' });
      await owner.query("alter system set primary_conninfo = ''");
      await owner.query('select pg_reload_conf()');
      await appliance.rowsArrive();
      const shown = await appliance.rows();
      await standby.kill();
      await owner.query('select pg_promote()');
      await owner.end();
      truth = next.address;
      const left = new Set(await appliance.rows());
      expect(shown.filter((row) => !left.has(row)).length).toBeGreaterThan(0);
      appliance.line.lead(next.address);
      await appliance.reached(({ state, feed }) => state === 'online' && feed === 'listen', 60_000);
      await appliance.rowsArrive();
      await appliance.expectRecordsToBeTheTable();
    } finally {
      await rig?.close();
      rig = undefined;
      await next.stop();
    }
  });
});
