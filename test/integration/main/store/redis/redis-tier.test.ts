import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemTimers } from '../../../../../src/main/plant/clock';
import { connectRedis } from '../../../../../src/main/store/redis/connect-redis';
import { parseRedisUrl } from '../../../../../src/main/store/redis/redis-address';
import { RedisTier } from '../../../../../src/main/store/redis/redis-tier';
import { redisLockKey, redisTileKey } from '../../../../../src/main/store/redis/tile-key';
import { freePort } from '../../../../support/free-port';
import { type RealRedis, redisProgram, startRealRedis } from '../../../../support/real-redis';
import { settlesBefore } from '../../../../support/settles-before';
import { contractKey, contractTile, describeTileTier } from '../../../../support/tile-tier-contract';
import { PATIENT_MS, PRODUCT_READ_WAIT_MS, serving, startTier, waiting } from './serving-tier';

const program = redisProgram();
if (program === undefined) console.log('Redis is not installed (apt-get install redis-tools): its tests are skipped');

const never = new AbortController().signal;
const key = () => contractKey(`unit ${randomUUID()}`);

if (program !== undefined)
  describeTileTier('Redis', async () => {
    const server = await startRealRedis(program);
    const tier = await startTier(`redis://127.0.0.1:${server.port}`);
    return {
      tier,
      stop: async () => {
        tier.close();
        await server.stop();
      },
    };
  });

describe.skipIf(program === undefined)('on a real Redis server', () => {
  let server: RealRedis;
  let admin: Redis;
  const tiers: RedisTier[] = [];

  beforeAll(async () => {
    server = await startRealRedis(program ?? { path: '', argv0: '' });
    admin = new Redis(server.port, '127.0.0.1', { retryStrategy: () => 20 });
    // Its server is killed under it.
    admin.on('error', () => {});
  });
  afterEach(() => {
    for (const tier of tiers.splice(0)) tier.close();
  });
  afterAll(async () => {
    admin?.disconnect();
    await server?.stop();
  });

  async function newTier(holder?: string, readWaitMs?: number): Promise<RedisTier> {
    const tier = await startTier(`redis://127.0.0.1:${server.port}`, holder, readWaitMs);
    tiers.push(tier);
    return tier;
  }

  test('each tile lies under the key of the design, for as long as the design says', async () => {
    const tier = await newTier();
    const open = contractTile(key(), 1);
    const sealed = contractTile(contractKey(`unit ${randomUUID()}`, 3, '1hour'), 1, Date.now(), true);
    await tier.write([open, sealed]);
    const [openMs, sealedMs] = await Promise.all(
      [open, sealed].map((tile) => admin.pttl(redisTileKey('demo', tile.key))),
    );
    expect(openMs).toBeGreaterThan(55_000);
    expect(openMs).toBeLessThanOrEqual(60_000);
    expect(sealedMs).toBeGreaterThan(29 * 86_400_000);
    expect(await admin.getBuffer(redisTileKey('demo', open.key))).toEqual(Buffer.from(open.bytes));
    expect(tier.snapshot()).toMatchObject({ kept: 2, notNewer: 0 });
    await tier.write([open]);
    expect(tier.snapshot()).toMatchObject({ kept: 2, notNewer: 1 });
  });

  test('bytes that are no tile give way to one, and another type under the key is a refusal, no failure', async () => {
    const tier = await newTier();
    const tile = contractTile(key(), 1);
    for (const rubbish of ['', 'x', 'TLT1 and nothing', Buffer.alloc(40, 255)]) {
      await admin.set(redisTileKey('demo', tile.key), rubbish);
      await tier.write([tile]);
      expect(await tier.read([tile.key], never)).toEqual([tile.bytes]);
      await tier.remove([tile.key]);
    }
    const other = contractTile(key(), 1);
    await admin.lpush(redisTileKey('demo', other.key), 'a list');
    await tier.write([other]);
    expect(tier.snapshot()).toMatchObject({ state: 'serving', refused: 1 });
  });

  test('of two appliances that miss a tile one fetches it; the lock ends with the writing, or by itself', async () => {
    const [one, other] = [await newTier('one'), await newTier('other')];
    const tile = contractTile(key(), 1);
    expect(await one.claim([tile.key], never)).toEqual([true]);
    expect(await other.claim([tile.key], never)).toEqual([false]);
    expect(await one.claim([tile.key], never)).toEqual([true]);
    const lock = redisLockKey(redisTileKey('demo', tile.key));
    expect(await admin.pttl(lock)).toBeGreaterThan(1_000);
    expect(await admin.pttl(lock)).toBeLessThanOrEqual(2_000);
    await one.write([tile]);
    expect(await admin.exists(lock)).toBe(0);
    expect(await other.read([tile.key], never)).toEqual([tile.bytes]);
  });

  test('killed in the middle of reads: every read ends, none fails, and after its return it is used again', async () => {
    const tier = await newTier();
    const tiles = Array.from({ length: 20 }, (_, at) => contractTile(contractKey('killed', at), at));
    await tier.write(tiles);
    const keys = tiles.map((tile) => tile.key);
    const reading = Promise.all(Array.from({ length: 200 }, () => tier.read(keys, never)));
    await server.kill();
    for (const answer of await reading) expect(answer.length).toBe(20);
    await waiting(tier);
    // Redis is not waited for.
    expect(await settlesBefore(PATIENT_MS / 2, tier.read(keys, never))).toEqual(keys.map(() => undefined));
    await server.start();
    await serving(tier);
    // It has come back empty.
    expect(await tier.read(keys, never)).toEqual(keys.map(() => undefined));
    await tier.write(tiles);
    expect(await tier.read(keys, never)).toEqual(tiles.map((tile) => tile.bytes));
  });

  test('frozen: one read waits a little over 20 ms, the others nothing, and nothing is queued for its thaw', async () => {
    const tier = await newTier('appliance', PRODUCT_READ_WAIT_MS);
    const tiles = Array.from({ length: 20 }, (_, at) => contractTile(contractKey('frozen', at), at));
    await tier.write(tiles);
    const keys = tiles.map((tile) => tile.key);
    server.signal('SIGSTOP');
    try {
      const startedMs = performance.now();
      expect(await settlesBefore(200, tier.read(keys, never))).toEqual(keys.map(() => undefined));
      expect(performance.now() - startedMs).toBeGreaterThanOrEqual(19);
      expect(tier.snapshot()).toMatchObject({ unansweredReads: 1, openings: 1 });
      const late = Array.from({ length: 1_000 }, (_, at) => contractTile(contractKey('late', at), at));
      const heapBytes = process.memoryUsage().arrayBuffers;
      for (let round = 0; round < 100; round += 1) await tier.write(late);
      expect(tier.snapshot().dropped).toBe(100_000);
      expect(process.memoryUsage().arrayBuffers - heapBytes).toBeLessThan(10_000_000);
      // A trial of the breaker meets the frozen server, and gives up by itself.
      await expect.poll(() => tier.snapshot().reason, { timeout: 5_000 }).toMatch(/did not answer within 250 ms/);
    } finally {
      server.signal('SIGCONT');
    }
    await serving(tier);
    expect(await tier.read(keys, never)).toEqual(tiles.map((tile) => tile.bytes));
    expect(await admin.exists(redisTileKey('demo', contractKey('late', 0)))).toBe(0);
  });

  test('flushed in the middle of reads: what was there is missing, nothing else happens', async () => {
    const tier = await newTier();
    const tiles = Array.from({ length: 20 }, (_, at) => contractTile(contractKey('flushed', at), at));
    await tier.write(tiles);
    const keys = tiles.map((tile) => tile.key);
    const reading = Promise.all(Array.from({ length: 100 }, () => tier.read(keys, never)));
    await admin.flushall();
    for (const answer of await reading) {
      for (const [at, bytes] of answer.entries()) expect([undefined, tiles[at]?.bytes]).toContainEqual(bytes);
    }
    expect(await tier.read(keys, never)).toEqual(keys.map(() => undefined));
    expect(tier.snapshot()).toMatchObject({ state: 'serving', openings: 0 });
  });

  test('with its memory full it refuses writes and serves reads', async () => {
    const tier = await newTier();
    const tile = contractTile(key(), 1);
    await tier.write([tile]);
    await admin.config('SET', 'maxmemory', '1');
    try {
      await tier.write([contractTile(key(), 1)]);
      expect(tier.snapshot()).toMatchObject({ state: 'serving', refused: 1 });
      expect(await tier.read([tile.key], never)).toEqual([tile.bytes]);
      expect(await tier.claim([key()], never)).toEqual([true]);
    } finally {
      await admin.config('SET', 'maxmemory', '0');
    }
  });

  test('no connection is left behind, whatever happened to it', async () => {
    for (let round = 0; round < 5; round += 1) (await newTier()).close();
    for (const tier of tiers.splice(0)) tier.close();
    const ours = async () => ((await admin.client('LIST')) as string).match(/name=taktline/g)?.length ?? 0;
    await expect.poll(ours).toBe(0);
  });
});

describe.skipIf(program === undefined)('with a password and TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-redis-tls-'));
  let server: RealRedis;
  let tlsPort: number;

  beforeAll(async () => {
    const run = (...args: string[]) => promisify(execFile)('openssl', args, { cwd: folder });
    const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '30'];
    for (const name of ['own', 'strange'])
      await run('req', '-x509', ...ec, ...names, '-keyout', `${name}.key`, '-out', `${name}.crt`);
    tlsPort = await freePort();
    server = await startRealRedis(program ?? { path: '', argv0: '' }, [
      `tls-port ${tlsPort}`,
      `tls-cert-file ${join(folder, 'own.crt')}`,
      `tls-key-file ${join(folder, 'own.key')}`,
      `tls-ca-cert-file ${join(folder, 'own.crt')}`,
      'tls-auth-clients no',
      'requirepass "pass:word@1"',
    ]);
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const secret = encodeURIComponent('pass:word@1');

  test('the right certificate and password serve', async () => {
    const tier = await startTier(`rediss://:${secret}@localhost:${tlsPort}?ca=${join(folder, 'own.crt')}`);
    const tile = contractTile(key(), 1);
    await tier.write([tile]);
    expect(await tier.read([tile.key], never)).toEqual([tile.bytes]);
    tier.close();
  });

  test.each([
    ['a certificate of a stranger', (port: number) => `rediss://:${secret}@localhost:${port}?ca=FOLDER/strange.crt`],
    ['another name than the certificate', (port: number) => `rediss://:${secret}@127.0.0.1:${port}?ca=FOLDER/own.crt`],
    ['a wrong password', (port: number) => `rediss://:wrong-secret@localhost:${port}?ca=FOLDER/own.crt`],
    ['no password', (port: number) => `rediss://localhost:${port}?ca=FOLDER/own.crt`],
  ])('%s is told, without the password', async (_what, url) => {
    const address = parseRedisUrl(url(tlsPort).replace('FOLDER', folder), (path) => readFileSync(path, 'utf8'));
    const told: string[] = [];
    const tier = new RedisTier({
      connect: connectRedis(address),
      plantId: 'demo',
      holder: 'a',
      timers: systemTimers,
      random: Math.random,
      onChange: (state, reason) => told.push(`${state} ${reason}`),
    });
    tier.start();
    await expect.poll(() => told.length, { timeout: 5_000 }).toBeGreaterThan(0);
    tier.close();
    expect(told[0]).toMatch(/^waiting .{10}/);
    expect(told.join()).not.toMatch(/secret|pass:word|pass%3A/);
  });
});
