import { z } from 'zod';
import { bucketRanges, type MicrosecondRange } from './refresh-plan';
import { quoteIdentifier, quoteLiteral } from './session-settings';
import type { TextRow } from './wire';

/** What TimescaleDB's catalogue says about jobs and about the work that is due for them. */

export type RunSql = (sql: string) => Promise<readonly TextRow[]>;

export interface RefreshPolicy {
  readonly materializationId: number;
  /** Intervals before now; undefined where the policy has no bound there. */
  readonly startOffset: string | undefined;
  readonly endOffset: string | undefined;
}

interface JobFacts {
  readonly id: number;
  readonly name: string;
  readonly owner: string;
  readonly everyMs: number;
  /** A start that somebody asked for (`alter_job(…, next_start => …)`), and whether its time has come. */
  readonly askedStart: { readonly at: string; readonly isDue: boolean } | undefined;
}

export type Job = JobFacts &
  (
    | ({ readonly kind: 'refresh' } & RefreshPolicy)
    | { readonly kind: 'compress'; readonly hypertableId: number; readonly after: string }
    | { readonly kind: 'drop'; readonly hypertableId: number; readonly after: string }
    | { readonly kind: 'action' }
  );

const offset = z.string().nullish();
const RefreshConfig = z.object({ mat_hypertable_id: z.number(), start_offset: offset, end_offset: offset });
const CompressConfig = z.object({ hypertable_id: z.number(), compress_after: z.string() });
const DropConfig = z.object({ hypertable_id: z.number(), drop_after: z.string() });

/** From the tables: the view of jobs joins twice as many, and planning it cold held the session for half a second. */
const JOBS_QUERY = `SELECT j.id, j.application_name, j.owner, (extract(epoch FROM j.schedule_interval) * 1000)::bigint,
    j.proc_name, j.config, s.next_start, s.next_start <= now()
  FROM _timescaledb_config.bgw_job j LEFT JOIN _timescaledb_internal.bgw_job_stat s ON s.job_id = j.id
  WHERE j.scheduled ORDER BY j.id`;

/** Jobs that are to run by themselves. */
export async function readJobs(run: RunSql): Promise<readonly Job[]> {
  return (await run(JOBS_QUERY)).map(([id, name, owner, everyMs, procedure, config, at, isDue]) => {
    const askedStart = at === null || at === undefined ? undefined : { at, isDue: isDue === 't' };
    const facts: JobFacts = {
      id: Number(id),
      name: name ?? '',
      owner: owner ?? '',
      everyMs: Number(everyMs),
      askedStart,
    };
    return { ...facts, ...workOf(procedure ?? '', config) };
  });
}

type Work = Job extends infer J ? (J extends Job ? Omit<J, keyof JobFacts> : never) : never;

/** A policy whose settings are of a kind that we do not know is run by TimescaleDB itself, in one statement. */
function workOf(procedure: string, configText: string | null | undefined): Work {
  const config: unknown = configText === null || configText === undefined ? {} : JSON.parse(configText);
  if (procedure === 'policy_refresh_continuous_aggregate') {
    const { data } = RefreshConfig.safeParse(config);
    if (data !== undefined) {
      const [startOffset, endOffset] = [data.start_offset ?? undefined, data.end_offset ?? undefined];
      return { kind: 'refresh', materializationId: data.mat_hypertable_id, startOffset, endOffset };
    }
  }
  if (procedure === 'policy_compression') {
    const { data } = CompressConfig.safeParse(config);
    if (data !== undefined) return { kind: 'compress', hypertableId: data.hypertable_id, after: data.compress_after };
  }
  if (procedure === 'policy_retention') {
    const { data } = DropConfig.safeParse(config);
    if (data !== undefined) return { kind: 'drop', hypertableId: data.hypertable_id, after: data.drop_after };
  }
  return { kind: 'action' };
}

export interface DueRefresh {
  /** Quoted, with its schema. */
  readonly view: string;
  readonly bucketUs: number;
  /** Whether it is made from another aggregate: few rows a bucket. */
  readonly isStacked: boolean;
  readonly ranges: readonly MicrosecondRange[];
}

/** Longest list of separate ranges taken at once; the rest comes with the next run. */
const MAX_RANGES = 500;

/**
 * What a refresh policy would refresh now.
 * @returns undefined where the aggregate's buckets have no fixed width: not for us to cut into windows
 */
export async function readDueRefresh(
  run: RunSql,
  { materializationId, startOffset, endOffset }: RefreshPolicy,
): Promise<DueRefresh | undefined> {
  const beforeNow = (interval: string | undefined) =>
    interval === undefined
      ? 'NULL::bigint'
      : `(extract(epoch FROM now() - ${quoteLiteral(interval)}::interval) * 1e6)::bigint`;
  const [row] = await run(`
    WITH data AS (SELECT min(s.range_start) AS first_us, max(s.range_end) AS last_us
      FROM _timescaledb_catalog.continuous_agg a
      JOIN _timescaledb_catalog.dimension d ON d.hypertable_id = a.raw_hypertable_id
      JOIN _timescaledb_catalog.dimension_slice s ON s.dimension_id = d.id
      WHERE a.mat_hypertable_id = ${materializationId})
    SELECT a.user_view_schema, a.user_view_name, a.raw_hypertable_id,
      CASE WHEN b.bucket_fixed_width AND b.bucket_origin IS NULL AND b.bucket_offset IS NULL AND b.bucket_timezone IS NULL
        THEN (extract(epoch FROM b.bucket_width::interval) * 1e6)::bigint END,
      greatest(data.first_us, coalesce(${beforeNow(startOffset)}, data.first_us)),
      least(data.last_us, ${beforeNow(endOffset ?? '0')}), a.parent_mat_hypertable_id IS NOT NULL
    FROM data, _timescaledb_catalog.continuous_agg a
    JOIN _timescaledb_catalog.continuous_aggs_bucket_function b USING (mat_hypertable_id)
    WHERE a.mat_hypertable_id = ${materializationId}`);
  if (row === undefined) return undefined;
  const [schema, name, rawId, bucketText, fromUs, toUs, stacked] = row;
  if (bucketText === null || bucketText === undefined) return undefined;
  const [bucketUs, isStacked] = [Number(bucketText), stacked === 't'];
  const view = `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(name ?? '')}`;
  // Without a chunk below there is nothing to refresh.
  if (fromUs === null || toUs === null) return { view, bucketUs, isStacked, ranges: [] };
  const within = { fromUs: Number(fromUs), toUs: Number(toUs) };
  const invalidated = await readInvalidated(run, materializationId, Number(rawId), within);
  return { view, bucketUs, isStacked, ranges: bucketRanges(invalidated, within, bucketUs) };
}

/** Ranges that have changed since they were last materialised: noted for the aggregate, or not yet handed on from its source. */
async function readInvalidated(
  run: RunSql,
  materializationId: number,
  rawId: number,
  within: MicrosecondRange,
): Promise<readonly MicrosecondRange[]> {
  if (within.fromUs >= within.toUs) return [];
  const rows = await run(`
    WITH noted AS (
      SELECT lowest_modified_value AS low, greatest_modified_value AS high
      FROM _timescaledb_catalog.continuous_aggs_materialization_invalidation_log WHERE materialization_id = ${materializationId}
      UNION ALL SELECT lowest_modified_value, greatest_modified_value
      FROM _timescaledb_catalog.continuous_aggs_hypertable_invalidation_log WHERE hypertable_id = ${rawId})
    SELECT lower(r), upper(r) FROM (
      SELECT unnest(range_agg(int8range(greatest(low, ${within.fromUs}), least(high, ${within.toUs}), '[]'))) AS r
      FROM noted WHERE low <= ${within.toUs} AND high >= ${within.fromUs} AND low <= high) x
    ORDER BY 1 LIMIT ${MAX_RANGES}`);
  return rows.map(([from, to]) => ({ fromUs: Number(from), toUs: Number(to) }));
}

export function refreshStatement(view: string, window: MicrosecondRange): string {
  const at = (timeUs: number) => `timestamptz 'epoch' + interval '${timeUs} microseconds'`;
  return `CALL refresh_continuous_aggregate(${quoteLiteral(view)}, ${at(window.fromUs)}, ${at(window.toUs)})`;
}

/** Statements that compress what the policy wants compressed, one chunk each, oldest first. */
export async function compressStatements(run: RunSql, hypertableId: number, after: string): Promise<readonly string[]> {
  // Status bits: 1 compressed, 8 compressed with rows added since, to be merged in.
  const rows = await run(`
    SELECT c.schema_name, c.table_name ${CHUNKS_OLDER_THAN(hypertableId, after)}
      AND (c.status & 1 = 0 OR c.status & 8 <> 0) AND NOT c.osm_chunk
    ORDER BY s.range_start`);
  return rows.map(([schema, table]) => {
    const chunk = `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(table ?? '')}`;
    return `SELECT compress_chunk(${quoteLiteral(chunk)}::regclass, true)`;
  });
}

/** Chunks dropped by one statement: each costs about a millisecond, and a lock. */
const CHUNKS_PER_DROP = 12;

/** Statements that drop what the policy wants dropped, a few chunks each, oldest first. */
export async function dropStatements(run: RunSql, hypertableId: number, after: string): Promise<readonly string[]> {
  const rows = await run(`
    SELECT coalesce(a.user_view_schema, h.schema_name), coalesce(a.user_view_name, h.table_name), s.range_end
    ${CHUNKS_OLDER_THAN(hypertableId, after)} ORDER BY s.range_start`);
  return rows
    .filter((_, i) => i % CHUNKS_PER_DROP === CHUNKS_PER_DROP - 1 || i === rows.length - 1)
    .map(([schema, name, endUs]) => {
      const relation = `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(name ?? '')}`;
      const limit = `timestamptz 'epoch' + interval '${endUs} microseconds'`;
      return `SELECT drop_chunks(${quoteLiteral(relation)}::regclass, older_than => ${limit})`;
    });
}

const CHUNKS_OLDER_THAN = (hypertableId: number, after: string) => `
  FROM _timescaledb_catalog.chunk c
  JOIN _timescaledb_catalog.hypertable h ON h.id = c.hypertable_id
  LEFT JOIN _timescaledb_catalog.continuous_agg a ON a.mat_hypertable_id = h.id
  JOIN _timescaledb_catalog.dimension d ON d.hypertable_id = h.id AND d.interval_length IS NOT NULL
  JOIN _timescaledb_catalog.chunk_constraint cc ON cc.chunk_id = c.id
  JOIN _timescaledb_catalog.dimension_slice s ON s.id = cc.dimension_slice_id AND s.dimension_id = d.id
  WHERE h.id = ${hypertableId} AND NOT c.dropped
    AND s.range_end <= extract(epoch FROM now() - ${quoteLiteral(after)}::interval) * 1e6`;
