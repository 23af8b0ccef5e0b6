import type { Catalogue, Job } from './catalogue/catalogue';
import { describeMs, postgresMs } from './interval-text';
import { keepsSlot } from './refresh-slots';
import { ABSENT, type Inspect, RIGHT, refused, type StepState } from './step-state';

export type PolicyProcedure = 'policy_refresh_continuous_aggregate' | 'policy_compression' | 'policy_retention';

const REMOVE: Readonly<Record<PolicyProcedure, string>> = {
  policy_refresh_continuous_aggregate: 'remove_continuous_aggregate_policy',
  policy_compression: 'remove_compression_policy',
  policy_retention: 'remove_retention_policy',
};

type OffsetName = 'startOffsetMs' | 'endOffsetMs' | 'compressAfterMs' | 'dropAfterMs' | 'everyMs';
export type WantedOffsets = Readonly<Partial<Record<OffsetName, string>>>;

const CHANGES: Readonly<Record<OffsetName, (wanted: string, found: string) => string>> = {
  startOffsetMs: (wanted, found) => `start ${wanted} instead of ${found}`,
  endOffsetMs: (wanted, found) => `end ${wanted} instead of ${found}`,
  compressAfterMs: (wanted, found) => `age ${wanted} instead of ${found}`,
  dropAfterMs: (wanted, found) => `age ${wanted} instead of ${found}`,
  everyMs: (wanted, found) => `schedule ${wanted} instead of ${found}`,
};

/** The SQL that takes a policy away; harmless where there is none. */
export function removePolicySql(relation: string, procedure: PolicyProcedure): string {
  return `SELECT ${REMOVE[procedure]}('${relation}', if_exists => true)`;
}

/** @param addSql what the step itself runs: altering is removing and adding in one transaction */
export function inspectPolicy(
  relation: string,
  procedure: PolicyProcedure,
  wanted: WantedOffsets,
  addSql: string,
): Inspect {
  return (catalogue) => {
    const job = catalogue.jobs.find((each) => each.relation === relation && each.procedure === procedure);
    if (job === undefined) return ABSENT;
    return policyState(job, wanted, `${removePolicySql(relation, procedure)};\n${addSql}`, relation);
  };
}

const REFRESH = 'policy_refresh_continuous_aggregate';

/**
 * A refresh policy: offsets, schedule and enabling as any, and that it goes oldest first.
 * @param slotMs its place in the minute where refreshes must start apart from one another; undefined: any start will do
 */
export function inspectRefresh(
  relation: string,
  wanted: WantedOffsets,
  slotMs: number | undefined,
  addSql: string,
): Inspect {
  const inspect = inspectPolicy(relation, REFRESH, wanted, addSql);
  return (catalogue) => {
    const state = inspect(catalogue);
    const job = catalogue.jobs.find((each) => each.relation === relation && each.procedure === REFRESH);
    if (state.kind !== 'right' || job === undefined) return state;
    if (!job.isOldestFirst) {
      return {
        kind: 'differs',
        what: `policy of ${relation} refreshes oldest first, so that it hides no row while it catches up`,
        sql: `SELECT taktline.refresh_oldest_first(${job.jobId})`,
      };
    }
    if (slotMs === undefined || keepsSlot(job.fixedStartMs, slotMs)) return state;
    return {
      kind: 'differs',
      isForOursAlone: true,
      what: `policy of ${relation} starts apart from the others, as this version of TimescaleDB asks`,
      sql: `${removePolicySql(relation, REFRESH)};\n${addSql}`,
    };
  };
}

function policyState(job: Job, wanted: WantedOffsets, replaceSql: string, relation: string): StepState {
  const others = Object.entries(wanted).filter(([name, text]) => job[name as OffsetName] !== postgresMs(text));
  if (others.length > 0) {
    const changes = others.map(([name, text]) =>
      CHANGES[name as OffsetName](text, describeMs(job[name as OffsetName])),
    );
    return { kind: 'differs', what: `policy of ${relation}: ${changes.join(', ')}`, sql: replaceSql };
  }
  if (job.isScheduled) return RIGHT;
  return {
    kind: 'differs',
    what: `policy of ${relation} runs again: job ${job.jobId} is disabled`,
    sql: `SELECT alter_job(${job.jobId}, scheduled => true)`,
  };
}

const SPARING_JOB = 'drop_unrecorded_chunks';

/**
 * Retention of a raw table. Metric has one of two kinds, the plain policy or the job that spares recordings; both would
 * be one too many. A table with rows past the retention that never had ours is refused: they would be dropped.
 */
export function inspectRawRetention(options: {
  readonly table: string;
  readonly stepId: string;
  readonly dropAfter: string;
  readonly isSparing: boolean;
  readonly addSql: string;
}): Inspect {
  const { table, dropAfter, isSparing, addSql } = options;
  return (catalogue) => {
    const plain = catalogue.jobs.find((job) => job.relation === table && job.procedure === 'policy_retention');
    const sparing = table === 'public.metric' ? catalogue.jobs.find((job) => job.procedure === SPARING_JOB) : undefined;
    if (plain === undefined && sparing === undefined) return beforeFirstRetention(catalogue, options);
    const replaceSql = [
      removePolicySql(table, 'policy_retention'),
      ...(sparing === undefined ? [] : [`SELECT delete_job(${sparing.jobId})`]),
      addSql,
    ].join(';\n');
    const wrong = isSparing ? plain : sparing;
    const right = isSparing ? sparing : plain;
    if (wrong !== undefined || right === undefined) {
      const what = isSparing ? `retention of ${table} spares recordings` : `retention of ${table} is the plain policy`;
      return { kind: 'differs', what, sql: replaceSql };
    }
    const state = policyState(right, { dropAfterMs: dropAfter }, replaceSql, table);
    const past = pastRetention(catalogue, table, dropAfter);
    return state.kind === 'differs' && past !== undefined ? { ...state, sideEffect: past } : state;
  };
}

function beforeFirstRetention(
  catalogue: Catalogue,
  options: {
    readonly table: string;
    readonly stepId: string;
    readonly dropAfter: string;
    readonly isSparing: boolean;
  },
): StepState {
  const past = pastRetention(catalogue, options.table, options.dropAfter);
  if (past === undefined) return ABSENT;
  const wasOurs = catalogue.ledger?.get(options.stepId)?.outcome === 'made';
  // Old rows of the demo are recordings, which its job spares.
  if (wasOurs || options.isSparing) return { kind: 'absent', sideEffect: past };
  return refused(`${past} Set a longer retention of ${options.table} in the settings.`);
}

/** The sentence on what a retention would drop at its first run; undefined where that is nothing. */
function pastRetention(catalogue: Catalogue, table: string, dropAfter: string): string | undefined {
  const oldest = catalogue.relations.get(table)?.hypertable?.oldestChunk;
  if (oldest === undefined || oldest.toMs > catalogue.nowMs - postgresMs(dropAfter)) return undefined;
  const day = new Date(oldest.fromMs).toISOString().slice(0, 10);
  return `${table} holds rows since ${day}; a retention of ${dropAfter} drops those older than that.`;
}
