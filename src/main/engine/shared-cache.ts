import { hostname } from 'node:os';
import type { PlantTables } from '../../shared/plant-tables';
import type { Log } from '../diagnostics/log';
import { systemTimers } from '../plant/clock';
import type { PlantAddress } from '../plant/connection';
import { plantIdOf } from '../plant/plant-id';
import { connectRedis } from '../store/redis/connect-redis';
import { describeRedis, type RedisAddress } from '../store/redis/redis-address';
import { RedisTier } from '../store/redis/redis-tier';
import { readingName } from './reading-name';

/** The cache that the plant's appliances share. */
export interface SharedCacheOptions {
  readonly address: RedisAddress;
  /** Under which name this appliance's plant stands there; its host, port and database where it is not given. */
  readonly plantId?: string;
}

/** The plant that is followed, and how its tables are read: appliances that read them otherwise share no tile. */
export interface SharedPlant {
  readonly address: PlantAddress;
  readonly tables: PlantTables;
}

/** Begins to connect to the shared cache; it need not be there. @param holder what no other appliance is called */
export function openSharedCache(
  { address, plantId }: SharedCacheOptions,
  plant: SharedPlant,
  holder: string,
  log: Log,
): RedisTier {
  const tier = new RedisTier({
    connect: connectRedis(address),
    plantId: readingName(plantId ?? plantIdOf(plant.address, hostname()), plant.tables),
    holder,
    timers: systemTimers,
    random: Math.random,
    onChange: (state, reason) => log.info('shared-cache', { state, reason, address: describeRedis(address) }),
  });
  tier.start();
  return tier;
}
