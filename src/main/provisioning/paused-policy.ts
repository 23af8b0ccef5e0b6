import type { SqlClient } from './sql-client';

/** The list of jobs names an aggregate by its view or by the table behind it, as the version has it. */
const SCHEDULED = `
  SELECT j.job_id FROM timescaledb_information.jobs j
  JOIN timescaledb_information.continuous_aggregates a ON (j.hypertable_schema, j.hypertable_name) IN (
    (a.materialization_hypertable_schema, a.materialization_hypertable_name), (a.view_schema, a.view_name))
  WHERE j.proc_name = 'policy_refresh_continuous_aggregate' AND j.scheduled
    AND a.view_schema = 'public' AND a.view_name = $1`;

/** TimescaleDB's workers carry the number of their job in the application's name, which every role may see. */
const RUNNING = `
  SELECT count(*)::int AS running FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE '%[' || $1 || ']'`;

const LOOK_AGAIN_S = 0.1;
/** A run of a policy is seconds; one that lasts longer than this is not waited for any more. */
const MOST_LOOKS = 600;

/**
 * Runs `work` while the refresh policy of a view neither starts nor runs, for versions of TimescaleDB in which two
 * refreshes of one aggregate must not overlap. Broken off by the end of the process it leaves the policy disabled, which
 * `verify` reports and applying puts right.
 * @throws Error when a run in progress does not end within a minute; what `work` throws
 */
export async function withPausedPolicy<T>(client: SqlClient, view: string, work: () => Promise<T>): Promise<T> {
  const { rows } = await client.query(SCHEDULED, [view]);
  const jobId = rows[0]?.job_id;
  if (jobId === undefined) return work();
  await client.query('SELECT alter_job($1, scheduled => false)', [jobId]);
  try {
    await runEnded(client, view, Number(jobId));
    return await work();
  } finally {
    await client.query('SELECT alter_job($1, scheduled => true)', [jobId]);
  }
}

async function runEnded(client: SqlClient, view: string, jobId: number): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look++) {
    const { rows } = await client.query(RUNNING, [jobId]);
    if (rows[0]?.running === 0) return;
    await client.query('SELECT pg_sleep($1)', [LOOK_AGAIN_S]);
  }
  throw new Error(
    `The policy of ${view} (job ${jobId}) has been running for a minute; refresh again when it has ended.`,
  );
}
