import { relationNameSql } from '../source-table';

/** Relations go by name, quoted where they must be; see `relationName`. */
const RELATION = relationNameSql('n.nspname', 'c.relname');

/** One row: who we are, what we may create, which TimescaleDB is there. */
export const SESSION = `
  SELECT current_user::text AS role, current_database()::text AS database,
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS is_superuser,
    has_database_privilege(current_database(), 'CREATE') AS may_create_schemas,
    coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = 'public'), false)
      AS may_create_in_public,
    coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = 'taktline'), false)
      AS may_create_in_taktline,
    (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) AS may_create_roles,
    has_database_privilege('public', current_database(), 'CONNECT')
      AND coalesce((SELECT has_schema_privilege('public', oid, 'USAGE') FROM pg_namespace WHERE nspname = 'public'), true)
      AS is_open_to_everybody,
    has_database_privilege(current_database(), 'CONNECT WITH GRANT OPTION') AND coalesce(
      (SELECT has_schema_privilege(oid, 'USAGE WITH GRANT OPTION') FROM pg_namespace WHERE nspname = 'public'), true)
      AS may_let_others_in,
    has_database_privilege('public', current_database(), 'TEMPORARY') AS may_everybody_make_temporary,
    EXISTS (SELECT FROM pg_namespace WHERE nspname = 'taktline') AS has_taktline,
    (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS installed,
    (SELECT default_version FROM pg_available_extensions WHERE name = 'timescaledb') AS available,
    coalesce((SELECT bool_or(v.trusted) FROM pg_available_extension_versions v WHERE v.name = 'timescaledb'), false)
      AS is_trusted,
    current_setting('timescaledb.license', true) AS license,
    extract(epoch FROM clock_timestamp())::float8 * 1000 AS now_ms`;

/** One row per relation of the given names ($1). */
export const RELATIONS = `
  SELECT ${RELATION} AS name, c.relkind::text AS kind, pg_get_userbyid(c.relowner)::text AS owner,
    pg_has_role(c.relowner, 'USAGE') AS is_ours,
    has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS is_readable,
    (SELECT coalesce(json_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)), '{}') FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    (SELECT coalesce(json_agg(ic.relname ORDER BY ic.relname), '[]') FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
      WHERE i.indrelid = c.oid AND i.indisunique AND NOT EXISTS (
        SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'time' AND a.attnum = ANY (i.indkey))
    ) AS keys_without_time
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${RELATION} = ANY ($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')`;

/** One row per hypertable of the given names ($1), aggregates by the name of their view. */
export const HYPERTABLES = `
  WITH hypertable AS (
    SELECT h.id, format('%I.%I', h.schema_name, h.table_name)::regclass AS relid, h.compression_state = 1 AS is_compressing,
      a.mat_hypertable_id IS NOT NULL AS is_aggregate, a.materialized_only,
      coalesce(a.user_view_schema || '.' || a.user_view_name, ${relationNameSql('h.schema_name', 'h.table_name')}) AS name
    FROM _timescaledb_catalog.hypertable h
    LEFT JOIN _timescaledb_catalog.continuous_agg a ON a.mat_hypertable_id = h.id
    WHERE h.compression_state <> 2
  ), mine AS (SELECT * FROM hypertable WHERE name = ANY ($1))
  SELECT m.name, m.is_aggregate, m.materialized_only, m.is_compressing, d.column_name::text AS time_column,
    d.interval_length::float8 / 1000 AS chunk_interval_ms,
    (SELECT i.view_definition FROM timescaledb_information.continuous_aggregates i
      WHERE i.view_schema || '.' || i.view_name = m.name) AS definition,
    coalesce(to_json(s.segmentby), '[]') AS segment_by,
    (SELECT coalesce(json_agg(format('%I %s', o.name, CASE WHEN o.is_descending THEN 'DESC' ELSE 'ASC' END) ORDER BY o.at), '[]')
      FROM unnest(s.orderby, s.orderby_desc) WITH ORDINALITY AS o(name, is_descending, at)) AS order_by,
    (SELECT coalesce(sum(CASE WHEN p.reltuples >= 0 THEN p.reltuples ELSE pg_relation_size(p.oid) / 80 END), 0)
      FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid WHERE i.inhparent = m.relid) AS estimated_rows,
    oldest.from_ms, oldest.to_ms,
    (SELECT coalesce(json_agg(substring(pg_get_indexdef(x.indexrelid) FROM ' USING btree \\((.*)\\)$')), '[]') FROM pg_index x
      WHERE x.indrelid = m.relid AND x.indisvalid AND x.indpred IS NULL) AS indexes,
    EXISTS (SELECT FROM _timescaledb_catalog.chunk k
      WHERE k.hypertable_id = m.id AND k.compressed_chunk_id IS NOT NULL) AS has_compressed_chunks
  FROM mine m
  CROSS JOIN LATERAL (
    SELECT column_name, interval_length FROM _timescaledb_catalog.dimension
    WHERE hypertable_id = m.id AND interval_length IS NOT NULL ORDER BY id LIMIT 1) d
  LEFT JOIN _timescaledb_catalog.compression_settings s ON s.relid = m.relid
  LEFT JOIN LATERAL (
    SELECT l.range_start::float8 / 1000 AS from_ms, l.range_end::float8 / 1000 AS to_ms
    FROM _timescaledb_catalog.chunk k
    JOIN _timescaledb_catalog.chunk_constraint c ON c.chunk_id = k.id
    JOIN _timescaledb_catalog.dimension_slice l ON l.id = c.dimension_slice_id
    JOIN _timescaledb_catalog.dimension t ON t.id = l.dimension_id AND t.column_name = d.column_name
    WHERE k.hypertable_id = m.id
    ORDER BY l.range_start LIMIT 1) oldest ON true`;

const milliseconds = (key: string) =>
  `CASE WHEN j.config ->> '${key}' ~ '[a-z:]' THEN extract(epoch FROM (j.config ->> '${key}')::interval)::float8 * 1000 END`;

/** Jobs of the given relations ($1), and those that run a procedure of the schema taktline. */
export const JOBS = `
  SELECT * FROM (
    SELECT j.job_id, j.proc_name::text AS procedure, j.proc_schema::text AS procedure_schema, j.scheduled AS is_scheduled,
      extract(epoch FROM j.schedule_interval)::float8 * 1000 AS every_ms,
      pg_has_role(j.owner::oid, 'USAGE') AS is_ours,
      coalesce(j.config ->> 'refresh_newest_first', 'true') = 'false' AS is_oldest_first,
      CASE WHEN j.fixed_schedule THEN extract(epoch FROM j.initial_start)::float8 * 1000 END AS fixed_start_ms,
      ${milliseconds('start_offset')} AS start_offset_ms, ${milliseconds('end_offset')} AS end_offset_ms,
      ${milliseconds('compress_after')} AS compress_after_ms, ${milliseconds('drop_after')} AS drop_after_ms,
      coalesce(a.view_schema || '.' || a.view_name, ${relationNameSql('j.hypertable_schema', 'j.hypertable_name')}) AS relation
    FROM timescaledb_information.jobs j
    LEFT JOIN timescaledb_information.continuous_aggregates a
      ON (a.materialization_hypertable_schema, a.materialization_hypertable_name)
       = (j.hypertable_schema, j.hypertable_name)) AS job
  WHERE relation = ANY ($1) OR procedure_schema = 'taktline'
  ORDER BY job_id`;

export const ROUTINES = `
  SELECT p.proname::text AS name, p.prosrc AS source, pg_has_role(p.proowner, 'USAGE') AS is_ours
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'taktline'`;

export const TRIGGERS = `
  SELECT ${RELATION} || ' ' || t.tgname AS name, pg_get_triggerdef(t.oid) AS definition,
    t.tgenabled = 'O' AS is_enabled
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT t.tgisinternal AND ${RELATION} = ANY ($1) AND t.tgname LIKE 'taktline%'`;

export const LEDGER = 'SELECT step_id, checksum, outcome, ordinal FROM taktline.applied_step ORDER BY ordinal';

export const PREPARED = 'SELECT view_name, prepared_to >= target_to AS is_done FROM taktline.preparation';
