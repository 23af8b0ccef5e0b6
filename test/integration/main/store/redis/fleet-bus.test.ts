import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { systemTimers } from '../../../../../src/main/plant/clock';
import { connectFleet } from '../../../../../src/main/store/redis/connect-redis';
import { parseRedisUrl } from '../../../../../src/main/store/redis/redis-address';
import { READ_WAIT_MS, RedisFleetBus } from '../../../../../src/main/store/redis/redis-fleet-bus';
import { type RealRedis, redisProgram, startRealRedis } from '../../../../support/real-redis';

const program = redisProgram();
if (program === undefined) console.log('Redis is not installed (apt-get install redis-tools): its tests are skipped');

describe.skipIf(program === undefined)('lease and stream in Redis', () => {
  let server: RealRedis;
  beforeAll(async () => {
    server = await startRealRedis(program ?? { path: '', argv0: '' });
  });
  afterAll(() => server?.stop());

  async function openBus(plantId: string): Promise<RedisFleetBus> {
    const address = parseRedisUrl(`redis://127.0.0.1:${server.port}`, () => '');
    const bus = new RedisFleetBus({
      connect: connectFleet(address, 0),
      connectWaiting: connectFleet(address, READ_WAIT_MS),
      ...{ plantId, timers: systemTimers, random: Math.random },
    });
    onTestFinished(() => bus.close());
    bus.start();
    await vi.waitFor(() => expect(bus.isServing).toBe(true), { timeout: 20_000 });
    return bus;
  }

  test('one holds the lease; the next one has it under a higher fence, and what the first still sends is refused', async () => {
    const [one, two] = [await openBus('lease {a}:b'), await openBus('lease {a}:b')];
    const first = await one.lease('one', 60_000);
    expect(first.isOurs).toBe(true);
    expect(await one.lease('one', 60_000)).toEqual(first);
    expect(await two.lease('two', 60_000)).toEqual({ isOurs: false, fence: first.fence });
    expect(await two.holder('one')).toEqual(first);
    const from = await two.lastId();
    expect(await one.publish('one', first.fence, 'a')).toBe(true);
    await two.release('two');
    expect(await two.lease('two', 60_000)).toMatchObject({ isOurs: false });
    await one.release('one');
    expect(await two.holder('two')).toEqual({ isOurs: false, fence: 0 });
    const second = await two.lease('two', 60_000);
    expect([second.isOurs, second.fence > first.fence]).toEqual([true, true]);
    expect(await one.publish('one', first.fence, 'late')).toBe(false);
    expect(await two.publish('two', first.fence, 'of an older term')).toBe(false);
    expect(await two.publish('two', second.fence, 'b')).toBe(true);
    expect((await one.read(from)).map(({ text }) => text)).toEqual(['a', 'b']);
  });

  test('a lease that is not renewed ends by itself', async () => {
    const bus = await openBus('ends');
    await bus.lease('dead', 200);
    await vi.waitFor(async () => expect(await bus.lease('heir', 60_000)).toMatchObject({ isOurs: true }), {
      timeout: 10_000,
    });
  });

  test('after Redis has lost its memory the fence still grows, and the stream goes on after what was read', async () => {
    const before = await openBus('forgets');
    const { fence } = await before.lease('one', 60_000);
    await before.publish('one', fence, 'a');
    const last = await before.lastId();
    await server.kill();
    await expect(before.lease('one', 60_000)).rejects.toThrow();
    await server.start();
    const after = await openBus('forgets');
    const next = await after.lease('two', 60_000);
    expect([next.isOurs, next.fence > fence]).toEqual([true, true]);
    await after.publish('two', next.fence, 'b');
    expect((await after.read(last)).map(({ text }) => text)).toEqual(['b']);
  });

  test('a read waits a little for an entry and then has none; a frozen Redis fails it soon', async () => {
    const bus = await openBus('waits');
    expect(await bus.read(await bus.lastId())).toEqual([]);
    server.signal('SIGSTOP');
    try {
      await expect(bus.read('0-0')).rejects.toThrow(/did not answer within/);
      expect(bus.isServing).toBe(false);
    } finally {
      server.signal('SIGCONT');
    }
  });
});
