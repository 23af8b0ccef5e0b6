import type { PlantConnection } from '../../../../src/main/plant/connection';

/**
 * What others have in a database, as the server's catalogue tells it: to compare before and after. Numbers that differ
 * from run to run (oids, job ids, attribute numbers) are left out; everything that a person could miss is in.
 */
const QUERIES: Readonly<Record<string, string>> = {
  relations: `
    SELECT c.oid::regclass::text AS name, c.relkind::text, c.relpersistence::text, pg_get_userbyid(c.relowner)::text AS owner,
      c.reloptions::text, c.relreplident::text, c.relrowsecurity, obj_description(c.oid, 'pg_class') AS comment,
      (SELECT json_agg(concat_ws(' ', pg_get_userbyid(x.grantee), x.privilege_type, x.is_grantable) ORDER BY 1) FROM (
        SELECT * FROM aclexplode(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)))
        ORDER BY grantee, privilege_type) x WHERE c.relkind IN ('r', 'v', 'm', 'S')) AS grants
    FROM mine c ORDER BY 1`,
  columns: `
    SELECT c.oid::regclass::text AS name, a.attname::text, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
      a.attidentity::text, a.attgenerated::text, a.attstorage::text, a.attcompression::text, a.attstattarget::text,
      -- Some builds of PostgreSQL 15 stamp every column at CREATE TABLE with a number (pg_attver) that nobody can set.
      (SELECT json_agg(o) FROM unnest(a.attoptions) o WHERE o NOT LIKE 'pg\\_attver=%') AS options,
      pg_get_expr(d.adbin, d.adrelid) AS default_value, col_description(c.oid, a.attnum) AS comment, a.attacl::text,
      row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum) AS place, a.attcollation
    FROM mine c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relkind <> 'S' ORDER BY 1, place`,
  constraints: `
    SELECT k.conrelid::regclass::text AS name, k.conname::text, pg_get_constraintdef(k.oid) AS definition, k.convalidated,
      obj_description(k.oid, 'pg_constraint') AS comment
    FROM pg_constraint k JOIN mine c ON c.oid = k.conrelid ORDER BY 1, 2`,
  indexes: `
    SELECT pg_get_indexdef(i.indexrelid) AS definition, i.indisunique, i.indisprimary, i.indisclustered, i.indisreplident,
      obj_description(i.indexrelid, 'pg_class') AS comment
    FROM pg_index i JOIN mine c ON c.oid = i.indrelid ORDER BY 1`,
  triggers: `
    SELECT pg_get_triggerdef(t.oid) AS definition, t.tgenabled::text, obj_description(t.oid, 'pg_trigger') AS comment
    FROM pg_trigger t JOIN mine c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal ORDER BY 1`,
  sequences: `
    SELECT schemaname::text, sequencename::text, sequenceowner::text, data_type::text, start_value, min_value, max_value, increment_by,
      cycle, cache_size, last_value, pg_get_serial_sequence(d.refobjid::regclass::text, a.attname) AS owned
    FROM pg_sequences s JOIN mine c ON c.relkind = 'S' AND c.oid = format('%I.%I', schemaname, sequencename)::regclass
    LEFT JOIN pg_depend d ON d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid ORDER BY 1, 2`,
  statistics: `
    SELECT pg_get_statisticsobjdef(s.oid) AS definition FROM pg_statistic_ext s JOIN mine c ON c.oid = s.stxrelid ORDER BY 1`,
  views: `SELECT c.oid::regclass::text AS name, pg_get_viewdef(c.oid) AS definition FROM mine c WHERE relkind IN ('v', 'm') ORDER BY 1`,
  schemas: `SELECT nspname::text FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' ORDER BY 1`,
  hypertables: `
    SELECT h.schema_name::text, h.table_name::text, h.compression_state, d.column_name::text, d.interval_length
    FROM _timescaledb_catalog.hypertable h JOIN _timescaledb_catalog.dimension d ON d.hypertable_id = h.id ORDER BY 1, 2`,
  aggregates:
    'SELECT view_schema::text, view_name::text FROM timescaledb_information.continuous_aggregates ORDER BY 1, 2',
  jobs: `
    SELECT proc_name::text, hypertable_name::text, config - 'hypertable_id' AS config, schedule_interval::text, scheduled
    FROM timescaledb_information.jobs WHERE job_id >= 1000 ORDER BY 1, 2`,
};

/** The catalogue of every schema but the system's own. */
export async function dumpCatalogue(client: PlantConnection): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const mine = `WITH mine AS (
    SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^(pg_|_?timescaledb|information_schema)' AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'))`;
  const dump: Record<string, readonly unknown[]> = {};
  for (const [name, query] of Object.entries(QUERIES)) dump[name] = (await client.query(`${mine} ${query}`)).rows;
  return dump;
}

/** Number of rows and a sum over the text of each, whatever their order. */
export async function digestRows(client: PlantConnection, relation: string): Promise<unknown> {
  const { rows } = await client.query(
    `SELECT count(*) AS count, sum(hashtextextended(each_row::text, 0)) AS digest FROM ${relation} AS each_row`,
  );
  return rows[0];
}
