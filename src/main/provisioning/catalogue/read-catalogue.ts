import { CALENDAR_TABLE } from '../../../shared/calendar/calendar-rows';
import { DEFAULT_PLANT_TABLES, type PlantTables } from '../../../shared/plant-tables';
import { AGGREGATE_LEVELS, FAMILIES, viewName } from '../levels';
import { readerOfStep } from '../reader-step-id';
import { sourceRelation } from '../source-table';
import type { SqlClient, SqlRow } from '../sql-client';
import type { Aggregate, Catalogue, Hypertable, Job, LedgerLine, Reader, Relation } from './catalogue';
import { HYPERTABLES, JOBS, LEDGER, PREPARED, RELATIONS, ROUTINES, SESSION, TRIGGERS } from './catalogue-queries';
import { READERS } from './reader-queries';
import { readSourceFacts } from './source-facts';

/** Tables that provisioning makes; those of the plant's own data first. */
export const PLANT_TABLES = [
  'public.metric',
  'public.performance_metric',
  'public.work_unit',
  'public.metric_definition',
];
export const BOOKKEEPING_TABLES = [
  'taktline.applied_step',
  'taktline.preparation',
  'taktline.recording',
  CALENDAR_TABLE,
];
const ADOPTION_TABLE = 'taktline.adoption';
export const VIEWS = FAMILIES.flatMap((family) => AGGREGATE_LEVELS.map((level) => `public.${viewName(family, level)}`));
const NAMES = [...PLANT_TABLES, ...BOOKKEEPING_TABLES, ADOPTION_TABLE, ...VIEWS];

/** What a catalogue is read for beside what provisioning makes. */
export interface CatalogueOptions {
  /** Where the plant's samples are; ours unless told. */
  readonly tables?: PlantTables | undefined;
  /** Role of daily work that is to be looked at beside those of the ledger. */
  readonly reader?: string | undefined;
}

/**
 * Reads the catalogue in one read-only transaction: nothing can be changed by it, whatever a query does.
 * @throws the database's error
 */
export async function readCatalogue(client: SqlClient, options: CatalogueOptions = {}): Promise<Catalogue> {
  await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    // Definitions and intervals are compared as text: they must not depend on what the role has set, nor on its name (a
    // role taktline has the schema taktline in its path, and the server then leaves it out of a trigger's definition).
    await client.query(
      `SET LOCAL intervalstyle = 'postgres'; SET LOCAL timezone = 'UTC'; SET LOCAL search_path = pg_catalog`,
    );
    return await readAll(client, options);
  } finally {
    await rollBack(client);
  }
}

async function rollBack(client: SqlClient): Promise<void> {
  try {
    await client.query('ROLLBACK');
  } catch {
    // Deliberately not passed on: the session is gone, and why it went is what the caller hears of the read itself.
  }
}

async function readAll(
  client: SqlClient,
  { tables = DEFAULT_PLANT_TABLES, reader }: CatalogueOptions,
): Promise<Catalogue> {
  const sources = FAMILIES.map((family) => sourceRelation(tables, family));
  const names = [...new Set([...NAMES, ...sources])];
  const rowsOf = async (text: string, values?: readonly unknown[]) => (await client.query(text, values)).rows;
  const session = (await rowsOf(SESSION))[0] ?? {};
  const isInstalled = typeof session.installed === 'string';
  const relationRows = await rowsOf(RELATIONS, [names]);
  const hypertables = new Map(
    isInstalled ? (await rowsOf(HYPERTABLES, [names])).map((row) => [String(row.name), row]) : [],
  );
  const relations = new Map<string, Relation>();
  for (const row of relationRows) {
    const name = String(row.name);
    relations.set(name, decodeRelation(row, hypertables.get(name), await hasRows(client, name, row)));
  }
  const readable = (name: string) => relationRows.some((row) => row.name === name && row.is_readable === true);
  const isPlainTable = (name: string) => relations.get(name)?.kind === 'table' && !hypertables.has(name);
  const jobs = isInstalled ? (await rowsOf(JOBS, [names])).map(decodeJob) : [];
  const routines = await rowsOf(ROUTINES);
  const triggers = await rowsOf(TRIGGERS, [[...PLANT_TABLES, ...sources]]);
  const ledger = readable('taktline.applied_step') ? (await rowsOf(LEDGER)).map(decodeLedgerLine) : undefined;
  const readerNames = [reader, ...(ledger ?? []).map(([stepId]) => readerOfStep(stepId))].filter(
    (name) => name !== undefined,
  );
  const readers = readerNames.length === 0 ? [] : await rowsOf(READERS, [readerNames, names]);
  const prepared = readable('taktline.preparation') ? await rowsOf(PREPARED) : [];
  return {
    role: {
      name: String(session.role),
      database: String(session.database),
      isSuperuser: session.is_superuser === true,
      mayCreateSchemas: session.may_create_schemas === true,
      mayCreateInPublic: session.may_create_in_public === true,
      mayCreateInTaktline: session.may_create_in_taktline === true,
      mayCreateRoles: session.may_create_roles === true,
      mayLetOthersIn: session.may_let_others_in === true,
    },
    timescale: {
      installed: text(session.installed),
      available: text(session.available),
      isTrusted: session.is_trusted === true,
      license: text(session.license),
    },
    hasTaktlineSchema: session.has_taktline === true,
    everybody: {
      mayEnter: session.is_open_to_everybody === true,
      mayMakeTemporaryTables: session.may_everybody_make_temporary === true,
    },
    tables,
    sources: await readSourceFacts(client, tables, isPlainTable, readable),
    relations,
    jobs,
    routines: new Map(
      routines.map((row) => [String(row.name), { source: String(row.source), isOurs: row.is_ours === true }]),
    ),
    triggers: new Map(
      triggers.map((row) => [
        String(row.name),
        { definition: String(row.definition), isEnabled: row.is_enabled === true },
      ]),
    ),
    ledger: ledger === undefined ? undefined : new Map(ledger),
    readers: new Map(readers.map((row) => [String(row.name), decodeReader(row)])),
    prepared: new Map(prepared.map((row) => [String(row.view_name), row.is_done === true])),
    nowMs: Number(session.now_ms),
  };
}

/** Only tables are asked: what an aggregate holds is told by its chunks. */
async function hasRows(client: SqlClient, name: string, row: SqlRow): Promise<boolean> {
  if (row.kind === 'v') return false;
  if (row.is_readable !== true) return true;
  // Quoted by the server where it needs quotes, see `relationNameSql`.
  const { rows } = await client.query(`SELECT EXISTS (SELECT FROM ${name}) AS there`);
  return rows[0]?.there === true;
}

function decodeRelation(row: SqlRow, hypertable: SqlRow | undefined, rowsThere: boolean): Relation {
  const kind = String(row.kind);
  return {
    kind: kind === 'r' || kind === 'p' ? 'table' : kind === 'v' ? 'view' : 'other',
    owner: String(row.owner),
    isOurs: row.is_ours === true,
    columns: new Map(Object.entries(row.columns as Record<string, string>)),
    keysWithoutTime: row.keys_without_time as string[],
    hasRows: rowsThere || hypertable?.from_ms != null,
    hypertable: hypertable === undefined ? undefined : decodeHypertable(hypertable),
    aggregate: hypertable?.is_aggregate === true ? decodeAggregate(hypertable) : undefined,
  };
}

function decodeHypertable(row: SqlRow): Hypertable {
  return {
    timeColumn: String(row.time_column),
    chunkIntervalMs: Number(row.chunk_interval_ms),
    compression:
      row.is_compressing === true
        ? { segmentBy: row.segment_by as string[], orderBy: row.order_by as string[] }
        : undefined,
    hasCompressedChunks: row.has_compressed_chunks === true,
    oldestChunk:
      row.from_ms == null
        ? undefined
        : { fromMs: Math.round(Number(row.from_ms)), toMs: Math.round(Number(row.to_ms)) },
    estimatedRows: Number(row.estimated_rows),
    indexes: (row.indexes as (string | null)[]).filter((columns) => columns !== null),
  };
}

function decodeAggregate(row: SqlRow): Aggregate {
  return { materializedOnly: row.materialized_only === true, definition: String(row.definition) };
}

function decodeJob(row: SqlRow): Job {
  const ms = (value: unknown) => (value == null ? null : Number(value));
  return {
    jobId: Number(row.job_id),
    procedure: String(row.procedure),
    relation: text(row.relation),
    isScheduled: row.is_scheduled === true,
    isOurs: row.is_ours === true,
    everyMs: Number(row.every_ms),
    isOldestFirst: row.is_oldest_first === true,
    fixedStartMs: ms(row.fixed_start_ms),
    startOffsetMs: ms(row.start_offset_ms),
    endOffsetMs: ms(row.end_offset_ms),
    compressAfterMs: ms(row.compress_after_ms),
    dropAfterMs: ms(row.drop_after_ms),
  };
}

function decodeReader(row: SqlRow): Reader {
  return {
    mayLogIn: row.may_log_in === true,
    beginsReadOnly: row.begins_read_only === true,
    mayEnter: row.may_enter === true,
    mayUseTaktline: row.may_use_taktline === true,
    readable: new Set(row.readable as string[]),
    surplus: row.surplus as string[],
    otherDependents: row.other_dependents as string[],
  };
}

function decodeLedgerLine(row: SqlRow): [string, LedgerLine] {
  const line: LedgerLine = {
    checksum: String(row.checksum),
    outcome: row.outcome === 'made' ? 'made' : 'found',
    ordinal: Number(row.ordinal),
  };
  return [String(row.step_id), line];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
