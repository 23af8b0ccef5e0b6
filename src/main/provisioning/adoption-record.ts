import { z } from 'zod';
import { DEFAULT_PLANT_TABLES, type PlantTables } from '../../shared/plant-tables';
import { FAMILIES, type Family } from './levels';
import type { SqlClient, SqlRow } from './sql-client';
import { rawSource } from './stored-spans';

const OriginalKeys = z.array(
  z.object({
    name: z.string(),
    isConstraint: z.boolean(),
    /** As the server writes it back: complete, but for a constraint's name. */
    definition: z.string(),
    /** Of which it is made, where it is made of columns alone. */
    columns: z.array(z.string()),
    comment: z.string().optional(),
  }),
);
export type OriginalKey = z.infer<typeof OriginalKeys>[number];

/** One line of `taktline.adoption`: what conversion changed of a table. */
export interface AdoptionRecord {
  readonly family: Family;
  readonly schema: string;
  readonly table: string;
  readonly timeColumn: string;
  readonly timeWasNullable: boolean;
  readonly originalKeys: readonly OriginalKey[];
  /** Name of the index on the time that came with it. */
  readonly timeIndex: string | undefined;
}

const RECORDS = `
  SELECT family, table_schema, table_name, time_column, time_was_nullable, original_keys, time_index
  FROM taktline.adoption ORDER BY family`;

/** The lines that we may read; none where nothing was ever converted. */
export async function readAdoptionRecords(client: SqlClient): Promise<readonly AdoptionRecord[]> {
  if (!(await isThere(client, 'taktline.adoption'))) return [];
  return (await client.query(RECORDS)).rows.map(decodeRecord);
}

function decodeRecord(row: SqlRow): AdoptionRecord {
  return {
    family: row.family === 'oee' ? 'oee' : 'metric',
    schema: String(row.table_schema),
    table: String(row.table_name),
    timeColumn: String(row.time_column),
    timeWasNullable: row.time_was_nullable === true,
    originalKeys: OriginalKeys.parse(row.original_keys),
    timeIndex: typeof row.time_index === 'string' ? row.time_index : undefined,
  };
}

/**
 * The tables that our aggregates and conversions rest on, told by the database itself: removing asks nobody for settings.
 * Where there is nothing of ours on a family, it is our own table. Only its place and its time are known.
 */
export async function tablesInUse(client: SqlClient, records: readonly AdoptionRecord[]): Promise<PlantTables> {
  const isInstalled = await isThere(client, '_timescaledb_catalog.continuous_agg');
  let tables = DEFAULT_PLANT_TABLES;
  for (const family of FAMILIES) {
    const record = records.find((each) => each.family === family);
    const used = record ?? (isInstalled ? await rawSource(client, family) : undefined);
    if (used === undefined) continue;
    const { schema, table, timeColumn } = used;
    tables = {
      ...tables,
      [family]: { ...tables[family], schema, table, time: { column: timeColumn, kind: 'timestamptz' } },
    };
  }
  return tables;
}

async function isThere(client: SqlClient, relation: string): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT coalesce(has_table_privilege(to_regclass($1), 'SELECT'), false) AS there`,
    [relation],
  );
  return rows[0]?.there === true;
}
