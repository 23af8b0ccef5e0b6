import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { storePlaces } from '../../src/main/engine/store-places';
import { type CatalogueRecord, rowsOfRecord } from '../../src/main/plant/catalogue-record';
import { SqliteStore } from '../../src/main/store/sqlite-store';
import type { StoredTile } from '../../src/main/store/stored-tile';
import { OEE_SCORES, type SeriesKey } from '../../src/shared/series';
import { DAY_MS, MINUTE_MS } from '../../src/shared/time';
import { STORE_WORKER_ENTRY } from './demo-programs';

/** What an appliance keeps of a plant; a test writes and reads it as the appliance does. */
export function openStoreOf(dataFolder: string, plantName: string): SqliteStore {
  const places = storePlaces(dataFolder, plantName);
  mkdirSync(dirname(places.cachePath), { recursive: true });
  return new SqliteStore({
    ...places,
    workerEntryPath: STORE_WORKER_ENTRY,
    budgetBytes: 1e9,
    setTimer: (callback, delayMs) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
    onTrouble: (event, message) => {
      throw new Error(`${event}: ${message}`);
    },
  });
}

/** A catalogue of these series, all with the same times. */
export function catalogueOf(series: readonly SeriesKey[], asOfMs: number): CatalogueRecord {
  const units = [...new Set(series.map(({ workUnitId }) => workUnitId))];
  const known = series.filter(({ table, name }) => table === 'metric' || name === 'oee_score');
  return {
    known: known.map((key) => ({
      ...key,
      name: key.table === 'oee' ? '' : key.name,
      firstMs: asOfMs - 400 * DAY_MS,
      lastMs: asOfMs,
      cadenceMs: MINUTE_MS,
    })),
    units: units.map((workUnitId) => ({ workUnitId, displayName: `Unit ${workUnitId}`, line: 'A', hidden: false })),
    metrics: [],
    abilities: {
      tables: ['metric', 'oee'],
      levels: { metric: ['1min', '5min', '1hour', '1day'], oee: ['1min', '5min', '1hour', '1day'] },
      scores: OEE_SCORES,
    },
    retention: { metric: {}, oee: {} },
    calendar: undefined,
    asOfMs,
  };
}

/** Puts a catalogue and tiles on board of an appliance that is not running. */
export async function putOnBoard(
  dataFolder: string,
  plantName: string,
  record: CatalogueRecord,
  tiles: readonly StoredTile[],
): Promise<void> {
  const store = openStoreOf(dataFolder, plantName);
  await store.saveCatalogue(rowsOfRecord(record));
  await store.write(tiles);
  await store.close();
}
