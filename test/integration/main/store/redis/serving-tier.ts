import { readFileSync } from 'node:fs';
import { expect, vi } from 'vitest';
import { systemTimers } from '../../../../../src/main/plant/clock';
import { connectRedis } from '../../../../../src/main/store/redis/connect-redis';
import { parseRedisUrl } from '../../../../../src/main/store/redis/redis-address';
import { RedisTier } from '../../../../../src/main/store/redis/redis-tier';

/** On a busy machine one of several processes answers late: most tests are about who is asked, not how long. */
export const PATIENT_MS = 5_000;
/** For tests about waiting: as in the product. */
export const PRODUCT_READ_WAIT_MS = 20;

/** A tier that serves, on the server or servers of this address. */
export async function startTier(url: string, holder = 'appliance', readWaitMs = PATIENT_MS): Promise<RedisTier> {
  const address = parseRedisUrl(url, (path) => readFileSync(path, 'utf8'));
  const tier = new RedisTier({
    connect: readWaitMs === PATIENT_MS ? connectRedis(address, PATIENT_MS) : connectRedis(address),
    plantId: 'demo',
    holder,
    timers: systemTimers,
    random: Math.random,
    readWaitMs,
  });
  tier.start();
  await serving(tier);
  return tier;
}

/** Resolves once Redis is used. */
export async function serving(tier: RedisTier): Promise<void> {
  await vi.waitFor(() => expect(tier.snapshot()).toMatchObject({ state: 'serving' }), { timeout: 20_000, interval: 5 });
}

/** Resolves once the breaker is open. */
export async function waiting(tier: RedisTier): Promise<void> {
  await vi.waitFor(() => expect(tier.snapshot().openings).toBeGreaterThan(0), { timeout: 20_000, interval: 5 });
}
