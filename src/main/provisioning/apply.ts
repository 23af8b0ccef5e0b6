import { readCatalogue } from './catalogue/read-catalogue';
import { withInstallerLock } from './installer-lock';
import { HOUR_MS } from './levels';
import { checkedSteps, completePlan, type Plan, type PlanStep } from './plan';
import { preparationSize } from './preparation-size';
import { type PreparationProgress, prepareAggregates } from './prepare-aggregates';
import { ProvisioningFailure, stepFailure } from './provisioning-failure';
import type { SchemaSettings } from './schema-settings';
import type { SqlClient } from './sql-client';
import { ledgerLineSql, runAndRecord } from './step-ledger';
import { type ProvisioningStep, STEP_GROUPS, type StepGroup } from './steps';

/** What became of a step: `made` or `altered` now; `found` there, made by others; `unchanged` since we knew of it. */
export type StepOutcome = 'made' | 'altered' | 'found' | 'unchanged';

export interface StepReport {
  readonly stepId: string;
  readonly group: StepGroup;
  readonly outcome: StepOutcome;
}

export interface ProvisionOptions {
  /** Which parts to apply; all of them unless told. Their order is fixed. */
  readonly groups?: readonly StepGroup[];
  /** Told after each step. */
  readonly onStep?: (report: StepReport) => void;
}

/**
 * Brings the plant's database to the wanted state without asking, preparation left to the caller: for plants of our own
 * (the demo, tests). It is a plan and its application in one; `applyPlan` serves a real plant.
 *
 * Where the tables hold rows already, apply `schema` and `aggregates` first, then `prepareAggregates`, then `policies`:
 * a policy refreshes the newest range first, and a real-time view then hides what is older and not yet prepared.
 * @param client one session of a role that may create schemas, tables and, for the last group, triggers
 * @returns one report per step, in order
 * @throws ProvisioningFailure naming the step and the remedy
 */
export async function provisionSchema(
  client: SqlClient,
  settings: SchemaSettings,
  options: ProvisionOptions = {},
): Promise<readonly StepReport[]> {
  const groups = options.groups ?? STEP_GROUPS;
  const steps = checkedSteps(settings).filter((step) => groups.includes(step.group));
  return withInstallerLock(client, 0, async () => {
    const catalogue = await readCatalogue(client);
    const plan = completePlan(catalogue, steps, { prepared: [] });
    refuseProblems(plan);
    const changed = new Map<string, PlanStep>();
    for (const step of plan.steps) {
      await runStep(client, step, (id) => stillPending(client, steps, id));
      for (const entry of step.entries) changed.set(entry.stepId, step);
    }
    const known = catalogue.ledger;
    const found = steps.filter((step) => !changed.has(step.id) && known?.has(step.id) !== true);
    await recordFound(client, found);
    return steps.map((step) => {
      const by = changed.get(step.id);
      const outcome: StepOutcome =
        by === undefined ? (found.includes(step) ? 'found' : 'unchanged') : by.action === 'alter' ? 'altered' : 'made';
      const report: StepReport = { stepId: step.id, group: step.group, outcome };
      options.onStep?.(report);
      return report;
    });
  });
}

async function recordFound(client: SqlClient, steps: readonly ProvisioningStep[]): Promise<void> {
  if (steps.length === 0) return;
  const lines = steps.map((step) =>
    ledgerLineSql({ stepId: step.id, group: step.group, checksum: '', outcome: 'found' }),
  );
  await client.query(lines.join('\n'));
}

async function stillPending(
  client: SqlClient,
  steps: readonly ProvisioningStep[],
  planStepId: string,
): Promise<boolean> {
  const again = completePlan(await readCatalogue(client), steps, { prepared: [] });
  return again.steps.some((step) => step.id === planStepId);
}

export interface ApplyOptions {
  /** How long to wait for another installer, in ms; 0 unless told. */
  readonly waitMs?: number;
  /** Stops between steps and between windows of the preparation; what is done stays. */
  readonly signal?: AbortSignal;
  /** Awaited before each step and each window of the preparation: a promise that is not yet fulfilled is a pause. */
  readonly beforeWindow?: () => Promise<void>;
  readonly onStep?: (step: PlanStep, index: number, count: number) => void;
  readonly onProgress?: (progress: PreparationProgress) => void;
}

/**
 * Does what a plan says, step by step under the installer's lock, each step and its line in the ledger in one
 * transaction: an interruption anywhere leaves a state from which planning again goes on.
 *
 * The catalogue is read again first: what has been done meanwhile is left out, and anything that the accepted plan does
 * not hold word by word is refused. It stops before the first step that the role may not do.
 * @param accepted what a person has seen
 * @param replan makes the same kind of plan from the present catalogue
 * @returns what is left to do: empty where all is done
 * @throws ProvisioningFailure; the reason of an aborted signal
 */
export async function applyPlan(
  client: SqlClient,
  accepted: Plan,
  replan: (client: SqlClient) => Promise<Plan>,
  options: ApplyOptions = {},
): Promise<Plan> {
  return withInstallerLock(client, options.waitMs ?? 0, async () => {
    const plan = await replan(client);
    refuseProblems(plan);
    refuseStale(accepted, plan);
    const isPending = async (id: string) => (await replan(client)).steps.some((step) => step.id === id);
    for (const [index, step] of plan.steps.entries()) {
      await options.beforeWindow?.();
      options.signal?.throwIfAborted();
      if (step.needsRight !== undefined) break;
      if (step.action === 'prepare') await prepare(client, options);
      else await runStep(client, step, isPending);
      options.onStep?.(step, index, plan.steps.length);
    }
    return replan(client);
  });
}

async function prepare(client: SqlClient, options: ApplyOptions): Promise<void> {
  const catalogue = await readCatalogue(client);
  const { maxWindowMs } = preparationSize(catalogue);
  try {
    await prepareAggregates(client, {
      nowMs: catalogue.nowMs,
      // Where rows are dense the windows find their length by themselves.
      ...(maxWindowMs > HOUR_MS ? { maxWindowMs } : {}),
      signal: options.signal,
      beforeWindow: options.beforeWindow,
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    });
  } catch (error) {
    options.signal?.throwIfAborted();
    throw stepFailure('prepare-aggregates', 'the buckets of what is stored', error);
  }
}

async function runStep(client: SqlClient, step: PlanStep, isPending: (id: string) => Promise<boolean>): Promise<void> {
  try {
    await runAndRecord(client, step.sql, step.entries);
  } catch (error) {
    // Somebody else may have done it between the look and the step; then it is as wanted, and theirs.
    if (await isPendingAfterFailure(() => isPending(step.id))) throw stepFailure(step.id, step.reason, error);
  }
}

async function isPendingAfterFailure(isPending: () => Promise<boolean>): Promise<boolean> {
  try {
    return await isPending();
  } catch {
    // Deliberately not passed on: the step's own error is the first one, and says more.
    return true;
  }
}

function refuseProblems(plan: Plan): void {
  if (plan.problems.length === 0) return;
  throw new ProvisioningFailure('refused', plan.problems.join(' '));
}

function refuseStale(accepted: Plan, present: Plan): void {
  const known = new Set(accepted.steps.map((step) => `${step.id}\0${step.sql}`));
  const foreign = present.steps.find((step) => !known.has(`${step.id}\0${step.sql}`) && !isPartOf(step, accepted));
  if (foreign === undefined) return;
  throw new ProvisioningFailure(
    'stale-plan',
    `The database has changed since the plan was made (${foreign.id}); look at a new plan, then apply that.`,
  );
}

/** The wake-ups are one step of several parts: a part of what was accepted was accepted as well. */
function isPartOf(step: PlanStep, accepted: Plan): boolean {
  return accepted.steps.some((each) => each.action === step.action && each.sql.includes(step.sql));
}
