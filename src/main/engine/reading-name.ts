import { createHash } from 'node:crypto';
import { DEFAULT_PLANT_TABLES, type PlantTables } from '../../shared/plant-tables';

const USUAL = JSON.stringify(DEFAULT_PLANT_TABLES);

/**
 * What a plant is called where its tiles are kept: tiles read by another description of its tables (other columns, a time
 * zone, percent) are not these. Our own tables leave the plant's name as it is.
 * @param plantName what the plant itself is called, the same at each start
 */
export function readingName(plantName: string, tables: PlantTables): string {
  const text = JSON.stringify(tables);
  return text === USUAL ? plantName : `${plantName}#${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}
