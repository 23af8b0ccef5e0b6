import { expect, test } from 'vitest';
import {
  type RedisConnection,
  RedisReplyError,
  type RedisValue,
} from '../../../../../src/main/store/redis/redis-connection';
import { RedisTier } from '../../../../../src/main/store/redis/redis-tier';
import { contractKey, contractTile } from '../../../../support/tile-tier-contract';
import { FakeTimers, settled } from '../../plant/fake-timers';

const never = new AbortController().signal;

/** A server in memory whose answers a test can hold back or turn into errors. */
class RedisTwin {
  readonly values = new Map<string, RedisValue>();
  /** Keys of each deletion, and 'get' for each read, in order. */
  readonly calls: string[] = [];
  connects = 0;
  isUp = true;
  /** Answers wait for it. */
  gate: Promise<void> = Promise.resolve();
  failure: Error | undefined;
  #lost: (error: Error | undefined) => void = () => {};

  readonly connect = async (onLost: (error: Error | undefined) => void): Promise<RedisConnection> => {
    this.connects += 1;
    if (!this.isUp) throw new Error('connect ECONNREFUSED');
    this.#lost = onLost;
    const answer = async () => {
      await this.gate;
      if (this.failure !== undefined) throw this.failure;
    };
    return {
      get: async (keys, take) => {
        this.calls.push('get');
        for (const [at, key] of keys.entries()) {
          const value = this.values.get(key);
          if (at > 0) await answer();
          if (value !== undefined && (at === 0 ? this.isPrompt : true)) take(at, new Uint8Array(value.bytes));
        }
        await answer();
      },
      setNewer: async (values) => {
        await answer();
        for (const value of values) this.values.set(value.key, value);
        return values.length;
      },
      delete: async (keys) => {
        this.calls.push(...keys);
        await answer();
        for (const key of keys) this.values.delete(key);
      },
      lock: async (keys) => {
        await answer();
        return keys.map((_, at) => at % 2 === 0);
      },
      close: () => this.calls.push('close'),
    };
  };
  /** The first value of a read arrives although the gate is shut. */
  isPrompt = false;

  breakOff(): void {
    this.#lost(new Error('read ECONNRESET'));
  }
}

async function startTier(twin = new RedisTwin()) {
  const timers = new FakeTimers();
  const changes: string[] = [];
  const tier = new RedisTier({
    connect: twin.connect,
    plantId: 'demo',
    holder: 'a',
    timers,
    random: () => 0.5,
    onChange: (state, reason) => changes.push(reason === undefined ? state : `${state}: ${reason}`),
  });
  tier.start();
  await settled();
  return { tier, twin, timers, changes };
}

const shut = () => new Promise<void>(() => {});

test('a server that is not there costs a reader nothing, and one trial at a time', async () => {
  const twin = new RedisTwin();
  twin.isUp = false;
  const { tier, timers, changes } = await startTier(twin);
  expect(await tier.read([contractKey('press')], never)).toEqual([undefined]);
  await tier.write([contractTile(contractKey('press'), 1)]);
  expect(await tier.claim([contractKey('press')], never)).toEqual([true]);
  expect(tier.snapshot()).toMatchObject({ state: 'waiting', reason: 'connect ECONNREFUSED', dropped: 1, openings: 0 });
  await timers.pass(60_000);
  // Half a second, doubled up to 15 s, each with the jitter's half: about nine trials in a minute, told once.
  expect(twin.connects).toBeGreaterThan(5);
  expect(twin.connects).toBeLessThan(15);
  expect(changes).toEqual(['waiting: connect ECONNREFUSED']);
  twin.isUp = true;
  await timers.pass(15_000);
  expect(changes.at(-1)).toBe('serving');
  tier.close();
  expect(timers.pendingCount).toBe(0);
});

test('the first read without an answer waits 20 ms; it opens the breaker, and the next ones wait for nothing', async () => {
  const { tier, twin, timers } = await startTier();
  twin.gate = shut();
  const reading = tier.read([contractKey('press')], never);
  await timers.pass(19);
  expect(tier.snapshot().state).toBe('serving');
  await timers.pass(1);
  expect(await reading).toEqual([undefined]);
  expect(tier.snapshot()).toMatchObject({ state: 'waiting', unansweredReads: 1, openings: 1 });
  expect(twin.calls).toEqual(['get', 'close']);
  expect(await tier.read([contractKey('press')], never)).toEqual([undefined]);
  expect(twin.calls).toEqual(['get', 'close']);
  twin.gate = Promise.resolve();
  await timers.pass(500);
  expect(tier.snapshot()).toMatchObject({ state: 'serving', reason: undefined });
});

test('what a slow line has brought within 20 ms is used, the rest is missing, and the breaker stays shut', async () => {
  const { tier, twin, timers } = await startTier();
  const tiles = [0, 1].map((at) => contractTile(contractKey('press', at), at));
  await tier.write(tiles);
  twin.gate = shut();
  twin.isPrompt = true;
  const reading = tier.read(
    tiles.map(({ key }) => key),
    never,
  );
  await timers.pass(20);
  const [first, second] = await reading;
  expect([first === undefined, second]).toEqual([false, undefined]);
  expect(tier.snapshot()).toMatchObject({ state: 'serving', slowReads: 1, unansweredReads: 0 });
});

test('tiles that were removed while Redis was away are gone before anybody reads there again', async () => {
  const { tier, twin, timers } = await startTier();
  const tile = contractTile(contractKey('press'), 1);
  await tier.write([tile]);
  twin.breakOff();
  await tier.remove([tile.key]);
  expect(tier.snapshot()).toMatchObject({ state: 'waiting', pendingRemovals: 1 });
  twin.calls.splice(0);
  await timers.pass(500);
  expect(await tier.read([tile.key], never)).toEqual([undefined]);
  expect(twin.calls).toEqual([...twin.calls.filter((call) => call.startsWith('tl:')), 'get']);
  expect(twin.values.size).toBe(0);
  expect(tier.snapshot()).toMatchObject({ state: 'serving', pendingRemovals: 0, lostRemovals: 0 });
});

test('no more removals are remembered than there is room for, and those that are lost are counted', async () => {
  const twin = new RedisTwin();
  twin.isUp = false;
  const { tier } = await startTier(twin);
  await tier.remove(Array.from({ length: 20_010 }, (_, at) => contractKey(`press ${at}`)));
  expect(tier.snapshot()).toMatchObject({ pendingRemovals: 20_000, lostRemovals: 10 });
});

test('more than 32 MB waiting to be written is not sent, and counted', async () => {
  const { tier, twin } = await startTier();
  twin.gate = shut();
  const tile = { ...contractTile(contractKey('press'), 1), bytes: new Uint8Array(20 * 1024 * 1024) };
  void tier.write([tile]);
  await tier.write([tile]);
  expect(tier.snapshot()).toMatchObject({ dropped: 1, kept: 0 });
});

test('a server that takes no writes is asked on for what it has', async () => {
  const { tier, twin } = await startTier();
  twin.failure = new RedisReplyError('OOM command not allowed when used memory > maxmemory');
  await tier.write([contractTile(contractKey('press'), 1)]);
  expect(await tier.claim([contractKey('press')], never)).toEqual([true]);
  expect(tier.snapshot()).toMatchObject({ state: 'serving', refused: 1 });
  // A read that is refused is another matter.
  expect(await tier.read([contractKey('press')], never)).toEqual([undefined]);
  expect(tier.snapshot()).toMatchObject({ state: 'waiting', openings: 1 });
});

test('claims that somebody else holds are told apart and counted', async () => {
  const { tier } = await startTier();
  const keys = [0, 1, 2].map((at) => contractKey('press', at));
  expect(await tier.claim(keys, never)).toEqual([true, false, true]);
  expect(tier.snapshot().claimedElsewhere).toBe(1);
});

test('a trial that ends after the tier was closed leaves no connection behind', async () => {
  const twin = new RedisTwin();
  let connected: () => void = () => {};
  const slow = new Promise<void>((resolve) => {
    connected = resolve;
  });
  const tier = new RedisTier({
    connect: async (onLost) => {
      await slow;
      return twin.connect(onLost);
    },
    plantId: 'demo',
    holder: 'a',
    timers: new FakeTimers(),
    random: () => 0,
  });
  tier.start();
  tier.close();
  connected();
  await settled();
  expect(twin.calls).toEqual(['close']);
  expect(tier.snapshot().state).toBe('closed');
});
