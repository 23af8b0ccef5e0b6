import { expect, test } from 'vitest';
import type { PlantConnection } from '../../../../src/main/plant/connection';
import { PlantBusyError, PlantUnreachableError } from '../../../../src/main/plant/plant-error';
import { type Lease, PlantPool, type PlantPoolLimits } from '../../../../src/main/plant/plant-pool';
import type { LaneName } from '../../../../src/main/plant/pool-shares';
import { FakeTimers, settled } from './fake-timers';

/** A server that a test starts, stops and freezes. */
class ServerTwin {
  state: 'up' | 'down' | 'frozen' = 'up';
  attempts = 0;
  attemptsAtOnce = 0;
  mostAttemptsAtOnce = 0;
  readonly open = new Set<PlantConnection>();
  readonly breakOff = new Map<PlantConnection, () => void>();

  readonly connect = async (onLost: (error: Error | undefined) => void, signal: AbortSignal) => {
    this.attempts += 1;
    this.attemptsAtOnce += 1;
    this.mostAttemptsAtOnce = Math.max(this.mostAttemptsAtOnce, this.attemptsAtOnce);
    try {
      await Promise.resolve();
      if (this.state === 'down') throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      if (this.state === 'frozen')
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      const connection = {} as PlantConnection;
      this.open.add(connection);
      this.breakOff.set(connection, () => onLost(new Error('terminated')));
      return connection;
    } finally {
      this.attemptsAtOnce -= 1;
    }
  };
  readonly drop = (connection: PlantConnection) => void this.open.delete(connection);
}

const LIMITS: PlantPoolLimits = {
  min: 2,
  max: 6,
  idleMs: 10_000,
  waitMs: { live: 5_000, screen: 5_000, background: 60_000 },
};

/** Lets time pass, and all that follows from it happen. */
async function pass(timers: FakeTimers, durationMs: number): Promise<void> {
  await timers.pass(durationMs);
  await rest();
}

async function rest(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await settled();
}

function startPool(limits: Partial<PlantPoolLimits> = {}) {
  const server = new ServerTwin();
  const timers = new FakeTimers();
  const troubles: Error[] = [];
  const pool = new PlantPool({
    ...{ connect: server.connect, drop: server.drop, timers },
    random: () => 0.5,
    onTrouble: (error) => troubles.push(error),
    limits: { ...LIMITS, ...limits },
  });
  return { server, timers, troubles, pool };
}

/** Takes so many connections of a lane. */
async function take(pool: PlantPool, timers: FakeTimers, lane: LaneName, count: number): Promise<Lease[]> {
  const leases: Lease[] = [];
  for (let at = 0; at < count; at += 1) void pool.acquire(lane).then((lease) => leases.push(lease));
  await pass(timers, 10);
  return leases;
}

test('nothing is opened before it is asked for, and then so many in advance, one after the other', async () => {
  const { server, timers, pool } = startPool();
  await pass(timers, 1_000);
  expect(server.attempts).toBe(0);
  pool.open();
  await pass(timers, 10);
  expect(server.open.size).toBe(2);
  expect(server.mostAttemptsAtOnce).toBe(1);
});

test('a crowd opens no more than the most, one at a time, and what is idle too long is closed again', async () => {
  const { server, timers, pool } = startPool();
  pool.open();
  const leases = await take(pool, timers, 'live', 20);
  expect(leases.length).toBe(6);
  expect(server.open.size).toBe(6);
  expect(server.mostAttemptsAtOnce).toBe(1);
  for (let at = 0; at < leases.length; at += 1) {
    leases[at]?.release();
    await rest();
  }
  expect(leases.length).toBe(20);
  await pass(timers, 9_000);
  expect(server.open.size).toBe(6);
  await pass(timers, 1_100);
  expect(server.open.size).toBe(2);
});

test('screens go before background, live before both, whoever came first', async () => {
  const { timers, pool } = startPool({ max: 3 });
  const [held] = await take(pool, timers, 'live', 3);
  const order: string[] = [];
  for (const lane of ['background', 'screen', 'live', 'screen'] as const)
    void pool.acquire(lane).then((lease) => {
      order.push(lane);
      lease.release();
    });
  held?.release();
  await pass(timers, 10);
  expect(order).toEqual(['live', 'screen', 'screen', 'background']);
});

test('background that holds all it may takes nothing from screens and live', async () => {
  const { timers, pool } = startPool();
  const background = await take(pool, timers, 'background', 20);
  const screens = await take(pool, timers, 'screen', 20);
  const live = await take(pool, timers, 'live', 20);
  expect([background.length, screens.length, live.length]).toEqual([2, 2, 2]);
  background[0]?.release();
  await rest();
  // The freed one goes to live, which waits too.
  expect([background.length, screens.length, live.length]).toEqual([2, 2, 3]);
});

test('who waits too long hears that all are busy: a screen after 5 s, background after a minute', async () => {
  const { timers, pool } = startPool();
  await take(pool, timers, 'live', 6);
  const failures: unknown[] = [];
  for (const lane of ['screen', 'background'] as const) pool.acquire(lane).catch((error) => failures.push(error));
  await pass(timers, 4_999);
  expect(failures).toEqual([]);
  await pass(timers, 1);
  expect(failures).toHaveLength(1);
  expect(failures[0]).toBeInstanceOf(PlantBusyError);
  await pass(timers, 55_000);
  expect(failures).toHaveLength(2);
  expect(pool.snapshot()).toMatchObject({ timeOuts: 2, waiting: { live: 0, screen: 0, background: 0 } });
});

test('an asker that leaves is forgotten', async () => {
  const { timers, pool } = startPool();
  const [first] = await take(pool, timers, 'live', 6);
  const leaving = new AbortController();
  const asking = pool.acquire('screen', leaving.signal);
  leaving.abort(new Error('moved on'));
  await expect(asking).rejects.toThrow('moved on');
  first?.release();
  expect(pool.snapshot()).toMatchObject({ lent: { live: 5, screen: 0 }, waiting: { screen: 0 } });
  await expect(pool.acquire('screen', leaving.signal)).rejects.toThrow('moved on');
});

test('with the server away askers fail at once, one attempt is made at a time, ever rarer, until it is known to be back', async () => {
  const { server, timers, pool } = startPool();
  server.state = 'down';
  pool.open();
  await expect(pool.acquire('screen')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const attempts = server.attempts;
  await expect(pool.acquire('background')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(server.attempts).toBe(attempts);
  await pass(timers, 60_000);
  expect(server.attempts).toBeGreaterThan(5);
  expect(server.attempts).toBeLessThan(15);
  expect(server.mostAttemptsAtOnce).toBe(1);
  server.state = 'up';
  pool.retryNow();
  await pass(timers, 10);
  expect(server.open.size).toBe(2);
  await expect(pool.acquire('screen')).resolves.toBeDefined();
});

test('a connection that cannot be opened costs those nothing who wait for one in use', async () => {
  const { server, timers, pool } = startPool();
  const [lease] = await take(pool, timers, 'live', 1);
  server.state = 'down';
  let isServed = false;
  void pool.acquire('live').then(() => {
    isServed = true;
  });
  await pass(timers, 1_000);
  expect(isServed).toBe(false);
  lease?.release();
  await rest();
  expect(isServed).toBe(true);
});

test('given up, everything ends: those who wait, those who work, the attempt under way', async () => {
  const { server, timers, pool } = startPool();
  const leases = await take(pool, timers, 'screen', 2);
  server.state = 'frozen';
  const waiting = pool.acquire('live');
  await rest();
  pool.abandon('The plant is away.');
  await expect(waiting).rejects.toBeInstanceOf(PlantUnreachableError);
  expect(leases.map(({ given }) => given.reason.message)).toEqual(Array(2).fill('The plant is away.'));
  await pass(timers, 10);
  expect(server.open.size).toBe(0);
  expect(server.attemptsAtOnce).toBe(0);
  for (const lease of leases) lease.release();
  expect(pool.snapshot()).toMatchObject({ open: 0, lent: { live: 0, screen: 0, background: 0 } });
  server.state = 'up';
  await expect(pool.acquire('live')).resolves.toBeDefined();
});

test('an idle connection that breaks is reported and replaced; one that breaks while lent is not lent again', async () => {
  const { server, timers, troubles, pool } = startPool();
  pool.open();
  await pass(timers, 10);
  const [idle] = server.open;
  if (idle !== undefined) server.breakOff.get(idle)?.();
  await pass(timers, 10);
  expect(troubles.map(({ message }) => message)).toEqual(['terminated']);
  expect(server.open.size).toBe(2);
  const lease = await pool.acquire('screen');
  server.breakOff.get(lease.connection)?.();
  lease.release();
  await pass(timers, 10);
  expect(server.open.has(lease.connection)).toBe(false);
  expect(server.open.size).toBe(2);
  expect(troubles).toHaveLength(1);
});

test('one released with an error is closed; released twice counts once', async () => {
  const { server, timers, pool } = startPool();
  const lease = await pool.acquire('screen');
  lease.release(new Error('timed out'));
  lease.release();
  await pass(timers, 10);
  expect(server.open.size).toBe(0);
  expect(pool.snapshot()).toMatchObject({ open: 0, lent: { screen: 0 } });
});

test('closed, it serves nobody and leaves no timer', async () => {
  const { server, timers, pool } = startPool();
  pool.open();
  await pass(timers, 10);
  pool.close();
  await expect(pool.acquire('live')).rejects.toBeInstanceOf(PlantUnreachableError);
  await pass(timers, 10);
  expect(server.open.size).toBe(0);
  expect(timers.pendingCount).toBe(0);
});
