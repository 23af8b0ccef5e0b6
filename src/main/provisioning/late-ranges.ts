import { quoteIdentifier } from '../../shared/sql-identifier';
import type { Catalogue } from './catalogue/catalogue';
import {
  AGGREGATE_LEVELS,
  type AggregateLevel,
  BUCKET_MS,
  bucketEnd,
  FAMILIES,
  type Family,
  sourceName,
  viewName,
} from './levels';
import type { TimeSpan } from './refresh-windows';
import type { SqlClient } from './sql-client';
import { clipSpans, joinSpans, rawSource, storedSpans } from './stored-spans';

/** A stretch that changed and that no policy will reach: ms since the epoch, half-open, whole buckets of the view. */
export interface LateRange extends TimeSpan {
  readonly family: Family;
  readonly viewName: string;
}

/** What TimescaleDB knows to be changed since each view was refreshed there, in µs since the epoch. */
const INVALID = `
  WITH view AS (
    SELECT user_view_name::text AS name, mat_hypertable_id, raw_hypertable_id
    FROM _timescaledb_catalog.continuous_agg WHERE user_view_schema = 'public')
  SELECT v.name, l.lowest_modified_value::float8 / 1000 AS from_ms, l.greatest_modified_value::float8 / 1000 AS to_ms
  FROM view v JOIN _timescaledb_catalog.continuous_aggs_materialization_invalidation_log l
    ON l.materialization_id = v.mat_hypertable_id
  UNION ALL
  SELECT v.name, l.lowest_modified_value::float8 / 1000, l.greatest_modified_value::float8 / 1000
  FROM view v JOIN _timescaledb_catalog.continuous_aggs_hypertable_invalidation_log l
    ON l.hypertable_id = v.raw_hypertable_id
  ORDER BY 1, 2`;

/**
 * Rows that came later than the late-data horizon: changed stretches older than a view's refresh window in which its
 * source really has rows. Levels above follow the one below, so the finest view that is concerned is named.
 */
export async function findLateRanges(client: SqlClient, catalogue: Catalogue): Promise<readonly LateRange[]> {
  const { rows } = await client.query(INVALID);
  const late: LateRange[] = [];
  for (const family of FAMILIES) {
    for (const level of AGGREGATE_LEVELS) {
      const invalid = rows
        .filter((row) => row.name === viewName(family, level))
        .map((row) => ({ fromMs: Number(row.from_ms), toMs: Number(row.to_ms) + 1 }));
      const found = await lateOf(client, catalogue, family, level, invalid);
      const told = late.filter((range) => range.family === family);
      late.push(...found.filter((range) => !told.some((each) => each.fromMs < range.toMs && range.fromMs < each.toMs)));
    }
  }
  return late;
}

async function lateOf(
  client: SqlClient,
  catalogue: Catalogue,
  family: Family,
  level: AggregateLevel,
  invalid: readonly TimeSpan[],
): Promise<readonly LateRange[]> {
  const view = viewName(family, level);
  const job = catalogue.jobs.find(
    (each) => each.relation === `public.${view}` && each.procedure === 'policy_refresh_continuous_aggregate',
  );
  if (job === undefined || job.startOffsetMs === null || invalid.length === 0) return [];
  const bucketMs = BUCKET_MS[level];
  // The policy refreshes whole buckets: the one that its window cuts is out of its reach.
  const horizonMs = bucketEnd(catalogue.nowMs - job.startOffsetMs, bucketMs);
  const stored = await storedSpans(client, family, level);
  const ranges: LateRange[] = [];
  for (const span of joinSpans(invalid)) {
    for (const part of clipSpans(stored, { fromMs: span.fromMs, toMs: Math.min(span.toMs, horizonMs) })) {
      const rowsThere = await rowsIn(client, family, level, part);
      if (rowsThere !== undefined) ranges.push({ family, viewName: view, ...rowsThere });
    }
  }
  return ranges;
}

/** First and last row of the source in a span, as whole buckets; undefined where it has none. */
async function rowsIn(
  client: SqlClient,
  family: Family,
  level: AggregateLevel,
  span: TimeSpan,
): Promise<TimeSpan | undefined> {
  const raw = level === '1min' ? await rawSource(client, family) : undefined;
  const column = raw === undefined ? 'bucket' : quoteIdentifier(raw.timeColumn);
  const { rows } = await client.query(
    `SELECT extract(epoch FROM min(${column}))::float8 * 1000 AS first_ms,
      extract(epoch FROM max(${column}))::float8 * 1000 AS last_ms
    FROM ${raw?.relation ?? `public.${sourceName(family, level)}`} WHERE ${column} >= $1::timestamptz AND ${column} < $2::timestamptz`,
    [new Date(span.fromMs).toISOString(), new Date(span.toMs).toISOString()],
  );
  const { first_ms: firstMs, last_ms: lastMs } = rows[0] ?? {};
  if (firstMs == null || lastMs == null) return undefined;
  const bucketMs = BUCKET_MS[level];
  return {
    fromMs: Math.floor(Number(firstMs) / bucketMs) * bucketMs,
    toMs: (Math.floor(Number(lastMs) / bucketMs) + 1) * bucketMs,
  };
}
