import { useState } from 'react';
import type { SetupPlan } from '../../../shared/setup';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { useCommand } from '../common/use-command';
import { PlanSteps } from './PlanSteps';
import { planSentence, planSummary } from './plan-words';
import type { StageProps } from './SetupView';
import { Stage, type StageAction } from './Stage';

/** What would be done, in full, before anything is; and what would take it back. */
export function PlanStage({ state, bridge, onGo }: StageProps) {
  const [command, run] = useCommand();
  const [isRemovalShown, setRemovalShown] = useState(false);
  const isPlanning = state.work.kind === 'planning';
  const { plan, removal } = state;
  const showRemoval = async () => {
    if (isRemovalShown) return setRemovalShown(false);
    if (await run(() => bridge.setupRemoval())) setRemovalShown(true);
  };
  const others: readonly StageAction[] = [
    {
      label: t(isRemovalShown ? 'setup.backToPlan' : 'setup.howToTakeBack'),
      testId: 'plan-removal',
      onPress: () => void showRemoval(),
      isDisabled: isPlanning,
    },
    {
      label: t(isPlanning ? 'setup.planning' : 'setup.planAgain'),
      testId: 'plan-again',
      onPress: () => void run(() => bridge.setupPlan()),
      isDisabled: isPlanning,
    },
  ];
  const shown = isRemovalShown ? removal : plan;
  return (
    <Stage
      title={t(isRemovalShown ? 'setup.takeBackTitle' : 'setup.plan')}
      lead={shown === undefined ? t('setup.planning') : planSentence(shown)}
      command={command}
      primary={primaryOf(isRemovalShown ? undefined : plan, onGo)}
      others={others}
    >
      {shown !== undefined && <PlanContent plan={shown} state={state} bridge={bridge} run={run} />}
    </Stage>
  );
}

function primaryOf(plan: SetupPlan | undefined, onGo: StageProps['onGo']): StageAction | undefined {
  if (plan === undefined) return undefined;
  if (plan.steps.length === 0 && plan.problems.length === 0) {
    return { label: t('setup.verifyGo'), testId: 'plan-verify', onPress: () => onGo('verify') };
  }
  const isDisabled = plan.problems.length > 0;
  return { label: t('setup.goOnApply'), testId: 'plan-go-on', onPress: () => onGo('apply'), isDisabled };
}

interface ContentProps extends Pick<StageProps, 'state' | 'bridge'> {
  readonly plan: SetupPlan;
  readonly run: ReturnType<typeof useCommand>[1];
}

function PlanContent({ plan, bridge, run }: ContentProps) {
  const isRemoval = plan.purpose === 'remove';
  return (
    <>
      {planSummary(plan).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {plan.problems.map((problem) => (
        <p key={problem} className="setup-problem" role="alert" data-testid="plan-problem">
          <strong>{t('setup.inTheWay')}</strong> {told(problem)}
        </p>
      ))}
      {plan.notes.map((note) => (
        <p key={note}>{t(isRemoval ? 'setup.kept' : 'setup.toKnow', { note: told(note) })}</p>
      ))}
      {isRemoval && (
        <p>
          {t('setup.takeBackHow')}{' '}
          <button
            type="button"
            className="control"
            data-testid="save-removal"
            onClick={() => void run(() => bridge.setupSave('removal'))}
          >
            {t('setup.saveFile')}
          </button>
        </p>
      )}
      {plan.dbaScript !== undefined && (
        <details className="setup-dba" open>
          <summary>{t('setup.dbaScript')}</summary>
          <div className="setup-inline">
            <button
              type="button"
              className="control"
              data-testid="copy-dba-script"
              onClick={() => void run(() => bridge.setupCopy('dba-script'))}
            >
              {t('setup.copy')}
            </button>
            <button
              type="button"
              className="control"
              data-testid="save-dba-script"
              onClick={() => void run(() => bridge.setupSave('dba-script'))}
            >
              {t('setup.saveFile')}
            </button>
          </div>
          <pre className="setup-code" data-testid="dba-script">
            {plan.dbaScript}
          </pre>
        </details>
      )}
      <PlanSteps plan={plan} />
    </>
  );
}
