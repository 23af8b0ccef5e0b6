import { type AggregateLevel, type Family, viewName } from './levels';
import type { TimeSpan } from './refresh-windows';
import { relationNameSql } from './source-table';
import type { SqlClient } from './sql-client';

/** What a view is made from, as TimescaleDB knows it: the raw hypertable, or the one behind the view below. */
const CHUNKS_OF_SOURCE = `
  SELECT extract(epoch FROM c.range_start)::float8 * 1000 AS from_ms, extract(epoch FROM c.range_end)::float8 * 1000 AS to_ms
  FROM _timescaledb_catalog.continuous_agg a
  JOIN _timescaledb_catalog.hypertable h ON h.id = a.raw_hypertable_id
  JOIN timescaledb_information.chunks c ON (c.hypertable_schema, c.hypertable_name) = (h.schema_name, h.table_name)
  WHERE a.user_view_schema = 'public' AND a.user_view_name = $1
  ORDER BY c.range_start`;

/**
 * The stretches of time for which the source of a level has chunks, ascending and joined where they touch. Outside of
 * them there is nothing to aggregate: either nothing was ever written, or retention has dropped it, and then a refresh
 * would drop the aggregate's buckets as well. None where the level is not there.
 */
export async function storedSpans(client: SqlClient, family: Family, level: AggregateLevel): Promise<TimeSpan[]> {
  const { rows } = await client.query(CHUNKS_OF_SOURCE, [viewName(family, level)]);
  return joinSpans(
    rows.map((row) => ({ fromMs: Math.round(Number(row.from_ms)), toMs: Math.round(Number(row.to_ms)) })),
  );
}

/** The table of raw rows behind a family's aggregates, and its time column; names as they are, without quotes. */
export interface RawSource {
  readonly schema: string;
  readonly table: string;
  /** Both, quoted where they must be. */
  readonly relation: string;
  readonly timeColumn: string;
}

const RAW_SOURCE = `
  SELECT h.schema_name::text, h.table_name::text, ${relationNameSql('h.schema_name', 'h.table_name')} AS relation,
    d.column_name::text
  FROM _timescaledb_catalog.continuous_agg a
  JOIN _timescaledb_catalog.hypertable h ON h.id = a.raw_hypertable_id
  JOIN _timescaledb_catalog.dimension d ON d.hypertable_id = h.id AND d.interval_length IS NOT NULL
  WHERE a.user_view_schema = 'public' AND a.user_view_name = $1
  ORDER BY d.id LIMIT 1`;

/** What the 1min level of a family is made from; undefined where there is no such aggregate. */
export async function rawSource(client: SqlClient, family: Family): Promise<RawSource | undefined> {
  const row = (await client.query(RAW_SOURCE, [viewName(family, '1min')])).rows[0];
  if (row === undefined) return undefined;
  return {
    schema: String(row.schema_name),
    table: String(row.table_name),
    relation: String(row.relation),
    timeColumn: String(row.column_name),
  };
}

/** Joins spans that touch or overlap; `spans` ascending by start. */
export function joinSpans(spans: readonly TimeSpan[]): TimeSpan[] {
  const joined: TimeSpan[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last !== undefined && span.fromMs <= last.toMs) {
      joined[joined.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) };
    } else {
      joined.push(span);
    }
  }
  return joined;
}

/** The parts of `spans` inside `[fromMs, toMs)`, empty ones left out. */
export function clipSpans(spans: readonly TimeSpan[], range: TimeSpan): TimeSpan[] {
  return spans
    .map((span) => ({ fromMs: Math.max(span.fromMs, range.fromMs), toMs: Math.min(span.toMs, range.toMs) }))
    .filter((span) => span.fromMs < span.toMs);
}
