import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clusterSlot } from '../../../../../src/main/store/redis/cluster-slot';
import type { RedisTier } from '../../../../../src/main/store/redis/redis-tier';
import { redisTileKey } from '../../../../../src/main/store/redis/tile-key';
import { freePort } from '../../../../support/free-port';
import { type RealRedis, redisProgram, startRealRedis } from '../../../../support/real-redis';
import { contractKey, contractTile, describeTileTier } from '../../../../support/tile-tier-contract';
import { serving, startTier, waiting } from './serving-tier';

const program = redisProgram();
if (program === undefined) console.log('Redis is not installed (apt-get install redis-tools): its tests are skipped');

const never = new AbortController().signal;

/** Three servers that share the slots among them. */
async function startCluster(): Promise<readonly RealRedis[]> {
  const nodes = await Promise.all(
    [0, 1, 2].map(async () =>
      startRealRedis(program ?? { path: '', argv0: '' }, [
        'cluster-enabled yes',
        `cluster-port ${await freePort()}`,
        'cluster-config-file nodes.conf',
        'cluster-node-timeout 1000',
      ]),
    ),
  );
  const clients = nodes.map(({ port }) => new Redis(port, '127.0.0.1'));
  const [first] = clients;
  const bounds = [0, 5_461, 10_923, 16_384];
  await Promise.all(
    clients.map((client, at) => client.call('CLUSTER', 'ADDSLOTSRANGE', bounds[at] ?? 0, (bounds[at + 1] ?? 0) - 1)),
  );
  for (const [at, { port }] of nodes.entries()) {
    const bus = (await clients[at]?.config('GET', 'cluster-port')) as string[];
    if (at > 0) await first?.call('CLUSTER', 'MEET', '127.0.0.1', port, bus[1] ?? '');
  }
  await vi.waitFor(
    async () => {
      for (const client of clients) expect(await client.cluster('INFO')).toContain('cluster_state:ok');
      for (const client of clients) expect(await client.cluster('INFO')).toContain('cluster_known_nodes:3');
    },
    { timeout: 20_000, interval: 50 },
  );
  for (const client of clients) client.disconnect();
  return nodes;
}

const urlOf = (nodes: readonly RealRedis[]) => `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join()}`;

if (program !== undefined)
  describeTileTier('A Redis cluster', async () => {
    const nodes = await startCluster();
    const tier = await startTier(urlOf(nodes));
    return {
      tier,
      stop: async () => {
        tier.close();
        for (const node of nodes) await node.stop();
      },
    };
  });

describe.skipIf(program === undefined)('a cluster of three real nodes', () => {
  let nodes: readonly RealRedis[];
  let tier: RedisTier;
  beforeAll(async () => {
    nodes = await startCluster();
    tier = await startTier(urlOf(nodes));
  });
  afterAll(async () => {
    tier?.close();
    for (const node of nodes ?? []) await node.stop();
  });
  const tiles = Array.from({ length: 60 }, (_, at) => contractTile(contractKey('spread', at), at));
  const keys = tiles.map(({ key }) => key);

  test('our slots are the servers’ own', async () => {
    const client = new Redis(nodes[0]?.port ?? 0, '127.0.0.1');
    for (const key of [...keys.map((each) => redisTileKey('demo', each)), '{a}b', '{}a', 'a{b', '机器:{值}'])
      expect(await client.cluster('KEYSLOT', key)).toBe(clusterSlot(key));
    client.disconnect();
  });

  test('a read goes to each node once, and the tiles lie on all three', async () => {
    await tier.write(tiles);
    const clients = nodes.map(({ port }) => new Redis(port, '127.0.0.1'));
    const sizes = await Promise.all(clients.map((client) => client.dbsize()));
    expect(Math.min(...sizes)).toBeGreaterThan(5);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(60);
    expect(await tier.read(keys, never)).toEqual(tiles.map(({ bytes }) => bytes));
    for (const client of clients) client.disconnect();
  });

  test('claims work on every node', async () => {
    const others = Array.from({ length: 30 }, (_, at) => contractKey('claimed', at));
    const other = await startTier(urlOf(nodes), 'another');
    expect(await tier.claim(others, never)).toEqual(others.map(() => true));
    expect(await other.claim(others, never)).toEqual(others.map(() => false));
    other.close();
  });

  test('a node that is killed stops nobody, and when the cluster is whole again it is used again', async () => {
    await nodes[1]?.kill();
    const startedMs = performance.now();
    const read = await tier.read(keys, never);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    for (const [at, bytes] of read.entries()) expect([undefined, tiles[at]?.bytes]).toContainEqual(bytes);
    await waiting(tier);
    await nodes[1]?.start();
    await serving(tier);
    // A node refuses until it has heard of the others again, and what cannot be written is dropped: so it is written anew.
    await vi.waitFor(
      async () => {
        await tier.write(tiles);
        expect(await tier.read(keys, never)).toEqual(tiles.map(({ bytes }) => bytes));
      },
      { timeout: 40_000, interval: 50 },
    );
  });
});

describe.skipIf(program === undefined)('two servers watched by a real sentinel', () => {
  const servers: RealRedis[] = [];
  let sentinel: RealRedis;
  let tier: RedisTier;
  beforeAll(async () => {
    const started = program ?? { path: '', argv0: '' };
    const master = await startRealRedis(started);
    servers.push(master, await startRealRedis(started, [`replicaof 127.0.0.1 ${master.port}`]));
    const replica = new Redis(servers[1]?.port ?? 0, '127.0.0.1');
    await vi.waitFor(async () => expect(await replica.info('replication')).toContain('master_link_status:up'), {
      timeout: 20_000,
      interval: 50,
    });
    replica.disconnect();
    sentinel = await startRealRedis(
      started,
      [
        `sentinel monitor plant 127.0.0.1 ${master.port} 1`,
        'sentinel down-after-milliseconds plant 300',
        'sentinel failover-timeout plant 3000',
      ],
      'sentinel',
    );
    tier = await startTier(`redis+sentinel://127.0.0.1:${sentinel.port}/plant`);
  });
  afterAll(async () => {
    tier?.close();
    await sentinel?.stop();
    for (const server of servers) await server.stop();
  });

  test('the server they name is used, and the one that takes its place after a crash', async () => {
    const tile = contractTile(contractKey('watched'), 1);
    await tier.write([tile]);
    expect(await tier.read([tile.key], never)).toEqual([tile.bytes]);
    const replica = new Redis(servers[1]?.port ?? 0, '127.0.0.1');
    await vi.waitFor(async () => expect(await replica.dbsize()).toBe(1), { timeout: 5_000, interval: 10 });
    replica.disconnect();
    await servers[0]?.kill();
    await waiting(tier);
    await serving(tier);
    expect(await tier.read([tile.key], never)).toEqual([tile.bytes]);
    await vi.waitFor(
      async () => {
        const newer = contractTile(tile.key, 2, tile.asOfMs + 1);
        await tier.write([newer]);
        expect(await tier.read([tile.key], never)).toEqual([newer.bytes]);
      },
      { timeout: 10_000, interval: 50 },
    );
  });
});
