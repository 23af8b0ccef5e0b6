import { DEFAULT_PLANT_TABLES, type PlantTables } from '../../../shared/plant-tables';
import type { SeriesTable } from '../../../shared/series';
import { quoteIdentifier } from '../../../shared/sql-identifier';
import { type ColumnTypes, type MappedTable, mapMetric, mapOee, TableMismatchError } from './mapped-table';
import { accessBy, type FoundAccess, MAX_SCANNED_BYTES, type TableAccess, type TableIndex } from './table-access';

/** A table of the plant as it is read: how it is written in SQL, and what its indexes let us ask. */
export interface PlantTable {
  readonly mapped: MappedTable;
  readonly access: TableAccess;
  /** Settings' names of the key columns in the order of the index that a skip scan goes along. */
  readonly keyOrder: readonly ('unit' | 'name')[];
  /** Whether its rows lie in parts by time (chunks, partitions): a look without a bound in time visits each. */
  readonly isPartitioned: boolean;
}

/** What the plant's catalogue says of a relation. */
export interface TableFacts {
  /** A table or materialised view: rows and indexes of its own. */
  readonly isPlain: boolean;
  readonly isPartitioned: boolean;
  /** Of its own rows, without parts. */
  readonly sizeBytes: number;
  readonly columns: ColumnTypes;
  readonly indexes: readonly TableIndex[];
}

/** Whether the settings leave a table as we make it. */
export function isOurTable(family: SeriesTable, settings: PlantTables): boolean {
  return JSON.stringify(settings[family]) === JSON.stringify(DEFAULT_PLANT_TABLES[family]);
}

/** A table, or why there is none: a sentence for a table that the settings name, none for one that was never made. */
export function readTable(
  family: SeriesTable,
  settings: PlantTables,
  facts: TableFacts | undefined,
): { readonly table: PlantTable | undefined; readonly problem?: string } {
  const isOurs = isOurTable(family, settings);
  if (facts === undefined || facts.columns.size === 0)
    return { table: undefined, ...missing(family, settings, isOurs) };
  let mapped: MappedTable;
  try {
    mapped = family === 'metric' ? mapMetric(settings.metric, facts.columns) : mapOee(settings.oee, facts.columns);
  } catch (error) {
    if (!(error instanceof TableMismatchError)) throw error;
    return { table: undefined, problem: error.message };
  }
  const { access, keyOrder } = accessTo(mapped, settings, facts);
  const table: PlantTable = { mapped, access, keyOrder, isPartitioned: facts.isPartitioned };
  if (access !== 'scan' || facts.sizeBytes <= MAX_SCANNED_BYTES) return { table };
  return { table: undefined, problem: withoutIndex(mapped, settings, facts) };
}

function missing(family: SeriesTable, settings: PlantTables, isOurs: boolean): { readonly problem?: string } {
  if (isOurs) return {};
  const { schema, table } = settings[family];
  const name = `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
  return {
    problem: `Settings, tables.${family}: ${name} is not there or may not be read by this role; correct the name, or grant SELECT on it.`,
  };
}

/** Of a view or a foreign table nothing is known; it is taken to pass bounds in time on to what is below it. */
function accessTo(
  mapped: MappedTable,
  settings: PlantTables,
  { isPlain, isPartitioned, indexes }: TableFacts,
): Omit<FoundAccess, 'keyOrder'> & { readonly keyOrder: readonly ('unit' | 'name')[] } {
  const own = settings[mapped.family];
  const name = 'name' in own ? own.name : undefined;
  const compared = mapped.family === 'metric' ? [mapped.unit, mapped.name] : [mapped.unit];
  const useless = compared.flatMap((key, at) => (key.usesIndex ? [] : [at === 0 ? own.workUnitId : name]));
  const found = accessBy(
    indexes.filter(({ columns }) => !columns.some((column) => useless.includes(column))),
    { unit: own.workUnitId, name, time: own.time.column },
  );
  const keyOrder = found.keyOrder.map((column) => (column === own.workUnitId ? ('unit' as const) : ('name' as const)));
  if (found.access === 'scan' && (!isPlain || isPartitioned)) return { access: 'time', keyOrder };
  return { access: found.access, keyOrder };
}

function withoutIndex(mapped: MappedTable, settings: PlantTables, { sizeBytes }: TableFacts): string {
  const own = settings[mapped.family];
  const columns = [own.workUnitId, ...('name' in own ? [own.name] : []), own.time.column].map(quoteIdentifier);
  const megabytes = Math.round(sizeBytes / 1024 / 1024);
  return (
    `Settings, tables.${mapped.family}: ${mapped.relation} (${megabytes} MB) has no index on its time, so every look would read all of it; ` +
    `ask the DBA for: CREATE INDEX CONCURRENTLY ON ${mapped.relation} (${columns.join(', ')});`
  );
}
