/**
 * Newer minor releases of PostgreSQL refuse what the job runner of some builds of TimescaleDB does (seen: PostgreSQL 15.18
 * and 15.20, builds of TimescaleDB 2.26): each run of each job ends in this error. Run by a session, the same jobs succeed.
 */
const RUNNER_FAULT = 'cannot drop portal "" while it is being set up';

/**
 * That a job failed, why, and the remedy where the error's text does not tell it.
 * @param job its number and what it does
 * @param lastError undefined where this role may not read it
 */
export function jobFailure(
  job: { readonly id: number; readonly about: string },
  lastError: string | undefined,
): string {
  // Errors are readable for the owner of the job only.
  const why = lastError === undefined ? '; its error is readable for its owner' : `: ${lastError}`;
  const sentence = `Job ${job.id} (${job.about}) failed at its last run${why}.`;
  if (lastError !== RUNNER_FAULT) return sentence;
  return `${sentence} With this build of TimescaleDB on this build of PostgreSQL no policy runs by itself: update TimescaleDB or PostgreSQL to a build where they do; until then bring the aggregates up to date by provision refresh, or let a scheduler outside the server call run_job(${job.id}).`;
}
