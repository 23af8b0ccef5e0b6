import type { SetupApplied, SetupWork } from '../../shared/setup';
import { applyPlan } from '../provisioning/apply';
import type { Plan } from '../provisioning/plan';
import type { SqlClient } from '../provisioning/sql-client';
import { PauseGate } from './pause-gate';
import { SetupError } from './setup-error';

/** Another installer is waited for so long before this one says so. */
const LOCK_WAIT_MS = 15_000;

type Applying = Extract<SetupWork, { kind: 'applying' }>;

export const STOPPED = new SetupError(
  'cancelled',
  'Stopped. What was done stays and is recorded; going on does the rest.',
);

/** One applying of a plan that a person has confirmed: how far it is, and the brakes. */
export class ApplyRun {
  readonly #accepted: Plan;
  readonly #onWork: (work: Applying) => void;
  readonly #gate: PauseGate;
  #work: Applying;

  /** @param onWork told of each change */
  constructor(accepted: Plan, onWork: (work: Applying) => void) {
    this.#accepted = accepted;
    this.#onWork = onWork;
    this.#gate = new PauseGate(() => this.#set({ phase: 'paused' }));
    const first = accepted.steps[0]?.reason;
    const count = accepted.steps.length;
    this.#work = {
      kind: 'applying',
      phase: 'running',
      done: 0,
      count,
      ...(first === undefined ? {} : { step: first }),
    };
    onWork(this.#work);
  }

  pause(): void {
    if (this.#work.phase !== 'running') return;
    this.#gate.close();
    this.#set({ phase: 'pausing' });
  }

  resume(): void {
    if (this.#work.phase !== 'pausing' && this.#work.phase !== 'paused') return;
    this.#gate.open();
    this.#set({ phase: 'running' });
  }

  /** Stops before the next step or window. */
  cancel(): void {
    this.#set({ phase: 'cancelling' });
    this.#gate.cancel(STOPPED);
  }

  /**
   * Does the plan, once.
   * @returns what is left to do
   * @throws STOPPED; what `applyPlan` throws
   */
  async run(client: SqlClient, replan: (client: SqlClient) => Promise<Plan>): Promise<Plan> {
    return applyPlan(client, this.#accepted, replan, {
      waitMs: LOCK_WAIT_MS,
      signal: this.#gate.signal,
      beforeWindow: this.#gate.pass,
      onStep: (step) => {
        const at = this.#accepted.steps.findIndex(({ id }) => id === step.id);
        const next = this.#accepted.steps[at + 1]?.reason;
        const { phase, count } = this.#work;
        this.#work = { kind: 'applying', phase, count, done: at + 1, ...(next === undefined ? {} : { step: next }) };
        this.#onWork(this.#work);
      },
      onProgress: ({ viewName, fraction }) => this.#set({ prepared: { viewName, fraction } }),
    });
  }

  /** How it ended, for a run that threw `error`, or left `left` to do. */
  ended(end: { readonly left: Plan } | { readonly sentence: string; readonly isCancelled: boolean }): SetupApplied {
    const { done, count } = this.#work;
    if ('left' in end) return { ...endOf(end.left), done: count - end.left.steps.length, count };
    const outcome = end.isCancelled ? 'cancelled' : 'failed';
    return { outcome, sentence: end.sentence, done, count };
  }

  #set(changes: Partial<Pick<Applying, 'phase' | 'prepared'>>): void {
    this.#work = { ...this.#work, ...changes };
    this.#onWork(this.#work);
  }
}

function endOf(left: Plan): Pick<SetupApplied, 'outcome' | 'sentence'> {
  if (left.steps.length === 0) return { outcome: 'done', sentence: 'Every step is done and recorded.' };
  const [first] = left.steps;
  if (first?.needsRight !== undefined) {
    return {
      outcome: 'for-the-dba',
      sentence: `What ${left.role} may do is done. The rest is in the script for the DBA: have it run, then plan again.`,
    };
  }
  return { outcome: 'failed', sentence: 'The database has changed meanwhile: plan again and look at what is left.' };
}
