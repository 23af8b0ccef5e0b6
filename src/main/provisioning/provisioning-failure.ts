export type ProvisioningFailureCode =
  | 'settings'
  | 'no-timescaledb'
  | 'locked'
  | 'step-failed'
  | 'refused'
  | 'stale-plan';

/**
 * Provisioning could not go on. What was done before stays and is recorded: running again resumes.
 * `message` is for a person: what failed and the remedy.
 */
export class ProvisioningFailure extends Error {
  readonly code: ProvisioningFailureCode;
  /** The step that failed, where it was one. */
  readonly stepId: string | undefined;

  constructor(code: ProvisioningFailureCode, message: string, options: { stepId?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'ProvisioningFailure';
    this.code = code;
    this.stepId = options.stepId;
  }
}

/** What to do about the commonest SQLSTATEs; anything else is told in the database's own words. */
const REMEDIES: Readonly<Record<string, string>> = {
  '42501': 'The login lacks a right; run this step as the owner of the tables or ask the DBA to.',
  '0A000': 'The server cannot do this: check the version and licence of TimescaleDB (the Apache edition lacks it).',
  '57014': 'The statement took too long; look for a long transaction that holds a lock, then run again.',
  '55P03': 'A lock was not to be had; look for a long transaction on the table, then run again.',
  '53100': 'The disk of the database server is full; make room, then run again.',
};

/** Wraps the database's error for one step, with a remedy. */
export function stepFailure(stepId: string, reason: string, error: unknown): ProvisioningFailure {
  const detail = error instanceof Error ? error.message : String(error);
  const remedy = REMEDIES[sqlState(error) ?? ''] ?? 'Remove the cause, then run again: finished steps are kept.';
  return new ProvisioningFailure('step-failed', `Step ${stepId} (${reason}) failed: ${detail}. ${remedy}`, {
    stepId,
    cause: error,
  });
}

/** The SQLSTATE of a database error; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
