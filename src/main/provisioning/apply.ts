import { ProvisioningFailure, stepFailure } from './provisioning-failure';
import { checkSchemaSettings, type SchemaSettings } from './schema-settings';
import type { SqlClient } from './sql-client';
import { checksum, StepLedger } from './step-ledger';
import { type ProvisioningStep, provisioningSteps, STEP_GROUPS, type StepGroup } from './steps';

/**
 * What became of a step: `made` now; `found` there, made by others; `unchanged` since we made or found it; `replaced`,
 * because our function has a newer text; `differs`: there, but made with other SQL or settings, and left alone.
 */
export type StepOutcome = 'made' | 'found' | 'unchanged' | 'replaced' | 'differs';

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

/** One installer at a time: any fixed key will do, this one spells "takt". */
const ADVISORY_LOCK_KEY = 0x74616b74;

/**
 * Brings the plant's database to the wanted state, step by step. Each step and its line in the ledger
 * (`taktline.applied_step`) are one transaction, so a run that was interrupted anywhere resumes; a second run changes
 * nothing. What is already there is left as it is, and no row of the plant is touched.
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
  const steps = checkedSteps(settings, options.groups ?? STEP_GROUPS);
  await requireTimescaleDb(client);
  await lock(client);
  try {
    return await applySteps(client, steps, options.onStep ?? (() => {}));
  } finally {
    await unlock(client);
  }
}

function checkedSteps(settings: SchemaSettings, groups: readonly StepGroup[]): readonly ProvisioningStep[] {
  let problems: readonly string[];
  try {
    problems = checkSchemaSettings(settings);
  } catch (error) {
    problems = [error instanceof Error ? error.message : String(error)];
  }
  if (problems.length > 0) throw new ProvisioningFailure('settings', problems.join(' '));
  return provisioningSteps(settings).filter((step) => groups.includes(step.group));
}

async function requireTimescaleDb(client: SqlClient): Promise<void> {
  const { rows } = await client.query(`SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'`);
  if (rows.length > 0) return;
  throw new ProvisioningFailure(
    'no-timescaledb',
    'This database has no TimescaleDB; ask the DBA to run CREATE EXTENSION timescaledb in it.',
  );
}

async function lock(client: SqlClient): Promise<void> {
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS locked', [ADVISORY_LOCK_KEY]);
  if (rows[0]?.locked === true) return;
  throw new ProvisioningFailure(
    'locked',
    'Another installer is provisioning this database; wait for it, then run again.',
  );
}

async function unlock(client: SqlClient): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_unlock($1)', [ADVISORY_LOCK_KEY]);
  } catch {
    // Deliberately not passed on: the session is gone and its lock with it; why it went is what the caller must hear.
  }
}

async function applySteps(
  client: SqlClient,
  steps: readonly ProvisioningStep[],
  onStep: (report: StepReport) => void,
): Promise<readonly StepReport[]> {
  const ledger = new StepLedger(client);
  await ledger.open();
  const reports: StepReport[] = [];
  for (const step of steps) {
    let outcome: StepOutcome;
    try {
      outcome = await applyStep(client, ledger, step);
    } catch (error) {
      throw stepFailure(step.id, step.reason, error);
    }
    const report: StepReport = { stepId: step.id, group: step.group, outcome };
    reports.push(report);
    onStep(report);
  }
  return reports;
}

async function applyStep(client: SqlClient, ledger: StepLedger, step: ProvisioningStep): Promise<StepOutcome> {
  const known = ledger.checksumOf(step.id);
  const unchanged = known === checksum(step);
  if (await isPresent(client, step)) {
    if (unchanged) return 'unchanged';
    if (!step.replaceable) {
      if (known !== undefined) return 'differs';
      await ledger.record(step, 'found');
      return 'found';
    }
    await ledger.runAndRecord(step);
    return 'replaced';
  }
  try {
    await ledger.runAndRecord(step);
  } catch (error) {
    // Somebody else may have made it between the look and the step; then it is there, and that is all we want.
    if (!(await isPresentAfterFailure(client, step))) throw error;
    await ledger.record(step, 'found');
    return 'found';
  }
  return 'made';
}

async function isPresent(client: SqlClient, step: ProvisioningStep): Promise<boolean> {
  const { rows } = await client.query(step.present.text, step.present.values);
  return rows[0]?.present === true;
}

async function isPresentAfterFailure(client: SqlClient, step: ProvisioningStep): Promise<boolean> {
  try {
    return await isPresent(client, step);
  } catch {
    // Deliberately not passed on: the step's own error is the first one, and says more.
    return false;
  }
}
