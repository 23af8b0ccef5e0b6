import type { PlantTables } from '../../../shared/plant-tables';
import { quoteIdentifier } from '../../../shared/sql-identifier';
import { AGGREGATE_LEVELS, FAMILIES, type Family, viewName } from '../levels';
import { sourceRelation } from '../source-table';
import type { SqlClient, SqlRow } from '../sql-client';

/** What adopting a table has to know of it beyond its columns. */
export interface SourceFacts {
  readonly estimatedRows: number;
  /** Table, indexes and TOAST, chunks left out. */
  readonly sizeBytes: number;
  readonly indexCount: number;
  readonly timeIsNullable: boolean;
  /** Unique keys without the time column. */
  readonly keysWithoutTime: readonly UniqueKey[];
  /** Whether an index begins with the time. */
  readonly hasTimeIndex: boolean;
  /** Foreign keys of other tables that point here, such as `alarm_metric_fkey of alarm`. */
  readonly referencedBy: readonly string[];
  /** What keeps the table from being turned into another and back without a trace, a phrase each. */
  readonly obstacles: readonly string[];
  /** First and last time, ms since the epoch; undefined where it is empty or finding out would read all of a large table. */
  readonly timeRange: { readonly fromMs: number; readonly toMs: number } | undefined;
}

export interface UniqueKey {
  readonly name: string;
  readonly isConstraint: boolean;
  readonly isPrimary: boolean;
  /** As pg_get_constraintdef or pg_get_indexdef write it. */
  readonly definition: string;
  readonly comment: string | undefined;
  readonly columns: readonly string[];
  /** Whether the time can simply be added to it: no expression, condition, deferral, further columns. */
  readonly isExtensible: boolean;
}

const OUR_VIEWS = FAMILIES.flatMap((family) => AGGREGATE_LEVELS.map((level) => viewName(family, level)));

const FACTS = `
  SELECT pg_total_relation_size(c.oid)::float8 AS size_bytes, pg_relation_size(c.oid)::float8 AS heap_bytes,
    (SELECT count(*)::int FROM pg_index i WHERE i.indrelid = c.oid) AS index_count,
    NOT a.attnotnull AS time_is_nullable, a.atttypid = 'timestamptz'::regtype AS is_timestamptz,
    EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indkey[0] = a.attnum AND i.indpred IS NULL AND i.indisvalid)
      AS has_time_index
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = $2 AND NOT a.attisdropped
  WHERE c.oid = $1::regclass`;

const KEYS = `
  SELECT x.relname::text AS name, k.oid IS NOT NULL AS is_constraint, i.indisprimary AS is_primary,
    coalesce(pg_get_constraintdef(k.oid), pg_get_indexdef(x.oid)) AS definition,
    coalesce(obj_description(k.oid, 'pg_constraint'), obj_description(x.oid, 'pg_class')) AS comment,
    (SELECT coalesce(json_agg(a.attname ORDER BY c.at), '[]') FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS c(attnum, at)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = c.attnum) AS columns,
    k.condeferrable IS NOT TRUE AND i.indexprs IS NULL AND i.indpred IS NULL AND i.indnkeyatts = i.indnatts
      AND (to_jsonb(i) ->> 'indnullsnotdistinct') IS DISTINCT FROM 'true' AS is_extensible
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
  LEFT JOIN pg_constraint k ON k.conindid = x.oid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u')
  WHERE i.indrelid = $1::regclass AND i.indisunique AND NOT EXISTS (
    SELECT FROM pg_attribute t WHERE t.attrelid = i.indrelid AND t.attname = $2 AND t.attnum = ANY (i.indkey))
  ORDER BY x.relname`;

const REFERENCED_BY = `
  SELECT format('%s of %s', k.conname, k.conrelid::regclass) AS phrase
  FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid = $1::regclass AND k.conparentid = 0 ORDER BY 1`;

/** Dependants that are neither the table's own nor ours nor TimescaleDB's, and properties that a new table would lack. */
const OBSTACLES = `
  WITH t AS (SELECT * FROM pg_class WHERE oid = $1::regclass), dependant AS (
    SELECT d.classid, d.objid, d.objsubid FROM pg_depend d, t
    WHERE d.deptype = 'n' AND ((d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid) OR (d.refclassid = 'pg_type'::regclass
      AND d.refobjid IN (SELECT y.oid FROM pg_type y WHERE y.oid = t.reltype OR y.typelem = t.reltype)))
  ), own AS (
    SELECT 'pg_constraint'::regclass AS classid, k.oid FROM pg_constraint k, t WHERE k.conrelid = t.oid OR k.confrelid = t.oid
    UNION ALL SELECT 'pg_trigger'::regclass, g.oid FROM pg_trigger g, t WHERE g.tgrelid = t.oid
    UNION ALL SELECT 'pg_attrdef'::regclass, f.oid FROM pg_attrdef f, t WHERE f.adrelid = t.oid
    UNION ALL SELECT 'pg_class'::regclass, i.indexrelid FROM pg_index i, t WHERE i.indrelid = t.oid
    UNION ALL SELECT 'pg_class'::regclass, c.oid FROM pg_class c WHERE c.relnamespace = to_regnamespace('_timescaledb_internal')
    UNION ALL SELECT 'pg_rewrite'::regclass, w.oid FROM pg_rewrite w JOIN pg_class v ON v.oid = w.ev_class
      WHERE v.relnamespace = to_regnamespace('_timescaledb_internal')
        OR v.relnamespace = 'public'::regnamespace AND v.relname = ANY ($2)
  )
  SELECT DISTINCT regexp_replace(pg_describe_object(d.classid, d.objid, d.objsubid), '^rule "?_RETURN"? on ', '') || ' rests on it' AS phrase
  FROM dependant d WHERE NOT EXISTS (SELECT FROM own WHERE own.classid = d.classid AND own.oid = d.objid)
  UNION ALL SELECT 'it is partitioned or a partition' FROM t WHERE relkind = 'p' OR relispartition
  UNION ALL SELECT 'it inherits or is inherited from' FROM t WHERE NOT relispartition AND EXISTS (
    SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhrelid = t.oid OR i.inhparent = t.oid AND c.relnamespace IS DISTINCT FROM to_regnamespace('_timescaledb_internal'))
  UNION ALL SELECT 'it is not logged, or temporary' FROM t WHERE relpersistence <> 'p'
  UNION ALL SELECT 'it is a typed table' FROM t WHERE reloftype <> 0
  UNION ALL SELECT 'it lies in a tablespace of its own' FROM t WHERE reltablespace <> 0
  UNION ALL SELECT 'an index of it is its replica identity' FROM t WHERE relreplident = 'i'
  UNION ALL SELECT 'it is stored by another access method' FROM t JOIN pg_am m ON m.oid = relam WHERE m.amname <> 'heap'
  UNION ALL SELECT format('row security (policy %s)', p.polname) FROM pg_policy p, t WHERE p.polrelid = t.oid
  UNION ALL SELECT 'row security' FROM t WHERE relrowsecurity OR relforcerowsecurity
  UNION ALL SELECT format('rule %s', w.rulename) FROM pg_rewrite w, t WHERE w.ev_class = t.oid
  UNION ALL SELECT format('publication %s sends its rows', u.pubname) FROM pg_publication u, t
    WHERE u.puballtables OR EXISTS (SELECT FROM pg_publication_rel r WHERE r.prpubid = u.oid AND r.prrelid = t.oid)
  UNION ALL SELECT format('exclusion constraint %s', k.conname) FROM pg_constraint k, t
    WHERE k.conrelid = t.oid AND k.contype = 'x'
  UNION ALL SELECT format('row trigger %s with transition tables', g.tgname) FROM pg_trigger g, t
    WHERE g.tgrelid = t.oid AND NOT g.tgisinternal AND g.tgtype & 1 = 1 AND coalesce(g.tgoldtable, g.tgnewtable) IS NOT NULL
  UNION ALL SELECT format('rights given by %s, who is not its owner', pg_get_userbyid(x.grantor)) FROM t, aclexplode(t.relacl) x
    WHERE x.grantor <> t.relowner
  ORDER BY 1`;

/** Below this size rows are counted, above it the planner's estimate serves. */
const COUNTED_BYTES = 32 * 1024 * 1024;
/** First and last time are found by reading all of a table up to this size; a larger one must have an index for it. */
const SCANNED_BYTES = 256 * 1024 * 1024;

/** The facts of each table of the settings that `isAsked` names; none of one without its time column. */
export async function readSourceFacts(
  client: SqlClient,
  tables: PlantTables,
  isAsked: (relation: string) => boolean,
  isReadable: (relation: string) => boolean,
): Promise<ReadonlyMap<Family, SourceFacts>> {
  const all = new Map<Family, SourceFacts>();
  for (const family of FAMILIES) {
    const relation = sourceRelation(tables, family);
    if (!isAsked(relation)) continue;
    const facts = await readFacts(client, relation, tables[family].time.column, isReadable(relation));
    if (facts !== undefined) all.set(family, facts);
  }
  return all;
}

/** @param mayLook whether its rows may be read and counted: not those of a hypertable */
export async function readFacts(
  client: SqlClient,
  relation: string,
  timeColumn: string,
  mayLook: boolean,
): Promise<SourceFacts | undefined> {
  const row = (await client.query(FACTS, [relation, timeColumn])).rows[0];
  if (row === undefined) return undefined;
  const keys = (await client.query(KEYS, [relation, timeColumn])).rows;
  const phrases = async (query: string, values: readonly unknown[]) =>
    (await client.query(query, values)).rows.map((each) => String(each.phrase));
  const hasTimeIndex = row.has_time_index === true;
  const isRangeCheap = row.is_timestamptz === true && (hasTimeIndex || Number(row.heap_bytes) <= SCANNED_BYTES);
  return {
    estimatedRows: await rowCount(client, relation, mayLook && Number(row.heap_bytes) <= COUNTED_BYTES),
    sizeBytes: Number(row.size_bytes),
    indexCount: Number(row.index_count),
    timeIsNullable: row.time_is_nullable === true,
    keysWithoutTime: keys.map(decodeKey),
    hasTimeIndex,
    referencedBy: await phrases(REFERENCED_BY, [relation]),
    obstacles: await phrases(OBSTACLES, [relation, OUR_VIEWS]),
    timeRange: mayLook && isRangeCheap ? await timeRange(client, relation, timeColumn) : undefined,
  };
}

async function rowCount(client: SqlClient, relation: string, isCounted: boolean): Promise<number> {
  if (isCounted) return Number((await client.query(`SELECT count(*) AS rows FROM ${relation}`)).rows[0]?.rows);
  // Rows a page at the last ANALYZE, times the pages of now, as the planner does it.
  const { rows } = await client.query(
    `SELECT CASE WHEN reltuples > 0 AND relpages > 0 THEN reltuples / relpages ELSE 80 END
      * (pg_relation_size(oid) / current_setting('block_size')::float8) AS rows FROM pg_class WHERE oid = $1::regclass`,
    [relation],
  );
  return Math.round(Number(rows[0]?.rows));
}

async function timeRange(client: SqlClient, relation: string, timeColumn: string): Promise<SourceFacts['timeRange']> {
  const time = quoteIdentifier(timeColumn);
  const { rows } = await client.query(
    `SELECT extract(epoch FROM min(${time}))::float8 * 1000 AS from_ms, extract(epoch FROM max(${time}))::float8 * 1000 AS to_ms
      FROM ${relation}`,
  );
  const { from_ms: fromMs, to_ms: toMs } = rows[0] ?? {};
  return fromMs == null || toMs == null ? undefined : { fromMs: Number(fromMs), toMs: Number(toMs) };
}

function decodeKey(row: SqlRow): UniqueKey {
  return {
    name: String(row.name),
    isConstraint: row.is_constraint === true,
    isPrimary: row.is_primary === true,
    definition: String(row.definition),
    comment: typeof row.comment === 'string' ? row.comment : undefined,
    columns: row.columns as string[],
    isExtensible: row.is_extensible === true,
  };
}
