import type { SetupState } from '../../../shared/setup';
import { SETUP_STAGES, type SetupStage } from '../../app/routes';

/** What of the state decides how far a person may go. */
export type SetupProgress = Pick<SetupState, 'target' | 'test' | 'plan' | 'work' | 'applied'>;

const OPENS: Readonly<Record<SetupStage, (state: SetupProgress) => boolean>> = {
  connect: () => true,
  test: ({ target }) => target !== undefined,
  // Whoever got into the database may go on: what did not pass is said, and the plan says what it stands in the way of.
  choose: ({ test }) => test?.isConnected === true && test.verdict !== undefined,
  plan: ({ plan, work }) => plan !== undefined || work.kind === 'planning',
  apply: ({ plan, work }) => work.kind === 'applying' || plan !== undefined,
  verify: ({ plan }) => plan !== undefined,
  'hand-over': ({ plan }) => plan !== undefined,
};

/** Whether a stage can be looked at: it and every one before it is open. */
export function isReachable(stage: SetupStage, state: SetupProgress): boolean {
  return SETUP_STAGES.slice(0, SETUP_STAGES.indexOf(stage) + 1).every((each) => OPENS[each](state));
}

/** The stage to show for one that was asked for: itself, or the last before it that is open. */
export function shownStage(asked: SetupStage, state: SetupProgress): SetupStage {
  const before = SETUP_STAGES.slice(0, SETUP_STAGES.indexOf(asked) + 1);
  return before.findLast((stage) => isReachable(stage, state)) ?? 'connect';
}

/** The mark of a stage in the list: done, in trouble, or neither. */
export function stageMark(stage: SetupStage, state: SetupState): 'done' | 'trouble' | undefined {
  switch (stage) {
    case 'connect':
      return state.target === undefined ? undefined : 'done';
    case 'test':
      return state.test?.verdict === undefined ? undefined : state.test.verdict === 'failed' ? 'trouble' : 'done';
    case 'choose':
      return state.plan === undefined ? undefined : 'done';
    case 'plan':
      return state.plan === undefined ? undefined : state.plan.problems.length > 0 ? 'trouble' : 'done';
    case 'apply':
      return state.applied === undefined ? undefined : state.applied.outcome === 'done' ? 'done' : 'trouble';
    case 'verify':
      return state.drifts === undefined ? undefined : state.drifts.length > 0 ? 'trouble' : 'done';
    case 'hand-over':
      return state.handOver === undefined ? undefined : 'done';
  }
}
