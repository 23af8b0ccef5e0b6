import { SURPLUS_RIGHTS } from '../../../shared/surplus-rights';
import { relationNameSql } from '../source-table';

/**
 * What rests on a role beside what provisioning gives it: anything in another database, and in this one whatever is no
 * relation of the list ($2), no chunk, and not the database and the two schemas themselves.
 */
const OTHER_DEPENDENTS = `
  SELECT coalesce(array_agg(DISTINCT CASE
      WHEN d.dbid IN (0, here.oid) THEN pg_describe_object(d.classid, d.objid, d.objsubid)
      ELSE 'rights in the database ' || coalesce((SELECT o.datname::text FROM pg_database o WHERE o.oid = d.dbid), '?') END), '{}')
  FROM pg_shdepend d, (SELECT oid FROM pg_database WHERE datname = current_database()) AS here
  WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid
    AND NOT (d.classid = 'pg_database'::regclass AND d.objid = here.oid)
    AND NOT (d.dbid = here.oid AND d.classid = 'pg_namespace'::regclass
      AND d.objid IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'taktline')))
    AND NOT (d.dbid = here.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'a' AND EXISTS (
      SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = d.objid AND (n.nspname = '_timescaledb_internal' OR ${relationNameSql('n.nspname', 'c.relname')} = ANY ($2))))`;

/** One row per role of the given names ($1) that exists; relations are those of $2. */
export const READERS = `
  SELECT r.rolname::text AS name, r.rolcanlogin AS may_log_in,
    EXISTS (SELECT FROM pg_db_role_setting s
      WHERE s.setrole = r.oid AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
        AND 'default_transaction_read_only=on' = ANY (s.setconfig)) AS begins_read_only,
    has_database_privilege(r.oid, current_database(), 'CONNECT')
      AND coalesce((SELECT has_schema_privilege(r.oid, oid, 'USAGE') FROM pg_namespace WHERE nspname = 'public'), true)
      AS may_enter,
    coalesce((SELECT has_schema_privilege(r.oid, oid, 'USAGE') FROM pg_namespace WHERE nspname = 'taktline'), false)
      AS may_use_taktline,
    (SELECT coalesce(array_agg(${relationNameSql('n.nspname', 'c.relname')}), '{}') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${relationNameSql('n.nspname', 'c.relname')} = ANY ($2) AND has_table_privilege(r.oid, c.oid, 'SELECT')) AS readable,
    (${SURPLUS_RIGHTS}) AS surplus,
    (${OTHER_DEPENDENTS}) AS other_dependents
  FROM pg_roles r WHERE r.rolname = ANY ($1)`;
