import type { SeriesTable } from '../../../shared/series';
import type { TimeRange } from '../../../shared/time';
import type { Question, Row } from '../statement-lane';

/** A stretch of a table that has changed and that a level does not hold yet. */
export interface PendingChange {
  readonly table: SeriesTable;
  readonly range: TimeRange;
}

/** Whether TimescaleDB's lists of changes can be read. Rows: [boolean]. */
export const CAN_READ_PENDING: Question<boolean> = {
  statement: {
    name: 'can-read-pending-changes',
    text: `
    select count(*) = 4 and bool_and(pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select'))
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = '_timescaledb_catalog' and c.relname in ('continuous_agg', 'continuous_aggs_watermark',
      'continuous_aggs_hypertable_invalidation_log', 'continuous_aggs_materialization_invalidation_log')`,
  },
  values: [],
  decode: (rows) => rows[0]?.[0] === true,
};

/**
 * What TimescaleDB knows to have changed (inserted, updated or deleted) and not to be in a level yet, level by level, and
 * below each level's watermark: what is newer a level computes on reading. Times are µs since the epoch.
 * Rows: [view, from ms, to ms].
 */
export function pendingChanges(within: TimeRange): Question<readonly PendingChange[]> {
  return {
    statement: {
      name: 'pending-changes',
      text: `
    with level as (
      select a.user_view_name::text as name, a.mat_hypertable_id, a.raw_hypertable_id, w.watermark
      from _timescaledb_catalog.continuous_agg a
      join _timescaledb_catalog.continuous_aggs_watermark w on w.mat_hypertable_id = a.mat_hypertable_id
      where a.user_view_schema = 'public' and a.user_view_name ~ '^(metric|oee)_(1min|5min|1hour|1day)$'),
    change as (
      select l.name, l.watermark, i.lowest_modified_value as low, i.greatest_modified_value as high
      from level l join _timescaledb_catalog.continuous_aggs_materialization_invalidation_log i
        on i.materialization_id = l.mat_hypertable_id
      union all
      select l.name, l.watermark, i.lowest_modified_value, i.greatest_modified_value
      from level l join _timescaledb_catalog.continuous_aggs_hypertable_invalidation_log i
        on i.hypertable_id = l.raw_hypertable_id)
    select name, greatest(low, $1::bigint) / 1000.0::float8, (least(high, watermark - 1, $2::bigint) + 1) / 1000.0::float8
    from change
    where greatest(low, $1::bigint) <= least(high, watermark - 1, $2::bigint)
    order by 1, 2
    limit 1000`,
    },
    values: [Math.floor(within.fromMs * 1_000), Math.floor(within.toMs * 1_000)],
    decode: (rows) => rows.map(changeOf),
  };
}

function changeOf([view, fromMs, toMs]: Row): PendingChange {
  return {
    table: String(view).startsWith('oee_') ? 'oee' : 'metric',
    range: { fromMs: Math.floor(Number(fromMs)), toMs: Math.ceil(Number(toMs)) },
  };
}
