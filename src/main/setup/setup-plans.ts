import type { Plan } from '../provisioning/plan';
import { readerStepId } from '../provisioning/reader-step-id';
import type { SqlClient } from '../provisioning/sql-client';
import { ApplyRun, STOPPED } from './apply-run';
import { planView } from './plan-view';
import type { PlantAccess } from './plant-access';
import type { SetupBoard } from './setup-board';
import type { SetupCommands } from './setup-commands';
import { SetupError } from './setup-error';
import type { SetupWishes } from './setup-wishes';

export interface SetupPlansOptions {
  readonly board: SetupBoard;
  readonly access: PlantAccess;
  readonly wishes: SetupWishes;
  readonly failureOf: SetupCommands['failureOf'];
}

/** The plans of a set-up as the person has seen them, and the applying of the one that was confirmed. */
export class SetupPlans {
  readonly #options: SetupPlansOptions;
  #plan: Plan | undefined;
  #removal: Plan | undefined;
  #made = 0;
  #apply: ApplyRun | undefined;
  #provisionedAs: string | undefined;

  constructor(options: SetupPlansOptions) {
    this.#options = options;
  }

  get plan(): Plan | undefined {
    return this.#plan;
  }

  get removal(): Plan | undefined {
    return this.#removal;
  }

  /** The role that made anything in this set-up; undefined: nothing was made. */
  get provisionedAs(): string | undefined {
    return this.#provisionedAs;
  }

  keep(plan: Plan): void {
    this.#plan = plan;
    this.#options.board.update({ plan: planView(plan, this.#newPlanId()) });
  }

  keepRemoval(removal: Plan): void {
    this.#removal = removal;
    this.#options.board.update({ removal: planView(removal, this.#newPlanId()) });
  }

  /** Another plant, or another wish: what was planned and found for the one before is worth nothing. */
  forgetFindings(): void {
    this.#plan = undefined;
    this.#removal = undefined;
    this.#provisionedAs = undefined;
    this.#options.board.update({
      ...{ isReaderNew: false, plan: undefined, applied: undefined, drifts: undefined },
      ...{ removal: undefined, handOver: undefined },
    });
  }

  steer(how: 'pause' | 'resume' | 'cancel'): void {
    this.#apply?.[how]();
  }

  /**
   * Does the plan that the person has confirmed, and plans what is left.
   * @throws SetupError where another one is on the page by now; what applying throws
   */
  async apply(planId: string): Promise<void> {
    const { board } = this.#options;
    const plan = this.#plan;
    if (plan === undefined || board.state.plan?.planId !== planId) {
      throw new SetupError('stale-plan', 'This plan is not the present one; look at the new one, then confirm that.');
    }
    const run = new ApplyRun(plan, (work) => board.update({ work }));
    this.#apply = run;
    board.update({ applied: undefined, drifts: undefined });
    try {
      await this.#run(run);
    } finally {
      this.#provisionedAs = plan.role;
      this.#noteReader(plan);
      this.#apply = undefined;
      board.update({ work: { kind: 'idle' } });
    }
  }

  async #run(run: ApplyRun): Promise<void> {
    const { access, board, wishes, failureOf } = this.#options;
    const replan = wishes.replanner();
    try {
      const left = await access.withSession((session) => run.run(session, replan));
      this.keep(left);
      board.update({ applied: run.ended({ left }) });
    } catch (error) {
      const failure = await failureOf(error);
      await this.#planWhatIsLeft(replan);
      board.update({ applied: run.ended({ sentence: failure.message, isCancelled: error === STOPPED }) });
      if (error !== STOPPED) throw error;
    }
  }

  /** After an interruption the page shows what is left; where even that cannot be read, the old plan stays to try again. */
  async #planWhatIsLeft(replan: (client: SqlClient) => Promise<Plan>): Promise<void> {
    try {
      this.keep(await this.#options.access.withSession(replan));
    } catch {
      // Deliberately not passed on: why the applying ended is what the person must hear.
    }
  }

  /** A login that this run has made has no password yet, and nobody who would miss an earlier one. */
  #noteReader(planned: Plan): void {
    const { board, wishes } = this.#options;
    const { reader } = wishes.settings().roles;
    if (reader === undefined) return;
    const id = readerStepId('reader-role', reader);
    const isIn = (plan: Plan | undefined) => plan?.steps.some((step) => step.id === id) === true;
    if (isIn(planned) && board.state.applied?.outcome !== 'failed' && !isIn(this.#plan)) {
      board.update({ isReaderNew: true });
    }
  }

  #newPlanId(): string {
    this.#made += 1;
    return `plan-${this.#made}`;
  }
}
