import { type AggregateLevel, type Family, RAW_TABLE, sourceName } from './levels';
import type { TimeSpan } from './refresh-windows';
import type { SqlClient } from './sql-client';

const CHUNKS_OF_TABLE = `
  SELECT extract(epoch FROM range_start)::float8 * 1000 AS from_ms, extract(epoch FROM range_end)::float8 * 1000 AS to_ms
  FROM timescaledb_information.chunks
  WHERE hypertable_schema = 'public' AND hypertable_name = $1
  ORDER BY range_start`;

const CHUNKS_OF_AGGREGATE = `
  SELECT extract(epoch FROM c.range_start)::float8 * 1000 AS from_ms, extract(epoch FROM c.range_end)::float8 * 1000 AS to_ms
  FROM timescaledb_information.continuous_aggregates a
  JOIN timescaledb_information.chunks c
    ON (c.hypertable_schema, c.hypertable_name) = (a.materialization_hypertable_schema, a.materialization_hypertable_name)
  WHERE a.view_schema = 'public' AND a.view_name = $1
  ORDER BY c.range_start`;

/**
 * The stretches of time for which the source of a level has chunks, ascending and joined where they touch. Outside of
 * them there is nothing to aggregate: either nothing was ever written, or retention has dropped it, and then a refresh
 * would drop the aggregate's buckets as well.
 */
export async function storedSpans(client: SqlClient, family: Family, level: AggregateLevel): Promise<TimeSpan[]> {
  const source = sourceName(family, level);
  const { rows } = await client.query(source === RAW_TABLE[family] ? CHUNKS_OF_TABLE : CHUNKS_OF_AGGREGATE, [source]);
  return joinSpans(
    rows.map((row) => ({ fromMs: Math.round(Number(row.from_ms)), toMs: Math.round(Number(row.to_ms)) })),
  );
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
