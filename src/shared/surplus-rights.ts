/** Most relations that are named one by one. */
const NAMED = 3;

/** Relations that a role may write, the server's own and TimescaleDB's left out. */
const WRITABLE = `
  SELECT array_agg(name ORDER BY name) AS names FROM (
    SELECT n.nspname || '.' || c.relname AS name
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'f') AND n.nspname !~ '^(pg_|information_schema$|_?timescaledb)'
      AND has_schema_privilege(r.oid, n.oid, 'USAGE')
      AND has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')) AS writable`;

/**
 * SQL expression of type text[]: what the role of the row `r` of pg_roles may do beyond reading, as ends of the sentence
 * "it …". Temporary tables, which everybody may make unless the owner has taken that from PUBLIC, are left out. Reading
 * and provisioning ask it alike, so that they tell the same.
 */
export const SURPLUS_RIGHTS = `
  CASE WHEN r.rolsuper THEN ARRAY['is a superuser'] ELSE array_remove(ARRAY[
    CASE WHEN r.rolcreaterole THEN 'may create roles' END,
    CASE WHEN r.rolcreatedb THEN 'may create databases' END,
    CASE WHEN r.rolreplication THEN 'may replicate' END,
    CASE WHEN r.rolbypassrls THEN 'bypasses row security' END,
    CASE WHEN has_database_privilege(r.oid, current_database(), 'CREATE') THEN 'may create schemas' END,
    (SELECT 'may create tables in ' || string_agg(nspname, ' and ' ORDER BY nspname) FROM pg_catalog.pg_namespace
      WHERE nspname IN ('public', 'taktline') AND has_schema_privilege(r.oid, oid, 'CREATE')),
    (SELECT 'may write ' || array_to_string(w.names[1:${NAMED}], ', ')
        || CASE WHEN cardinality(w.names) > ${NAMED} THEN ' and ' || cardinality(w.names) - ${NAMED} || ' more' ELSE '' END
      FROM (${WRITABLE}) AS w)], NULL) END`;

/** One sentence for an installer: what the role may do beyond reading, and the remedy; undefined where that is nothing. */
export function surplusRightsSentence(role: string, surplus: readonly string[]): string | undefined {
  if (surplus.length === 0) return undefined;
  return `The role ${role} may do more than read: it ${surplus.join(', and ')}. Connect as a role that may only read, such as the reader that provisioning makes.`;
}
