import type { SetupState } from '../../../shared/setup';
import { SETUP_STAGES, type SetupStage } from '../../app/routes';
import { isReachable, stageMark } from './reachable';

export const STAGE_NAMES: Readonly<Record<SetupStage, string>> = {
  connect: 'Connect',
  test: 'Test',
  choose: 'Choose',
  plan: 'Plan',
  apply: 'Apply',
  verify: 'Verify',
  'hand-over': 'Hand over',
};

const MARKS = { done: '✓', trouble: '!' } as const;
const MARK_WORDS = { done: 'done', trouble: 'not in order' } as const;

interface Props {
  readonly state: SetupState;
  readonly shown: SetupStage;
  readonly onGo: (stage: SetupStage) => void;
}

/** The way through, with how far it is; every stage that is open is one press away. */
export function StageList({ state, shown, onGo }: Props) {
  return (
    <nav className="setup-stages" aria-label="Stages">
      <ol>
        {SETUP_STAGES.map((stage, index) => {
          const mark = stageMark(stage, state);
          return (
            <li key={stage}>
              <button
                type="button"
                data-testid={`stage-${stage}`}
                data-mark={mark}
                aria-current={stage === shown ? 'step' : undefined}
                disabled={!isReachable(stage, state)}
                onClick={() => onGo(stage)}
              >
                <span className="setup-number" aria-hidden="true">
                  {mark === undefined ? index + 1 : MARKS[mark]}
                </span>
                {STAGE_NAMES[stage]}
                {mark !== undefined && <span className="setup-hidden">, {MARK_WORDS[mark]}</span>}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
