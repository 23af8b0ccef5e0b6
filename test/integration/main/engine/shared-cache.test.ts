import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createLog } from '../../../../src/main/diagnostics/log';
import { openSharedCache } from '../../../../src/main/engine/shared-cache';
import { parseRedisUrl } from '../../../../src/main/store/redis/redis-address';
import type { RedisTier } from '../../../../src/main/store/redis/redis-tier';
import { DEFAULT_PLANT_TABLES, type PlantTables, plantTables } from '../../../../src/shared/plant-tables';
import { type RealRedis, redisProgram, startRealRedis } from '../../../support/real-redis';
import { sampleTile } from '../../../support/sample-tiles';

/** Two appliances on one database and one Redis: what one has read the other may show only where both read alike. */

const program = redisProgram();
if (program === undefined) console.log('Redis is not installed (apt-get install redis-tools): its tests are skipped');

const address = { host: 'db.plant', port: 5432, database: 'line', user: 'reader' };
const PERCENT = plantTables({ oee: { scale: 'percent' } });
const never = new AbortController().signal;

describe.skipIf(program === undefined)('a cache that two appliances share', () => {
  let server: RealRedis;
  beforeAll(async () => {
    server = await startRealRedis(program ?? { path: '', argv0: '' });
  });
  afterAll(() => server?.stop());

  async function openAs(tables: PlantTables, plantId?: string): Promise<RedisTier> {
    const url = parseRedisUrl(`redis://127.0.0.1:${server.port}`, () => '');
    const options = { address: url, ...(plantId === undefined ? {} : { plantId }) };
    const log = createLog(() => undefined, Date.now);
    const tier = openSharedCache(options, { address, tables }, randomUUID(), log);
    onTestFinished(() => tier.close());
    await vi.waitFor(() => expect(tier.snapshot()).toMatchObject({ state: 'serving' }), { timeout: 20_000 });
    return tier;
  }

  test.each([
    ['named by host, port and database', undefined],
    ['named by the settings', 'bottling'],
  ])('serves tiles to those alone who describe the tables alike: %s', async (_, plantId) => {
    const tile = sampleTile({ asOfMs: Date.now() });
    const [usual, percent] = [await openAs(DEFAULT_PLANT_TABLES, plantId), await openAs(PERCENT, plantId)];
    const [usualToo, percentToo] = [await openAs(plantTables(), plantId), await openAs(PERCENT, plantId)];
    const has = async (tier: RedisTier) => (await tier.read([tile.key], never))[0] !== undefined;
    await usual.write([tile]);
    expect([await has(usualToo), await has(percent), await has(percentToo)]).toEqual([true, false, false]);
    await usual.remove([tile.key]);
    await percent.write([tile]);
    expect([await has(usual), await has(usualToo), await has(percentToo)]).toEqual([false, false, true]);
  });
});
