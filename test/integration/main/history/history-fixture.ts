import { HistoryService } from '../../../../src/main/history/history-service';
import { Catalogue } from '../../../../src/main/plant/catalogue';
import { systemTimers } from '../../../../src/main/plant/clock';
import { connectPlant, type PlantAddress } from '../../../../src/main/plant/connection';
import { PlantDatabase } from '../../../../src/main/plant/plant-database';
import { PlantReader } from '../../../../src/main/plant/plant-reader';
import { PreparationWatch } from '../../../../src/main/plant/preparation-watch';
import type { StatementTiming } from '../../../../src/main/plant/statement-lane';
import { TableLookup } from '../../../../src/main/plant/table-lookup';
import { prepareAggregates } from '../../../../src/main/provisioning/prepare-aggregates';
import { DEFAULT_PLANT_TABLES, type PlantTables } from '../../../../src/shared/plant-tables';
import type { TimeRange } from '../../../../src/shared/time';

/** The plant's reading side as the engine builds it, with every statement recorded. */
export interface HistoryParts {
  readonly database: PlantDatabase;
  readonly lookup: TableLookup;
  readonly reader: PlantReader;
  readonly catalogue: Catalogue;
  readonly preparation: PreparationWatch;
  readonly service: HistoryService;
  /** Statements since the last `splice`, in the order of their ends. */
  readonly statements: StatementTiming[];
  /** Tile reads since the last `splice`: what, and over which range. */
  readonly reads: { readonly what: string; readonly range: TimeRange }[];
  readonly troubles: Error[];
  close(): void;
}

/** Builds the parts for one plant, swept once. */
export async function startHistory(
  address: PlantAddress,
  tables: PlantTables = DEFAULT_PLANT_TABLES,
): Promise<HistoryParts> {
  const statements: StatementTiming[] = [];
  const troubles: Error[] = [];
  const onTrouble = (error: Error) => troubles.push(error);
  const plantNowMs = () => Date.now();
  const database = new PlantDatabase({
    address,
    timers: systemTimers,
    onStatement: (timing) => statements.push(timing),
    onTrouble,
    random: Math.random,
  });
  const lookup = new TableLookup(database, tables);
  const reader = new PlantReader(lookup, (key) => catalogue.series(key));
  const catalogue: Catalogue = new Catalogue({
    sweep: (request, signal) => reader.sweep(request, signal),
    timers: systemTimers,
    plantNowMs,
    onTrouble,
  });
  const preparation = new PreparationWatch({
    read: (signal) => reader.readPreparing(signal),
    timers: systemTimers,
    onTrouble,
  });
  const reads: { what: string; range: TimeRange }[] = [];
  const service = new HistoryService({
    plant: {
      readRaw: (read, signal) => {
        reads.push({ what: `${read.table} raw`, range: read.range });
        return reader.readRaw(read, signal);
      },
      readBuckets: (read, signal) => {
        reads.push({ what: `${read.table} ${read.resolution}`, range: read.range });
        return reader.readBuckets(read, signal);
      },
      readRecomputed: (read, signal) => reader.readRecomputed(read, signal),
      readNeighbours: (read, signal) => reader.readNeighbours(read, signal),
      troubleOf: (error) => reader.troubleOf(error),
    },
    catalogue: {
      series: (key) => catalogue.series(key),
      levels: (table) => catalogue.levels(table),
      canRead: (key, resolution, range) => catalogue.canRead(key, resolution, range),
      preparing: () => preparation.preparing(),
    },
    clock: { plantNowMs, setTimer: systemTimers.setTimer },
    // These tests are about what the plant is asked: nothing is remembered from one to the next.
    memoryBytes: 0,
  });
  await Promise.all([catalogue.start(), preparation.start()]);
  return {
    database,
    lookup,
    reader,
    catalogue,
    preparation,
    service,
    statements,
    reads,
    troubles,
    close: () => {
      catalogue.close();
      preparation.close();
      database.close();
    },
  };
}

/** Runs statements one after the other as `taktline`. */
export async function runSql(address: PlantAddress, ...texts: readonly string[]): Promise<void> {
  const client = await connectPlant(address, { applicationName: 'history test' });
  try {
    for (const text of texts) await client.query(text);
  } finally {
    await client.end();
  }
}

/** Rows of one statement as `taktline`, columns by position. */
export async function readRows(
  address: PlantAddress,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly (readonly unknown[])[]> {
  const client = await connectPlant(address, { applicationName: 'history test' });
  try {
    return (await client.query<unknown[]>({ text, values: [...values], rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

/** Materialises every level over all that is stored. */
export async function prepareAll(address: PlantAddress): Promise<void> {
  const client = await connectPlant(address, { applicationName: 'history test' });
  try {
    await prepareAggregates(client, { nowMs: Date.now() });
  } finally {
    await client.end();
  }
}
