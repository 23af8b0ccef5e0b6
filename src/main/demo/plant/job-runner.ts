import { setTimeout as delay } from 'node:timers/promises';
import {
  compressStatements,
  dropStatements,
  type Job,
  type RefreshPolicy,
  type RunSql,
  readDueRefresh,
  readJobs,
  refreshStatement,
} from './job-catalog';
import { firstWindowUs, nextWindowUs } from './refresh-plan';

/**
 * Runs due policies, because the engine has no background workers: refreshes in short windows, compression a chunk
 * at a time, retention a few chunks at a time, user-defined actions as they are. Each statement waits for a pause of
 * the clients. A job that fails is told and tried again later; the runner goes on.
 */

export interface JobFailure {
  readonly job: string;
  readonly message: string;
  /** Clock of `now`, ms. */
  readonly atMs: number;
}

export interface JobStatementResult {
  readonly rows: Awaited<ReturnType<RunSql>>;
  /** How long the statement held the session, waiting not included, in ms. */
  readonly heldMs: number;
}

export interface JobRunnerOptions {
  /** Runs one statement of the runner as superuser, or as the given user, when no client waits. */
  readonly run: (sql: string, user?: string) => Promise<JobStatementResult>;
  /** Asked before each statement: true while somebody brings in much at once and the jobs are to wait. */
  readonly isPaused: () => boolean;
  readonly log: (line: string) => void;
  /** A steady clock, ms. */
  readonly now: () => number;
  /** How often the list of jobs is read, in ms. */
  readonly pollMs?: number;
  /** How long clients have the plant to themselves after its start, when every job is due, in ms. */
  readonly headStartMs?: number;
}

const DEFAULT_POLL_MS = 2_000;
const DEFAULT_HEAD_START_MS = 5_000;
const RETRY_AFTER_MS = 60_000;
const MAX_FAILURES = 50;
const LONGEST_PAUSE_MS = 10 * 60_000;

/** Refreshes of a chain go bottom-up within one round: a level is made of the one below, which has the lower number. */
const ORDER: readonly Job['kind'][] = ['refresh', 'action', 'compress', 'drop'];

export class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #dueAtMs = new Map<number, number>();
  /** Asked-for starts that have been done. */
  readonly #doneStarts = new Map<number, string>();
  readonly #windowUs = new Map<number, number>();
  readonly #failures: JobFailure[] = [];
  #runs = 0;
  #pausedSinceMs: number | undefined;
  readonly #read: RunSql = async (sql) => (await this.#options.run(sql)).rows;
  #stopper: AbortController | undefined;
  #loop: Promise<void> | undefined;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  get figures(): { readonly runs: number; readonly failures: readonly JobFailure[] } {
    return { runs: this.#runs, failures: this.#failures };
  }

  start(): void {
    this.#stopper ??= new AbortController();
    this.#loop ??= this.#run(this.#stopper.signal);
  }

  /** Ends after the statement that is under way; idempotent. */
  async stop(): Promise<void> {
    this.#stopper?.abort();
    await this.#loop;
  }

  /** Runs every job that is due now, once, in order. */
  async runDue(signal: AbortSignal): Promise<void> {
    if (!this.#mayGoOn(signal)) return;
    const jobs = await readJobs(this.#read);
    this.#forgetAllBut(new Set(jobs.map((job) => job.id)));
    const due = jobs.filter((job) => this.#isDue(job)).sort(inOrder);
    for (const job of due) {
      if (!this.#mayGoOn(signal)) return;
      await this.#runJob(job, signal);
    }
  }

  /** TimescaleDB keeps no schedule without its workers, so it is ours; a start asked for by alter_job goes before it. */
  #isDue(job: Job): boolean {
    const { askedStart } = job;
    if (askedStart !== undefined && this.#doneStarts.get(job.id) !== askedStart.at) return askedStart.isDue;
    return (this.#dueAtMs.get(job.id) ?? 0) <= this.#options.now();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { headStartMs = DEFAULT_HEAD_START_MS, pollMs = DEFAULT_POLL_MS } = this.#options;
    const pause = (ms: number) =>
      delay(ms, undefined, { signal }).catch(() => {
        // Stopped while waiting: the loop's condition sees it.
      });
    await pause(headStartMs);
    while (!signal.aborted) {
      try {
        await this.runDue(signal);
      } catch (error) {
        this.#report('job list', error);
      }
      await pause(pollMs);
    }
  }

  async #runJob(job: Job, signal: AbortSignal): Promise<void> {
    const startedMs = this.#options.now();
    if (job.askedStart !== undefined) this.#doneStarts.set(job.id, job.askedStart.at);
    try {
      await this.#perform(job, signal);
      // Stopped half way by a pause it is due again at once; what it has done stays done.
      if (!this.#mayGoOn(signal)) {
        this.#doneStarts.delete(job.id);
        return;
      }
      this.#runs += 1;
      this.#dueAtMs.set(job.id, startedMs + job.everyMs);
    } catch (error) {
      this.#report(job.name, error);
      this.#dueAtMs.set(job.id, this.#options.now() + Math.min(RETRY_AFTER_MS, Math.max(1_000, job.everyMs)));
    }
  }

  async #perform(job: Job, signal: AbortSignal): Promise<void> {
    switch (job.kind) {
      case 'refresh':
        return this.#refresh(job, job, signal);
      case 'compress':
        return this.#runEach(await compressStatements(this.#read, job.hypertableId, job.after), job, signal);
      case 'drop':
        return this.#runEach(await dropStatements(this.#read, job.hypertableId, job.after), job, signal);
      case 'action':
        await this.#options.run(`CALL run_job(${job.id})`, job.owner);
    }
  }

  /** A pause ends by itself after a while: whoever loads much must not keep the disk filling for ever. */
  #mayGoOn(signal: AbortSignal): boolean {
    if (signal.aborted) return false;
    if (!this.#options.isPaused()) {
      this.#pausedSinceMs = undefined;
      return true;
    }
    this.#pausedSinceMs ??= this.#options.now();
    return this.#options.now() - this.#pausedSinceMs > LONGEST_PAUSE_MS;
  }

  async #runEach(statements: readonly string[], job: Job, signal: AbortSignal): Promise<void> {
    for (const sql of statements) {
      if (!this.#mayGoOn(signal)) return;
      await this.#options.run(sql, job.owner);
    }
  }

  async #refresh(job: Job, policy: RefreshPolicy, signal: AbortSignal): Promise<void> {
    const { run } = this.#options;
    const due = await readDueRefresh(this.#read, policy);
    if (due === undefined) {
      await run(`CALL run_job(${job.id})`, job.owner);
      return;
    }
    let windowUs = this.#windowUs.get(job.id) ?? firstWindowUs(due);
    for (const range of due.ranges) {
      for (let fromUs = range.fromUs; fromUs < range.toUs && this.#mayGoOn(signal); ) {
        const toUs = Math.min(range.toUs, fromUs + windowUs);
        const { heldMs } = await run(refreshStatement(due.view, { fromUs, toUs }), job.owner);
        windowUs = nextWindowUs(windowUs, due, heldMs);
        fromUs = toUs;
      }
    }
    this.#windowUs.set(job.id, windowUs);
  }

  #forgetAllBut(ids: ReadonlySet<number>): void {
    for (const known of this.#dueAtMs.keys()) {
      if (ids.has(known)) continue;
      this.#dueAtMs.delete(known);
      this.#windowUs.delete(known);
      this.#doneStarts.delete(known);
    }
  }

  #report(job: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#failures.push({ job, message, atMs: this.#options.now() });
    if (this.#failures.length > MAX_FAILURES) this.#failures.shift();
    this.#options.log(`plant_job_failed job=${JSON.stringify(job)} reason=${JSON.stringify(message)}`);
  }
}

function inOrder(a: Job, b: Job): number {
  const byKind = ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind);
  if (byKind !== 0) return byKind;
  if (a.kind === 'refresh' && b.kind === 'refresh') return a.materializationId - b.materializationId;
  return a.id - b.id;
}
