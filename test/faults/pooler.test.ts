import { afterEach, describe, expect, test } from 'vitest';
import { connectPlant } from '../../src/main/plant/connection';
import { postgresPrograms, startRealPostgres } from '../integration/main/plant/real-postgres';
import { makePlainTables } from '../support/plain-tables';
import { isPgBouncerInstalled, startRealPgBouncer } from '../support/real-pgbouncer';
import { FaultRig } from './fault-rig';

const programs = postgresPrograms();
const isPossible = programs !== undefined && isPgBouncerInstalled();
if (!isPossible)
  console.log(
    'left out: the feed through a pooler, because PostgreSQL or PgBouncer is not installed (apt-get install postgresql pgbouncer)',
  );

describe.skipIf(!isPossible)('through PgBouncer in transaction mode, which swallows notifications', () => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  test('the feed polls and says so, and its viewers are shown every row once; the pooler may restart', async () => {
    const server = await startRealPostgres(programs ?? '');
    stops.push(() => server.stop());
    const owner = await connectPlant(server.address, { applicationName: 'test owner' });
    await makePlainTables(owner);
    await owner.end();
    const settings = ['pool_mode = transaction', 'ignore_startup_parameters = statement_timeout,options'];
    const pooler = await startRealPgBouncer(server.address, settings);
    stops.push(() => pooler.stop());
    const rig = await FaultRig.start(
      { address: { ...server.address, port: pooler.port }, truth: () => server.address },
      'poll',
    );
    stops.push(() => rig.close());
    const report = await rig.diagnostics();
    expect(report.feed).toBe('poll');
    expect(report.live?.reason).toMatch(/notification/);
    const other = await startRealPgBouncer(server.address, settings);
    stops.push(() => other.stop());
    rig.line.cut();
    await rig.reached(({ state }) => state === 'offline');
    rig.line.lead({ host: '127.0.0.1', port: other.port });
    rig.line.mend();
    await rig.reached(({ state, feed }) => state === 'online' && feed === 'poll');
    await rig.rowsArrive();
    await rig.expectRecordsToBeTheTable();
  });
});
