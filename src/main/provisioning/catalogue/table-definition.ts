import type { SqlClient } from '../sql-client';

/**
 * What makes a table anew beside its columns, as statements in three phases: for the new table under its temporary name,
 * for it once it holds the rows, and for it under its own name. The server writes every name and definition itself.
 *
 * Of a column's options only the two that people set are carried over (n_distinct, n_distinct_inherited).
 *
 * $1 the table (regclass), $2 the new one and $3 the table as SQL, $4 names of keys and indexes to leave out.
 */
const STATEMENTS = `
  WITH t AS (SELECT * FROM pg_class WHERE oid = $1::regclass),
  a AS (SELECT a.* FROM pg_attribute a JOIN t ON a.attrelid = t.oid WHERE a.attnum > 0 AND NOT a.attisdropped),
  seq AS (
    SELECT q.*, s.relname, s.relacl, s.relowner, n.nspname, a.attname, a.attidentity, a.attnum, d.deptype,
      format('%I.%I', n.nspname, s.relname) AS name, format('taktline_old_%s_seq', a.attnum) AS old_name
    FROM pg_depend d JOIN t ON d.refobjid = t.oid JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
    JOIN pg_namespace n ON n.oid = s.relnamespace JOIN pg_sequence q ON q.seqrelid = s.oid JOIN a ON a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  ), idx AS (
    SELECT i.*, x.relname, format('%I.%I', n.nspname, x.relname) AS name,
      EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.oid AND k.conrelid = i.indrelid) AS is_constraint
    FROM pg_index i JOIN t ON i.indrelid = t.oid JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_namespace n ON n.oid = x.relnamespace
    WHERE x.relname <> ALL ($4::text[])
  ), con AS (
    SELECT k.* FROM pg_constraint k JOIN t ON k.conrelid = t.oid
    WHERE k.contype IN ('c', 'p', 'u', 'f') AND k.conname <> ALL ($4::text[])
  ), trg AS (
    SELECT g.* FROM pg_trigger g JOIN t ON g.tgrelid = t.oid JOIN pg_proc p ON p.oid = g.tgfoid
    JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE NOT g.tgisinternal AND n.nspname NOT IN ('_timescaledb_functions', '_timescaledb_internal', 'taktline')
  ), grants AS (
    SELECT x.grantee, x.is_grantable, '' AS columns, string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type) AS rights
    FROM t, aclexplode(t.relacl) x GROUP BY 1, 2
    UNION ALL
    SELECT x.grantee, x.is_grantable, '', string_agg(format('%s (%I)', x.privilege_type, a.attname), ', ' ORDER BY a.attnum, x.privilege_type)
    FROM a, aclexplode(a.attacl) x GROUP BY 1, 2
  )
  SELECT 1 AS phase, 10 AS at, format('ALTER TABLE %s OWNER TO %I', $2::text, pg_get_userbyid(relowner)) AS sql
    FROM t WHERE relowner <> current_user::regrole
  UNION ALL SELECT 1, 20, format('ALTER TABLE %s SET (%s)', $2::text, (SELECT string_agg(format('%I = %L', split_part(o, '=', 1),
    substr(o, strpos(o, '=') + 1)), ', ') FROM unnest(reloptions) o)) FROM t WHERE reloptions IS NOT NULL
  UNION ALL SELECT 1, 30, format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS %s', $2::text, attname, attstattarget)
    FROM a WHERE attstattarget >= 0
  UNION ALL SELECT 1, 40, format('ALTER TABLE %s ALTER COLUMN %I SET (%s)', $2::text, attname, o)
    FROM a, unnest(attoptions) o WHERE o LIKE 'n\\_distinct%'
  UNION ALL SELECT 2, 10, format('ALTER SEQUENCE %s OWNED BY %s.%I', name, $2::text, attname) FROM seq WHERE deptype = 'a'
  UNION ALL SELECT 2, 20, format('ALTER SEQUENCE %s RENAME TO %I', name, old_name) FROM seq WHERE deptype = 'i'
  UNION ALL SELECT 2, 30, format(
      'ALTER TABLE %s ALTER COLUMN %I ADD GENERATED %s AS IDENTITY (SEQUENCE NAME %s START %s INCREMENT %s MINVALUE %s MAXVALUE %s CACHE %s%s)',
      $2::text, attname, CASE attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, name, seqstart, seqincrement, seqmin, seqmax,
      seqcache, CASE WHEN seqcycle THEN ' CYCLE' ELSE '' END) FROM seq WHERE deptype = 'i'
  UNION ALL SELECT 2, 40, format('SELECT setval(%L, last_value, is_called) FROM %I.%I', name, nspname, old_name) FROM seq WHERE deptype = 'i'
  UNION ALL SELECT 2, 50, format('GRANT %s ON SEQUENCE %s TO %s%s', string_agg(x.privilege_type, ', '), name,
      CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(x.grantee)) END,
      CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM seq, aclexplode(relacl) x WHERE deptype = 'i' AND x.grantee <> relowner GROUP BY name, x.grantee, x.is_grantable
  UNION ALL SELECT 2, 60, format('COMMENT ON SEQUENCE %s IS %L', name, obj_description(seqrelid, 'pg_class'))
    FROM seq WHERE deptype = 'i' AND obj_description(seqrelid, 'pg_class') IS NOT NULL
  UNION ALL SELECT 3, CASE contype WHEN 'c' THEN 10 WHEN 'f' THEN 50 ELSE 20 END,
      format('ALTER TABLE %s ADD CONSTRAINT %I %s', $3::text, conname, pg_get_constraintdef(oid)) FROM con
  UNION ALL SELECT 3, 40, pg_get_indexdef(indexrelid) FROM idx WHERE NOT is_constraint
  UNION ALL SELECT 3, 60, pg_get_triggerdef(oid) FROM trg
  UNION ALL SELECT 3, 70, format('ALTER TABLE %s %s TRIGGER %I', $3::text,
      CASE tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, tgname) FROM trg WHERE tgenabled <> 'O'
  UNION ALL SELECT 3, 80, pg_get_statisticsobjdef(s.oid) FROM pg_statistic_ext s JOIN t ON s.stxrelid = t.oid
  UNION ALL SELECT 3, 90, format('ALTER TABLE %s REPLICA IDENTITY %s', $3::text, CASE relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END)
    FROM t WHERE relreplident IN ('f', 'n')
  UNION ALL SELECT 3, 91, format('ALTER TABLE %s CLUSTER ON %I', $3::text, relname) FROM idx WHERE indisclustered
  UNION ALL SELECT 3, 100, format('COMMENT ON TABLE %s IS %L', $3::text, obj_description(oid, 'pg_class')) FROM t
    WHERE obj_description(oid, 'pg_class') IS NOT NULL
  UNION ALL SELECT 3, 101, format('COMMENT ON CONSTRAINT %I ON %s IS %L', conname, $3::text, obj_description(oid, 'pg_constraint')) FROM con
    WHERE obj_description(oid, 'pg_constraint') IS NOT NULL
  UNION ALL SELECT 3, 102, format('COMMENT ON INDEX %s IS %L', name, obj_description(indexrelid, 'pg_class')) FROM idx
    WHERE obj_description(indexrelid, 'pg_class') IS NOT NULL
  UNION ALL SELECT 3, 103, format('COMMENT ON TRIGGER %I ON %s IS %L', tgname, $3::text, obj_description(oid, 'pg_trigger')) FROM trg
    WHERE obj_description(oid, 'pg_trigger') IS NOT NULL
  UNION ALL SELECT 3, 110, format('REVOKE ALL ON %s FROM %s', $3::text, string_agg(DISTINCT
      CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(x.grantee)) END, ', '))
    FROM (
      SELECT y.grantee FROM t, aclexplode(t.relacl) y
      UNION ALL SELECT y.grantee FROM t, pg_default_acl d, aclexplode(d.defaclacl) y
        WHERE d.defaclobjtype = 'r' AND d.defaclnamespace IN (0, t.relnamespace) AND d.defaclrole = current_user::regrole
          AND y.grantee <> t.relowner
    ) x HAVING count(*) > 0
  UNION ALL SELECT 3, 111, format('GRANT %s ON %s TO %s%s', rights, $3::text,
      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(grantee)) END,
      CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) FROM grants
  ORDER BY 1, 2, 3`;

export interface TableDefinition {
  /** Columns that take values, in their order; those that the server generates are left out. */
  readonly columns: readonly string[];
  readonly whenNew: readonly string[];
  readonly whenFilled: readonly string[];
  readonly whenRenamed: readonly string[];
}

const COLUMNS = `
  SELECT attname::text AS name FROM pg_attribute
  WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`;

/**
 * @param relation the table, and @param draft the new one's temporary name, both as SQL
 * @param leftOut names of keys and indexes that are not to be made again
 */
export async function readTableDefinition(
  client: SqlClient,
  relation: string,
  draft: string,
  leftOut: readonly string[],
): Promise<TableDefinition> {
  const { rows } = await client.query(STATEMENTS, [relation, draft, relation, leftOut]);
  const phase = (number: number) => rows.filter((row) => row.phase === number).map((row) => `${row.sql};`);
  const columns = (await client.query(COLUMNS, [relation])).rows.map((row) => String(row.name));
  return { columns, whenNew: phase(1), whenFilled: phase(2), whenRenamed: phase(3) };
}
