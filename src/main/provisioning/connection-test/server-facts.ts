import { z } from 'zod';
import { SURPLUS_RIGHTS } from '../../../shared/surplus-rights';
import type { SqlClient } from '../sql-client';

/** A table whose rights are looked at. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

// Settings are read from pg_settings: unlike SHOW it leaves out what the role may not see, instead of failing.
// Of other roles' sessions an ordinary role sees the database and the application's name, but not the kind of backend.
const SERVER_FACTS = `
  SELECT current_setting('server_version') AS postgres_version,
    current_setting('server_version_num')::int AS postgres_version_number,
    current_user::text AS role,
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS is_superuser,
    pg_is_in_recovery() AS is_standby,
    current_setting('default_transaction_read_only') = 'on' AS is_read_only,
    (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS timescale_installed,
    (SELECT default_version FROM pg_available_extensions WHERE name = 'timescaledb') AS timescale_available,
    coalesce((SELECT bool_or(trusted) FROM pg_available_extension_versions WHERE name = 'timescaledb'), false)
      AS is_timescale_trusted,
    (SELECT setting FROM pg_settings WHERE name = 'shared_preload_libraries') AS preloaded,
    (SELECT setting FROM pg_settings WHERE name = 'timescaledb.license') AS licence,
    (SELECT setting::int FROM pg_settings WHERE name = 'timescaledb.max_background_workers') AS timescale_workers,
    (SELECT setting::int FROM pg_settings WHERE name = 'max_worker_processes') AS worker_processes,
    (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()
      AND application_name LIKE 'TimescaleDB Background Worker Scheduler%') AS schedulers,
    has_database_privilege(current_database(), 'CREATE') AS may_create_schemas,
    coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = 'public'), false)
      AS may_create_in_public,
    (SELECT ${SURPLUS_RIGHTS} FROM pg_catalog.pg_roles r WHERE r.rolname = current_user) AS surplus,
    (SELECT setting::int FROM pg_settings WHERE name = 'max_connections') AS max_connections,
    (SELECT coalesce(sum(setting::int), 0)::int FROM pg_settings
      WHERE name IN ('superuser_reserved_connections', 'reserved_connections')) AS reserved_connections,
    (SELECT count(*)::int FROM pg_stat_activity
      WHERE datid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend') AS used_connections,
    (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user) AS role_limit,
    (SELECT count(*)::int FROM pg_stat_activity WHERE usename = current_user) AS role_used,
    (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database()) AS database_limit,
    (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()
      AND coalesce(backend_type, 'client backend') = 'client backend') AS database_used`;

const TABLE_RIGHTS = `
  SELECT w.schema || '.' || w.name AS name, pg_get_userbyid(c.relowner)::text AS owner,
    pg_has_role(c.relowner, 'USAGE') AS is_own,
    has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS may_select,
    has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'INSERT') AS may_insert
  FROM unnest($1::text[], $2::text[]) AS w(schema, name)
  JOIN pg_namespace n ON n.nspname = w.schema
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  ORDER BY 1`;

const optionalText = z.string().nullable();
const optionalCount = z.number().int().nullable();

const serverFacts = z.object({
  postgres_version: z.string(),
  postgres_version_number: z.number().int(),
  role: z.string(),
  is_superuser: z.boolean(),
  is_standby: z.boolean(),
  is_read_only: z.boolean(),
  timescale_installed: optionalText,
  timescale_available: optionalText,
  is_timescale_trusted: z.boolean(),
  preloaded: optionalText,
  licence: optionalText,
  timescale_workers: optionalCount,
  worker_processes: optionalCount,
  schedulers: z.number().int(),
  may_create_schemas: z.boolean(),
  may_create_in_public: z.boolean(),
  surplus: z.array(z.string()),
  max_connections: z.number().int(),
  reserved_connections: z.number().int(),
  used_connections: z.number().int(),
  role_limit: optionalCount,
  role_used: z.number().int(),
  database_limit: optionalCount,
  database_used: z.number().int(),
});

const tableRights = z.object({
  name: z.string(),
  owner: z.string(),
  is_own: z.boolean(),
  may_select: z.boolean(),
  may_insert: z.boolean(),
});

/** One row of the catalogue, in its own names: what the stages after the login judge. */
export type ServerFacts = z.infer<typeof serverFacts>;

/** What the role may do with one table that exists. */
export type TableRights = z.infer<typeof tableRights>;

/** @throws the database's error, or zod's where the server answers in another shape */
export async function readServerFacts(session: SqlClient): Promise<ServerFacts> {
  const { rows } = await session.query(SERVER_FACTS);
  return serverFacts.parse(rows[0]);
}

/** Rights on those of the tables that exist. @throws as `readServerFacts` */
export async function readTableRights(
  session: SqlClient,
  tables: readonly TableName[],
): Promise<readonly TableRights[]> {
  const { rows } = await session.query(TABLE_RIGHTS, [
    tables.map(({ schema }) => schema),
    tables.map(({ table }) => table),
  ]);
  return z.array(tableRights).parse(rows);
}
