import { quoteIdentifier } from '../../shared/sql-identifier';
import type { AdoptionRecord, OriginalKey } from './adoption-record';
import type { Catalogue } from './catalogue/catalogue';
import { readFacts } from './catalogue/source-facts';
import { readTableDefinition } from './catalogue/table-definition';
import { quoteLiteral } from './render-sql';
import { relationName } from './source-table';
import type { SqlClient } from './sql-client';

/**
 * TimescaleDB turns no hypertable back, so a new table of the same definition takes the rows and the name. Under the
 * lock, and counted with a checksum before the old one goes: where anything differs, nothing has happened.
 */
export type ConversionUndo =
  | { readonly record: AdoptionRecord; readonly sql: string; readonly estimateMs: number }
  | { readonly record: AdoptionRecord; readonly keep: string };

/** Moving, reading twice for the checksum, and building each index, per row; see docs/provisioning.md. */
const MOVE_AND_CHECK_MS_PER_ROW = 0.005;
const INDEX_MS_PER_ROW = 0.0015;

/** What takes one conversion back, or why it has to stay. */
export async function undoConversion(
  client: SqlClient,
  catalogue: Catalogue,
  record: AdoptionRecord,
): Promise<ConversionUndo | undefined> {
  const relation = relationName(record.schema, record.table);
  const found = catalogue.relations.get(relation);
  if (found?.hypertable === undefined) return undefined;
  const facts = await readFacts(client, relation, record.timeColumn, false);
  const reasons = [
    ...(facts?.obstacles ?? []),
    ...(facts?.referencedBy ?? []).map((key) => `the foreign key ${key} points at it`),
    ...othersWork(catalogue, relation),
    ...(await duplicates(client, relation, record.originalKeys)),
  ];
  if (reasons.length > 0) {
    return { record, keep: `${relation} stays a hypertable: ${reasons.join('; ')}. Mend that, then remove again.` };
  }
  const indexes = facts?.indexCount ?? 0;
  const rows = found.hypertable.estimatedRows;
  return {
    record,
    sql: await plainTableSql(client, relation, record),
    estimateMs: Math.round(rows * (MOVE_AND_CHECK_MS_PER_ROW + indexes * INDEX_MS_PER_ROW)) + 100,
  };
}

/** Policies and compression that a plain table cannot have; none are ours on an adopted table. */
function othersWork(catalogue: Catalogue, relation: string): readonly string[] {
  const jobs = catalogue.jobs.filter((job) => job.relation === relation);
  const compresses = catalogue.relations.get(relation)?.hypertable?.compression !== undefined;
  return [
    ...jobs.map((job) => `job ${job.jobId} (${job.procedure}) works on it`),
    ...(compresses ? ['it has been set to compress its chunks'] : []),
  ];
}

/** While the key lacked its uniqueness, rows may have come that it would have refused. */
async function duplicates(
  client: SqlClient,
  relation: string,
  keys: readonly OriginalKey[],
): Promise<readonly string[]> {
  const reasons: string[] = [];
  for (const key of keys) {
    if (key.columns.length === 0) continue;
    const columns = key.columns.map(quoteIdentifier);
    const { rows } = await client.query(
      `SELECT EXISTS (SELECT FROM ${relation} WHERE ${columns.map((column) => `${column} IS NOT NULL`).join(' AND ')}
        GROUP BY ${columns.join(', ')} HAVING count(*) > 1) AS there`,
    );
    if (rows[0]?.there === true) {
      reasons.push(`rows that its key ${key.name} (${key.columns.join(', ')}) refuses have come since`);
    }
  }
  return reasons;
}

async function plainTableSql(client: SqlClient, relation: string, record: AdoptionRecord): Promise<string> {
  const draft = relationName(record.schema, `taktline_plain_${record.family}`);
  const leftOut = [
    ...record.originalKeys.map((key) => key.name),
    ...(record.timeIndex === undefined ? [] : [record.timeIndex]),
  ];
  const definition = await readTableDefinition(client, relation, draft, leftOut);
  const columns = definition.columns.map(quoteIdentifier).join(', ');
  const time = quoteIdentifier(record.timeColumn);
  return [
    'SET LOCAL statement_timeout = 0;',
    `LOCK TABLE ${relation} IN ACCESS EXCLUSIVE MODE;`,
    `CREATE TABLE ${draft} (LIKE ${relation} INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMPRESSION INCLUDING COMMENTS);`,
    ...definition.whenNew,
    ...(record.timeWasNullable ? [`ALTER TABLE ${draft} ALTER COLUMN ${time} DROP NOT NULL;`] : []),
    `INSERT INTO ${draft} (${columns}) SELECT ${columns} FROM ${relation};`,
    comparisonSql(relation, draft),
    ...definition.whenFilled,
    `DROP TABLE ${relation};`,
    `ALTER TABLE ${draft} RENAME TO ${quoteIdentifier(record.table)};`,
    ...record.originalKeys.flatMap((key) => originalKeySql(relation, record.schema, key)),
    ...definition.whenRenamed,
    `DELETE FROM taktline.adoption WHERE family = ${quoteLiteral(record.family)};`,
  ].join('\n');
}

function originalKeySql(relation: string, schema: string, key: OriginalKey): readonly string[] {
  const name = quoteIdentifier(key.name);
  const make = key.isConstraint
    ? `ALTER TABLE ${relation} ADD CONSTRAINT ${name} ${key.definition};`
    : `${key.definition};`;
  if (key.comment === undefined) return [make];
  const what = key.isConstraint ? `CONSTRAINT ${name} ON ${relation}` : `INDEX ${quoteIdentifier(schema)}.${name}`;
  return [make, `COMMENT ON ${what} IS ${quoteLiteral(key.comment)};`];
}

/** Every row as text goes into the sum, whatever their order. */
function comparisonSql(relation: string, draft: string): string {
  const digest = (table: string) =>
    `(SELECT (count(*), sum(hashtextextended(taktline_row::text, 0)))::text FROM ${table} AS taktline_row)`;
  return [
    'DO $taktline$ BEGIN',
    `  IF ${digest(relation)}`,
    `    IS DISTINCT FROM ${digest(draft)}`,
    `  THEN RAISE EXCEPTION 'the moved rows are not the same; nothing was changed'; END IF;`,
    'END $taktline$;',
  ].join('\n');
}
