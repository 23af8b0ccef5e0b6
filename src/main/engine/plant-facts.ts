import type { PlantTables } from '../../shared/plant-tables';
import type { SourceFacts, StateRules } from '../../shared/protocol';
import { BUCKET_RESOLUTIONS, type BucketResolution, RESOLUTIONS, type SeriesTable } from '../../shared/series';
import type { Catalogue } from '../plant/catalogue';

/** What the settings say of a plant. */
export interface ToldOfPlant {
  /** What people call it. */
  readonly sourceName: string;
  readonly stateRules: StateRules;
  /** Where it keeps its samples. */
  readonly tables: PlantTables;
}

const TABLES = ['metric', 'oee'] as const satisfies readonly SeriesTable[];

/** What is told of a plant as a whole; undefined before its catalogue is known. */
export function plantFacts(
  catalogue: Pick<Catalogue, 'levels' | 'isKept' | 'keptFor'>,
  { sourceName, stateRules, tables }: ToldOfPlant,
): SourceFacts | undefined {
  const readable = TABLES.filter((table) => catalogue.levels(table).length > 0);
  if (readable.length === 0) return undefined;
  const kept = (table: SeriesTable): BucketResolution[] =>
    BUCKET_RESOLUTIONS.filter((level) => catalogue.isKept(table, level));
  const zone = (table: SeriesTable) => {
    const { time } = tables[table];
    return time.kind === 'timestamp' ? time.zone : null;
  };
  const keptFor = (table: SeriesTable) =>
    RESOLUTIONS.flatMap((resolution) => {
      const known = catalogue.keptFor(table, resolution);
      return known === undefined ? [] : [{ resolution, forMs: known.forMs, isSparing: known.isSparing }];
    });
  return {
    ...{ sourceName, stateRules, tables: readable },
    levels: { metric: kept('metric'), oee: kept('oee') },
    keptFor: { metric: keptFor('metric'), oee: keptFor('oee') },
    localTimes: { metric: zone('metric'), oee: zone('oee') },
  };
}
