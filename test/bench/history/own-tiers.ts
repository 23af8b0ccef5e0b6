import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { systemTimers } from '../../../src/main/plant/clock';
import { connectRedis } from '../../../src/main/store/redis/connect-redis';
import { RedisTier } from '../../../src/main/store/redis/redis-tier';
import { SqliteStore } from '../../../src/main/store/sqlite-store';
import { type RedisCommand, redisProgram, startRealRedis } from '../../support/real-redis';
import type { BenchContext } from '../figure';

export const PLANT_ID = 'bench';
const HOST = '127.0.0.1';
const BUDGET_BYTES = 1e9;

/** The tier on a Redis server of the bench's own, and a client on the same server with nothing of ours around it. */
export interface OwnRedis {
  readonly tier: RedisTier;
  readonly bare: Redis;
  stop(): Promise<void>;
}

/** The SQLite tier in its worker, on a file of the bench's own. */
export interface OwnSqlite {
  readonly tier: SqliteStore;
  stop(): Promise<void>;
}

export function startOwnSqlite({ root, say }: BenchContext): OwnSqlite {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-history-bench-'));
  const tier = new SqliteStore({
    workerEntryPath: join(root, 'out/main/store-worker.js'),
    cachePath: join(folder, 'tiles.sqlite'),
    enteredPath: join(folder, 'entered.sqlite'),
    budgetBytes: BUDGET_BYTES,
    setTimer: systemTimers.setTimer,
    onTrouble: (event, message) => say(`${event}: ${message}`),
  });
  return {
    tier,
    stop: async () => {
      await tier.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Undefined, and said, where Redis is not installed. */
export async function startOwnRedis({ say }: BenchContext): Promise<OwnRedis | undefined> {
  const program = redisProgram();
  if (program !== undefined) return connectOwnRedis(program);
  say('warm: no figures of Redis, which is not installed (Debian: redis-tools)');
  return undefined;
}

async function connectOwnRedis(program: RedisCommand): Promise<OwnRedis> {
  const server = await startRealRedis(program);
  const bare = new Redis({ host: HOST, port: server.port, lazyConnect: true });
  await bare.connect();
  const tier = await servingTier(server.port);
  return {
    tier,
    bare,
    stop: async () => {
      tier.close();
      bare.disconnect();
      await server.stop();
    },
  };
}

/** Resolves with the tier once it serves. */
function servingTier(port: number): Promise<RedisTier> {
  return new Promise((resolve, reject) => {
    const tier = new RedisTier({
      connect: connectRedis({ kind: 'single', hosts: [{ host: HOST, port }], database: 0 }),
      plantId: PLANT_ID,
      holder: 'bench',
      timers: systemTimers,
      random: Math.random,
      onChange: (state, reason) => (state === 'serving' ? resolve(tier) : reject(new Error(reason))),
    });
    tier.start();
  });
}
