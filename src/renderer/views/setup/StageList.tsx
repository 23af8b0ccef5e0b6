import type { SetupState } from '../../../shared/setup';
import { SETUP_STAGES, type SetupStage } from '../../app/routes';
import { t } from '../../i18n/text';
import { isReachable, stageMark } from './reachable';

export const STAGE_NAMES: Readonly<Record<SetupStage, string>> = {
  connect: t('setup.connect'),
  test: t('setup.test'),
  choose: t('setup.choose'),
  plan: t('setup.plan'),
  apply: t('setup.apply'),
  verify: t('setup.verify'),
  'hand-over': t('setup.handOver'),
};

const MARKS = { done: '✓', trouble: '!' } as const;
const MARK_WORDS = { done: t('setup.markDone'), trouble: t('setup.markTrouble') } as const;

interface Props {
  readonly state: SetupState;
  readonly shown: SetupStage;
  readonly onGo: (stage: SetupStage) => void;
}

/** The way through, with how far it is; every stage that is open is one press away. */
export function StageList({ state, shown, onGo }: Props) {
  return (
    <nav className="setup-stages" aria-label={t('setup.stages')}>
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
