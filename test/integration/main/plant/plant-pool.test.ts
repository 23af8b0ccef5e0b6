import { createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { systemTimers } from '../../../../src/main/plant/clock';
import { connectPlant, type PlantAddress, type PlantConnection } from '../../../../src/main/plant/connection';
import { PlantDatabase, type PlantPoolSettings } from '../../../../src/main/plant/plant-database';
import { isPlantUnreachable, PlantBusyError } from '../../../../src/main/plant/plant-error';
import { settlesBefore } from '../../../support/settles-before';
import { BACKEND, sleep } from './questions';
import { postgresPrograms, type RealPostgres, startRealPostgres } from './real-postgres';

const programs = postgresPrograms();
if (programs === undefined)
  console.log('PostgreSQL is not installed (apt-get install postgresql): its tests are skipped');

describe.skipIf(programs === undefined)('the pool on a real PostgreSQL server', () => {
  let server: RealPostgres;
  let admin: PlantConnection;
  const databases: PlantDatabase[] = [];
  const troubles: Error[] = [];

  beforeAll(async () => {
    server = await startRealPostgres(programs ?? '', ['max_connections=60']);
    admin = await connectPlant(server.address, { applicationName: 'test' });
  });
  afterEach(async () => {
    for (const database of databases.splice(0)) database.close();
    troubles.splice(0);
    await vi.waitFor(async () => expect(await open()).toBe(0), { timeout: 30_000 });
  });
  afterAll(async () => {
    await admin?.end();
    await server?.stop();
  });

  function newDatabase(pool: Partial<PlantPoolSettings> = {}, address: PlantAddress = server.address): PlantDatabase {
    const database = new PlantDatabase({
      address,
      timers: systemTimers,
      onStatement: () => {},
      onTrouble: (error) => troubles.push(error),
      random: Math.random,
      // A busy machine opens twenty connections in more than the five seconds of the product.
      pool: { screenWaitMs: 30_000, ...pool },
    });
    databases.push(database);
    return database;
  }

  const activity = async (condition: string) => {
    const { rows } = await admin.query(`select count(*)::int from pg_stat_activity where ${condition}`);
    return Number(rows[0]?.count);
  };
  const open = () => activity(`application_name like 'taktline%'`);
  const asleep = (count: number) =>
    vi.waitFor(async () => expect(await activity(`query like 'select pg_sleep%' and state = 'active'`)).toBe(count), {
      timeout: 30_000,
    });

  /** The server lists a connection before its client has heard that it is in: who counts must ask the clients. */
  const allHold = (appliances: readonly PlantDatabase[], count: number) =>
    vi.waitFor(() => expect(appliances.map((each) => each.pool().open)).toEqual(appliances.map(() => count)), {
      timeout: 30_000,
    });

  test('so many connections are open before anybody asks, more on demand, and the surplus goes when idle', async () => {
    const database = newDatabase({ idleMs: 300 });
    database.open();
    await vi.waitFor(async () => expect(await open()).toBe(5), { timeout: 30_000 });
    await Promise.all(Array.from({ length: 12 }, () => database.ask('screen', sleep(0.2))));
    expect(await open()).toBeGreaterThan(5);
    await vi.waitFor(async () => expect(await open()).toBe(5), { timeout: 30_000 });
  });

  test('a crowd of charts gets no more than its share, and live values need not wait for it', async () => {
    const database = newDatabase();
    const leaving = new AbortController();
    const charts = Array.from({ length: 60 }, () =>
      database.ask('screen', sleep(30), leaving.signal).catch(() => 'left'),
    );
    await asleep(20);
    await settlesBefore(500, database.ask('live', BACKEND));
    expect(await open()).toBeLessThanOrEqual(22);
    leaving.abort(new Error('enough'));
    expect(await Promise.all(charts)).toEqual(Array(60).fill('left'));
  });

  test('waiting has a deadline of its own: busy is not away', async () => {
    const database = newDatabase({ max: 6, min: 2, screenWaitMs: 400, connectMs: 5_000 });
    // Who works is not to wait for connections first: that counts as waiting too.
    database.open();
    await allHold([database], 2);
    const leaving = new AbortController();
    const working = [1, 2].map(() => database.ask('screen', sleep(30), leaving.signal).catch(() => 'left'));
    await asleep(2);
    const startedMs = performance.now();
    const failure = await database.ask('screen', BACKEND).catch((error: unknown) => error);
    expect(performance.now() - startedMs).toBeGreaterThan(390);
    expect(failure).toBeInstanceOf(PlantBusyError);
    expect(isPlantUnreachable(failure)).toBe(false);
    expect(database.pool().timeOuts).toBe(1);
    leaving.abort(new Error('enough'));
    await Promise.all(working);
  });

  test('so has connecting: a peer that takes the connection and says nothing is given up in time', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const database = newDatabase({ connectMs: 300, screenWaitMs: 10_000 }, { ...server.address, port });
    const asking = database.ask('screen', BACKEND).catch((error: unknown) => error);
    const failure = await settlesBefore(2_000, asking);
    expect(isPlantUnreachable(failure)).toBe(true);
    // However many ask, one attempt is made, and the next one not before its time.
    await Promise.all(Array.from({ length: 30 }, () => database.ask('screen', BACKEND).catch(() => 'away')));
    expect(sockets.length).toBeLessThanOrEqual(2);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  test('an idle connection that the server ends harms nobody, is said, and replaced', async () => {
    const database = newDatabase({ min: 3 });
    database.open();
    await vi.waitFor(async () => expect(await open()).toBe(3), { timeout: 30_000 });
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'taktline reader'`,
    );
    await vi.waitFor(() => expect(troubles).toHaveLength(3), { timeout: 30_000 });
    await vi.waitFor(async () => expect(await open()).toBe(3), { timeout: 30_000 });
    await expect(database.ask('screen', BACKEND)).resolves.toBeGreaterThan(0);
  });

  test('a connection whose backend froze times out, and is never used again, though it thaws', async () => {
    const database = newDatabase({ min: 0, statementMs: 100 });
    const pid = await database.ask('live', BACKEND);
    process.kill(pid, 'SIGSTOP');
    try {
      // Ours is 5 s longer than the server's own, which the frozen backend cannot keep.
      const failure = await database.ask('live', BACKEND).catch((error: unknown) => error);
      expect(isPlantUnreachable(failure)).toBe(true);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    expect(await database.ask('live', BACKEND)).not.toBe(pid);
  });

  test('a frozen server: given up, everybody hears at once; thawed, all is as before', async () => {
    const database = newDatabase({ min: 2, connectMs: 1_000 });
    database.open();
    await allHold([database], 2);
    // Asked for twice, one connection may answer both times.
    const ours = await admin.query(`select pid from pg_stat_activity where application_name like 'taktline%'`);
    const pids = ours.rows.map(({ pid }) => Number(pid));
    const { rows } = await admin.query(`select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid`);
    const frozen = [Number(rows[0]?.pid), ...pids];
    for (const pid of frozen) process.kill(pid, 'SIGSTOP');
    try {
      const asking = [1, 2, 3].map(() => database.ask('screen', BACKEND).catch((error: Error) => error.message));
      database.abandonConnections('The plant has not answered for 2 s.');
      expect(await Promise.all(asking)).toEqual(Array(3).fill('The plant has not answered for 2 s.'));
    } finally {
      for (const pid of frozen) process.kill(pid, 'SIGCONT');
    }
    await vi.waitFor(() => database.ask('screen', BACKEND), { timeout: 30_000 });
  });

  test('statements that nobody waits for are stopped over one connection at a time, and no other statement is hit', async () => {
    const database = newDatabase();
    let mostAtOnce = 0;
    let isWatching = true;
    const watching = (async () => {
      while (isWatching) mostAtOnce = Math.max(mostAtOnce, await activity(`application_name = 'taktline cancel'`));
    })();
    for (let round = 0; round < 5; round += 1) {
      const leaving = new AbortController();
      const charts = Array.from({ length: 20 }, () =>
        database.ask('screen', sleep(30), leaving.signal).catch((error: Error) => error.message),
      );
      await asleep(20);
      leaving.abort(new Error('moved on'));
      const innocents = Array.from({ length: 20 }, () => database.ask('screen', sleep(0.05)));
      expect(await Promise.all(charts)).toEqual(Array(20).fill('moved on'));
      expect(await Promise.all(innocents)).toEqual(Array(20).fill(1));
    }
    isWatching = false;
    await watching;
    expect(mostAtOnce).toBe(1);
  });

  test('after a restart ten appliances come back one attempt at a time each, and hold few connections', async () => {
    const appliances = Array.from({ length: 10 }, () => newDatabase({ min: 2 }));
    for (const appliance of appliances) appliance.open();
    await allHold(appliances, 2);
    await admin.end();
    await server.kill();
    await allHold(appliances, 0);
    const failures = await Promise.all(
      appliances.map((each) => each.ask('screen', BACKEND).catch((error: unknown) => isPlantUnreachable(error))),
    );
    expect(failures).toEqual(Array(10).fill(true));
    await server.start();
    admin = await connectPlant(server.address, { applicationName: 'test' });
    // As the engine does when the heartbeat is answered again.
    for (const appliance of appliances) appliance.retryNow();
    await Promise.all(appliances.map((each) => each.ask('screen', BACKEND)));
    await allHold(appliances, 2);
    expect(await open()).toBe(20);
    for (const { connects, failedConnects } of appliances.map((each) => each.pool())) {
      expect(connects).toBe(4);
      expect(failedConnects).toBeLessThan(10);
    }
  });
});
