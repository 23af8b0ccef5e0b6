import { CALENDAR_TABLE } from '../../shared/calendar/calendar-rows';
import { quoteIdentifier } from '../../shared/sql-identifier';
import type { Catalogue } from './catalogue/catalogue';
import { readCatalogue } from './catalogue/read-catalogue';
import { describeMs } from './interval-text';
import { jobFailure } from './job-failure';
import { findLateRanges, type LateRange } from './late-ranges';
import { AGGREGATE_LEVELS, BUCKET_MS, FAMILIES, type Family, sourceName, viewName } from './levels';
import { type PlanOptions, planFrom } from './plan';
import { readerFaults } from './reader-notes';
import type { SchemaSettings } from './schema-settings';
import { sourceRelation } from './source-table';
import type { SqlClient, SqlRow } from './sql-client';
import { readWorkCalendar } from './work-calendar';

export type DriftKind =
  | 'pending-step'
  | 'refused'
  | 'failing-job'
  | 'stale-watermark'
  | 'short-retention'
  | 'late-rows'
  | 'calendar'
  | 'reader';

/** One thing that is not as it should be, with its remedy in the sentence. */
export interface Drift {
  readonly kind: DriftKind;
  /** Step, relation or job that it is about. */
  readonly about: string;
  readonly sentence: string;
}

export interface DriftReport {
  /** Empty: all is as wanted. */
  readonly drifts: readonly Drift[];
  readonly lateRanges: readonly LateRange[];
}

/**
 * Reads the catalogue again and reports what has drifted: anything a plan would do, failing jobs with their last error,
 * aggregates that lag behind, retention within a refresh window, rows that came too late for the policies. Reads only.
 * @throws ProvisioningFailure `settings`; the database's error
 */
export async function verify(
  client: SqlClient,
  settings: SchemaSettings,
  options: PlanOptions = {},
): Promise<DriftReport> {
  const catalogue = await readCatalogue(client, options);
  const plan = planFrom(catalogue, settings, options);
  const drifts: Drift[] = [
    ...plan.problems.map((sentence): Drift => ({ kind: 'refused', about: 'schema', sentence })),
    ...plan.steps.map(
      (step): Drift => ({ kind: 'pending-step', about: step.id, sentence: `${step.reason}: plan and apply.` }),
    ),
    ...shortRetentions(catalogue),
    ...readerFaults(catalogue, options.reader).map(
      (sentence): Drift => ({ kind: 'reader', about: options.reader ?? '', sentence }),
    ),
  ];
  drifts.push(...(await calendarDrift(client)));
  if (catalogue.timescale.installed === undefined) return { drifts, lateRanges: [] };
  const lateRanges = await findLateRanges(client, catalogue);
  drifts.push(...(await failingJobs(client, catalogue)), ...(await staleWatermarks(client, catalogue)));
  drifts.push(...lateRanges.map(lateDrift));
  return { drifts, lateRanges };
}

async function calendarDrift(client: SqlClient): Promise<readonly Drift[]> {
  const read = await readWorkCalendar(client);
  return read?.kind === 'fault' ? [{ kind: 'calendar', about: CALENDAR_TABLE, sentence: read.sentence }] : [];
}

function lateDrift(range: LateRange): Drift {
  const from = new Date(range.fromMs).toISOString();
  const to = new Date(range.toMs).toISOString();
  return {
    kind: 'late-rows',
    about: range.viewName,
    sentence: `Rows from ${from} to ${to} came too late for the policies of ${range.viewName}: refresh --from ${from} --to ${to}.`,
  };
}

/** What is really set, whoever set it: a refresh over rows that retention has dropped drops their buckets as well. */
function shortRetentions(catalogue: Catalogue): readonly Drift[] {
  return FAMILIES.flatMap((family) =>
    AGGREGATE_LEVELS.flatMap((level): readonly Drift[] => {
      const view = `public.${viewName(family, level)}`;
      const source =
        level === '1min' ? sourceRelation(catalogue.tables, family) : `public.${sourceName(family, level)}`;
      const isRefresh = (job: { relation: string | undefined; procedure: string }) =>
        job.relation === view && job.procedure === 'policy_refresh_continuous_aggregate';
      const refresh = catalogue.jobs.find(isRefresh);
      const retention = catalogue.jobs.find((job) => job.relation === source && job.procedure === 'policy_retention');
      const keptMs = retention?.dropAfterMs ?? undefined;
      if (refresh === undefined || keptMs === undefined) return [];
      if (refresh.startOffsetMs !== null && refresh.startOffsetMs < keptMs) return [];
      return [
        {
          kind: 'short-retention',
          about: source,
          sentence: `Retention of ${source} (${describeMs(keptMs)}) is not longer than the refresh window of ${view} (${describeMs(refresh.startOffsetMs)}): buckets would be dropped with the rows. Lengthen the retention.`,
        },
      ];
    }),
  );
}

const FAILED = `
  SELECT s.job_id, s.total_failures,
    (SELECT e.err_message FROM timescaledb_information.job_errors e
      WHERE e.job_id = s.job_id ORDER BY e.finish_time DESC NULLS LAST LIMIT 1) AS last_error
  FROM timescaledb_information.job_stats s
  WHERE s.job_id = ANY ($1) AND s.last_run_status = 'Failed'`;

async function failingJobs(client: SqlClient, catalogue: Catalogue): Promise<readonly Drift[]> {
  const { rows } = await client.query(FAILED, [catalogue.jobs.map((job) => job.jobId)]);
  return rows.map((row: SqlRow): Drift => {
    const job = catalogue.jobs.find((each) => each.jobId === Number(row.job_id));
    const about = `${job?.procedure ?? 'job'} ${job?.relation ?? ''}`.trim();
    const lastError = typeof row.last_error === 'string' ? row.last_error : undefined;
    return { kind: 'failing-job', about, sentence: jobFailure({ id: Number(row.job_id), about }, lastError) };
  });
}

const WATERMARKS = `
  SELECT user_view_schema || '.' || user_view_name AS name,
    _timescaledb_functions.cagg_watermark(mat_hypertable_id)::float8 / 1000 AS watermark_ms
  FROM _timescaledb_catalog.continuous_agg`;

/** A run may take its time: only after this many missed ones is a watermark called stale. */
const MISSED_RUNS = 3;

const LAST_SUCCESS = `
  SELECT job_id, extract(epoch FROM last_successful_finish)::float8 * 1000 AS at_ms
  FROM timescaledb_information.job_stats WHERE last_successful_finish IS NOT NULL`;

async function staleWatermarks(client: SqlClient, catalogue: Catalogue): Promise<readonly Drift[]> {
  const { rows } = await client.query(WATERMARKS);
  const succeeded = await client.query(LAST_SUCCESS);
  const succeededMs = new Map(succeeded.rows.map((row) => [Number(row.job_id), Number(row.at_ms)]));
  const watermarks = new Map(rows.map((row) => [String(row.name), Number(row.watermark_ms)]));
  const drifts: Drift[] = [];
  for (const family of FAMILIES) {
    const newestMs = await newestRowMs(client, catalogue, family);
    if (newestMs === undefined) continue;
    for (const level of AGGREGATE_LEVELS) {
      const name = `public.${viewName(family, level)}`;
      const watermarkMs = watermarks.get(name);
      const job = catalogue.jobs.find((each) => each.relation === name && each.procedure.startsWith('policy_refresh'));
      if (watermarkMs === undefined || job === undefined) continue;
      // Its job runs: what lies past the watermark came since, by an import for instance, and has its turn.
      if ((succeededMs.get(job.jobId) ?? 0) >= catalogue.nowMs - MISSED_RUNS * job.everyMs) continue;
      const dueMs = newestMs - (job.endOffsetMs ?? 0) - MISSED_RUNS * job.everyMs - 2 * BUCKET_MS[level];
      // What is older than the policy reaches is late, not stale; a plant may be younger than the bucket is wide.
      const fromMs = Math.max(watermarkMs, catalogue.nowMs - (job.startOffsetMs ?? catalogue.nowMs));
      if (fromMs >= dueMs || !(await hasRowsIn(client, catalogue, family, fromMs, dueMs))) continue;
      // Before its first refresh a watermark is the beginning of time.
      const at = watermarkMs < 0 ? 'nothing yet' : `up to ${new Date(watermarkMs).toISOString()}`;
      drifts.push({
        kind: 'stale-watermark',
        about: name,
        sentence: `${name} is stored ${at}, rows are there up to ${new Date(newestMs).toISOString()}: see that job ${job.jobId} runs (background workers of the server).`,
      });
    }
  }
  return drifts;
}

async function hasRowsIn(
  client: SqlClient,
  catalogue: Catalogue,
  family: Family,
  fromMs: number,
  toMs: number,
): Promise<boolean> {
  const table = sourceRelation(catalogue.tables, family);
  const time = quoteIdentifier(catalogue.tables[family].time.column);
  const { rows } = await client.query(
    `SELECT EXISTS (SELECT FROM ${table} WHERE ${time} >= $1::timestamptz AND ${time} < $2::timestamptz) AS there`,
    [new Date(fromMs).toISOString(), new Date(toMs).toISOString()],
  );
  return rows[0]?.there === true;
}

async function newestRowMs(client: SqlClient, catalogue: Catalogue, family: Family): Promise<number | undefined> {
  const table = sourceRelation(catalogue.tables, family);
  const relation = catalogue.relations.get(table);
  if (relation?.hasRows !== true || relation.hypertable === undefined) return undefined;
  const time = quoteIdentifier(relation.hypertable.timeColumn);
  // Rows from the future tell nothing of the jobs.
  const { rows } = await client.query(
    `SELECT extract(epoch FROM max(${time}))::float8 * 1000 AS newest_ms FROM ${table} WHERE ${time} <= now()`,
  );
  const newest = rows[0]?.newest_ms;
  return newest == null ? undefined : Number(newest);
}
