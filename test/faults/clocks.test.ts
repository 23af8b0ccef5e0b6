import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../src/main/plant/connection';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/shared/time';
import { postgresPrograms, type RealPostgres, startRealPostgres } from '../integration/main/plant/real-postgres';
import { makePlainTables } from '../support/plain-tables';
import { FAULT_UNITS, FaultRig } from './fault-rig';

const programs = postgresPrograms();
if (programs === undefined)
  console.log('left out: clocks that are wrong, because PostgreSQL is not installed (apt-get install postgresql)');

const BACK = [
  ['by an hour', HOUR_MS] as const,
  ...(process.env.TAKTLINE_LONG === undefined ? [] : ([['by four minutes', 4 * MINUTE_MS]] as const)),
];
/** A clock of the server's own: what is not named by schema finds it before the real one. */
const CLOCK = `
  create schema clock;
  create table clock.shift (by_ms float8 not null);
  insert into clock.shift values (0);
  create function clock.clock_timestamp() returns timestamptz language sql volatile as
    $$ select pg_catalog.clock_timestamp() + by_ms * interval '1 millisecond' from clock.shift $$;
  alter database postgres set search_path = clock, pg_catalog, public;`;

describe.skipIf(programs === undefined)('viewers are shown every row once, and none before its time, when', () => {
  let server: RealPostgres;
  let owner: PlantConnection;
  let rig: FaultRig;
  let shiftMs = 0;

  beforeAll(async () => {
    server = await startRealPostgres(programs ?? '');
    owner = await connectPlant(server.address, { applicationName: 'test owner' });
    await makePlainTables(owner);
    await owner.query(CLOCK);
  });

  afterEach(async () => {
    await rig?.close();
    await owner.query('truncate metric, performance_metric');
    await setClock(0);
  });

  afterAll(async () => {
    await owner?.end();
    await server?.stop();
  });

  async function setClock(byMs: number): Promise<void> {
    shiftMs = byMs;
    await owner.query('update clock.shift set by_ms = $1', [byMs]);
  }

  const start = async () => {
    rig = await FaultRig.start({ address: server.address, nowMs: () => Date.now() + shiftMs });
  };

  /** Rows that are not ahead of the plant's clock. */
  const isDue = (row: string) => Number(JSON.parse(row)[3]) < Date.now() + shiftMs + 5 * SECOND_MS;

  test('the plant’s clock jumps forward by an hour', async () => {
    await start();
    // A row on its way would be an hour old when it comes: history, not news.
    await rig.whileNobodyWrites(() => setClock(HOUR_MS));
    await rig.rowsArrive();
    await rig.sourcesAhead(false);
    await rig.expectRecordsToBeTheTable(isDue);
  });

  test.each(BACK)(
    'it jumps back %s, and forward again: what was taken back comes when it is due',
    async (_what, byMs) => {
      await start();
      await setClock(-byMs);
      await rig.rowsArrive();
      await rig.sourcesAhead(true);
      await rig.expectRecordsToBeTheTable(isDue);
      await setClock(0);
      await rig.rowsArrive();
      await rig.expectRecordsToBeTheTable(isDue);
    },
  );

  test('one row is of the year 2099: it is told of, and holds up nothing', async () => {
    await start();
    await owner.query("insert into metric values ('2099-01-01', $1, 'count', 2099)", [FAULT_UNITS[1]]);
    await rig.rowsArrive();
    const [viewer] = rig.viewers;
    const farMs = Date.UTC(2099, 0, 1) - Date.now();
    expect(viewer?.aheadMs.get(FAULT_UNITS[1])).toBeGreaterThan(farMs - MINUTE_MS);
    await rig.expectRecordsToBeTheTable(isDue);
  });
});
