import type { Catalogue } from './catalogue/catalogue';
import { AGGREGATE_LEVELS, BUCKET_MS, bucketStart, FAMILIES, viewName } from './levels';
import { sourceRelation } from './source-table';
import type { SqlClient } from './sql-client';

/** Views that hold buckets older than any raw row, and every level below them. */
export async function viewsToKeep(client: SqlClient, catalogue: Catalogue): Promise<ReadonlySet<string>> {
  const firstBucketsMs = await firstBuckets(client, catalogue);
  const kept = new Set<string>();
  for (const family of FAMILIES) {
    const raw = catalogue.relations.get(sourceRelation(catalogue.tables, family));
    const rawFromMs = raw?.hypertable?.oldestChunk?.fromMs;
    let isKept = false;
    for (const level of [...AGGREGATE_LEVELS].reverse()) {
      const name = `public.${viewName(family, level)}`;
      const firstMs = firstBucketsMs.get(name);
      const againFromMs = rawFromMs === undefined ? Number.POSITIVE_INFINITY : bucketStart(rawFromMs, BUCKET_MS[level]);
      if (firstMs !== undefined && firstMs < againFromMs) isKept = true;
      if (isKept && catalogue.relations.has(name)) kept.add(name);
    }
  }
  return kept;
}

/** Start of the oldest stored bucket of each view that has one, ms since the epoch. */
async function firstBuckets(client: SqlClient, catalogue: Catalogue): Promise<ReadonlyMap<string, number>> {
  const first = new Map<string, number>();
  if (catalogue.timescale.installed === undefined) return first;
  const { rows } = await client.query(`
    SELECT view_schema || '.' || view_name AS name,
      format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name) AS stored
    FROM timescaledb_information.continuous_aggregates`);
  for (const { name, stored } of rows) {
    if (catalogue.relations.get(String(name))?.isOurs !== true) continue;
    // Stored buckets alone: what a view computes on reading can always be computed again. The name is quoted by the server.
    const answer = await client.query(
      `SELECT extract(epoch FROM min(bucket))::float8 * 1000 AS first_ms FROM ${stored}`,
    );
    const firstMs = answer.rows[0]?.first_ms;
    if (firstMs != null) first.set(String(name), Math.round(Number(firstMs)));
  }
  return first;
}

/** The raw table that a view's samples come from. */
export function rawTableOf(catalogue: Catalogue, view: string): string {
  return sourceRelation(catalogue.tables, view.startsWith('public.oee_') ? 'oee' : 'metric');
}
