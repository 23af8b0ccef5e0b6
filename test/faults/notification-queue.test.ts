import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../src/main/plant/connection';
import { postgresPrograms, type RealPostgres, startRealPostgres } from '../integration/main/plant/real-postgres';
import { makePlainTables } from '../support/plain-tables';
import { FaultRig } from './fault-rig';

const programs = postgresPrograms();
const IS_LONG = process.env.TAKTLINE_LONG !== undefined;
if (programs === undefined)
  console.log('left out: a full notification queue, because PostgreSQL is not installed (apt-get install postgresql)');
else if (!IS_LONG)
  console.log('left out: a notification queue above a quarter and a full one of 8 GB (npm run test:long)');

/** Distinct ones of one transaction are all kept; 8,000 bytes would be refused. */
const FILL = "select pg_notify('filler', n::text || repeat('x', 7900)) from generate_series(1, 10000) n";
const FILL_ROUNDS_MOST = 130;

describe.skipIf(programs === undefined || !IS_LONG)('with a notification queue', () => {
  let server: RealPostgres;
  let owner: PlantConnection;
  let rig: FaultRig | undefined;

  beforeAll(async () => {
    server = await startRealPostgres(programs ?? '');
    owner = await connectPlant(server.address, { applicationName: 'test owner', statementTimeoutMs: 120_000 });
    await makePlainTables(owner);
  });
  afterEach(() => rig?.close());
  afterAll(async () => {
    await owner?.end();
    await server?.stop();
  });

  const usage = async () => Number((await owner.query('select pg_notification_queue_usage() as usage')).rows[0]?.usage);

  test('above a quarter the triggers are silent, and the viewers are shown every row once all the same', async () => {
    // The superuser may stand in for the server's function: filling 2 GB takes minutes.
    await owner.query(
      "create or replace function pg_catalog.pg_notification_queue_usage() returns float8 language sql as 'select 0.3::float8'",
    );
    try {
      rig = await FaultRig.start({ address: server.address });
      await rig.expectRecordsToBeTheTable();
    } finally {
      await owner.query(
        "create or replace function pg_catalog.pg_notification_queue_usage() returns float8 language internal volatile strict parallel restricted as 'pg_notification_queue_usage'",
      );
    }
  });

  test(
    'that is full no writer fails, and the viewers are shown every row once',
    async () => {
      const appliance = await FaultRig.start({ address: server.address });
      rig = appliance;
      // A session that listens and never ends its transaction keeps every notification in the queue.
      const holder = await connectPlant(
        server.address,
        { applicationName: 'test holder', statementTimeoutMs: 0 },
        () => {},
      );
      await holder.query('listen filler');
      await holder.query('begin');
      const [{ pid } = { pid: 0 }] = (await holder.query('select pg_backend_pid() as pid')).rows;
      let isFull = false;
      for (let round = 0; round < FILL_ROUNDS_MOST && !isFull; round += 1) {
        isFull = await owner.query(FILL).then(
          () => false,
          (error: Error) => /too many notifications/.test(error.message),
        );
      }
      console.log(`notification queue: full ${isFull}, usage ${(await usage()).toFixed(3)}`);
      expect(isFull).toBe(true);
      await owner.query("insert into metric values (now(), 'press-1', 'written while full', 1)");
      await appliance.rowsArrive();
      // Ended by its own will it would first be sent all eight gigabytes.
      await owner.query('select pg_terminate_backend($1)', [pid]);
      await appliance.expectRecordsToBeTheTable();
    },
    20 * 60_000,
  );
});
