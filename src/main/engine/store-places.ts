import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DEFAULT_PLANT_TABLES, type PlantTables } from '../../shared/plant-tables';
import { readingName } from './reading-name';

/** Where the appliance keeps what it has of one plant. */
export interface StorePlaces {
  /** Tiles and catalogue: a cache, which may be deleted. */
  readonly cachePath: string;
  /** What people entered. */
  readonly enteredPath: string;
}

/** Longest readable part of a folder's name. */
const SLUG_LENGTH = 40;

export interface CacheOptions {
  /** Where tiles lie; in the data folder where it is not given. */
  readonly cacheFolder?: string | undefined;
  /** Where the plant keeps its samples: tiles read by another description of its tables are not these. */
  readonly tables?: PlantTables;
}

/**
 * A folder for each plant: what is on board of one must never be shown as another's.
 * @param plantName host, port and database, or "demo plant": the same at each start, with the network or without
 */
export function storePlaces(
  dataFolder: string,
  plantName: string,
  { cacheFolder, tables = DEFAULT_PLANT_TABLES }: CacheOptions = {},
): StorePlaces {
  const slug = plantName.replaceAll(/[^a-zA-Z0-9]+/g, '-').slice(0, SLUG_LENGTH);
  const named = (text: string) => `${slug}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  return {
    cachePath: join(cacheFolder ?? join(dataFolder, 'cache'), named(readingName(plantName, tables)), 'tiles.sqlite'),
    enteredPath: join(dataFolder, 'entered', named(plantName), 'entered.sqlite'),
  };
}
