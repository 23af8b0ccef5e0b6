import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Where the appliance keeps what it has of one plant. */
export interface StorePlaces {
  /** Tiles and catalogue: a cache, which may be deleted. */
  readonly cachePath: string;
  /** What people entered. */
  readonly enteredPath: string;
}

/** Longest readable part of a folder's name. */
const SLUG_LENGTH = 40;

/**
 * A folder for each plant: what is on board of one must never be shown as another's.
 * @param plantName host, port and database, or "demo plant": the same at each start, with the network or without
 */
export function storePlaces(dataFolder: string, plantName: string, cacheFolder?: string): StorePlaces {
  const slug = plantName.replaceAll(/[^a-zA-Z0-9]+/g, '-').slice(0, SLUG_LENGTH);
  const name = `${slug}-${createHash('sha256').update(plantName).digest('hex').slice(0, 12)}`;
  return {
    cachePath: join(cacheFolder ?? join(dataFolder, 'cache'), name, 'tiles.sqlite'),
    enteredPath: join(dataFolder, 'entered', name, 'entered.sqlite'),
  };
}
