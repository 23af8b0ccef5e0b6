import { hostname } from 'node:os';
import type { PlantTables } from '../../shared/plant-tables';
import type { Log } from '../diagnostics/log';
import { systemTimers } from '../plant/clock';
import type { PlantAddress } from '../plant/connection';
import { plantIdOf } from '../plant/plant-id';
import { connectFleet, connectRedis } from '../store/redis/connect-redis';
import { describeRedis, type RedisAddress } from '../store/redis/redis-address';
import { READ_WAIT_MS, RedisFleetBus } from '../store/redis/redis-fleet-bus';
import { RedisTier } from '../store/redis/redis-tier';
import { readingName } from './reading-name';

/** The cache that the plant's appliances share. */
export interface SharedCacheOptions {
  readonly address: RedisAddress;
  /** Under which name this appliance's plant stands there; its host, port and database where it is not given. */
  readonly plantId?: string;
  /** Longest that a read or a command waits, ms; 20 and 250 where it is not given. */
  readonly waitMs?: number;
}

/** The plant that is followed, and how its tables are read: appliances that read them otherwise share no tile. */
export interface SharedPlant {
  readonly address: PlantAddress;
  readonly tables: PlantTables;
}

/** Begins to connect to the shared cache; it need not be there. @param holder what no other appliance is called */
export function openSharedCache(
  { address, plantId, waitMs }: SharedCacheOptions,
  plant: SharedPlant,
  holder: string,
  log: Log,
): RedisTier {
  const tier = new RedisTier({
    connect: connectRedis(address, waitMs),
    plantId: nameInRedis(plantId, plant),
    holder,
    timers: systemTimers,
    random: Math.random,
    ...(waitMs === undefined ? {} : { readWaitMs: waitMs }),
    onChange: (state, reason) => log.info('shared-cache', { state, reason, address: describeRedis(address) }),
  });
  tier.start();
  return tier;
}

/** Begins to connect to where the plant's appliances share the following of its changes. */
export function openFleet({ address, plantId }: SharedCacheOptions, plant: SharedPlant): RedisFleetBus {
  const bus = new RedisFleetBus({
    connect: connectFleet(address, 0),
    connectWaiting: connectFleet(address, READ_WAIT_MS),
    plantId: nameInRedis(plantId, plant),
    timers: systemTimers,
    random: Math.random,
  });
  bus.start();
  return bus;
}

function nameInRedis(plantId: string | undefined, { address, tables }: SharedPlant): string {
  return readingName(plantId ?? plantIdOf(address, hostname()), tables);
}
