import { useState } from 'react';
import type { SetupPlan } from '../../../shared/setup';
import { PlanSteps } from './PlanSteps';
import { planSentence, planSummary } from './plan-words';
import type { StageProps } from './SetupView';
import { Stage, type StageAction } from './Stage';
import { useCommand } from './use-command';

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
      label: isRemovalShown ? 'Back to the plan' : 'How to take it back',
      testId: 'plan-removal',
      onPress: () => void showRemoval(),
      isDisabled: isPlanning,
    },
    {
      label: isPlanning ? 'Planning…' : 'Plan again',
      testId: 'plan-again',
      onPress: () => void run(() => bridge.setupPlan()),
      isDisabled: isPlanning,
    },
  ];
  const shown = isRemovalShown ? removal : plan;
  return (
    <Stage
      title={isRemovalShown ? 'What would take everything back' : 'Plan'}
      lead={shown === undefined ? 'Planning…' : planSentence(shown)}
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
    return { label: 'Verify ▶', testId: 'plan-verify', onPress: () => onGo('verify') };
  }
  const isDisabled = plan.problems.length > 0;
  return { label: 'Go on to apply ▶', testId: 'plan-go-on', onPress: () => onGo('apply'), isDisabled };
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
          <strong>In the way:</strong> {problem}
        </p>
      ))}
      {plan.notes.map((note) => (
        <p key={note}>
          {isRemoval ? 'Kept: ' : 'To know: '}
          {note}
        </p>
      ))}
      {isRemoval && (
        <p>
          Taking back is done with the command line, as the hand-over says; nothing of it happens here.{' '}
          <button
            type="button"
            className="control"
            data-testid="save-removal"
            onClick={() => void run(() => bridge.setupSave('removal'))}
          >
            Save as a file…
          </button>
        </p>
      )}
      {plan.dbaScript !== undefined && (
        <details className="setup-dba" open>
          <summary>Script for the DBA: what this login may not do</summary>
          <div className="setup-inline">
            <button
              type="button"
              className="control"
              data-testid="copy-dba-script"
              onClick={() => void run(() => bridge.setupCopy('dba-script'))}
            >
              Copy
            </button>
            <button
              type="button"
              className="control"
              data-testid="save-dba-script"
              onClick={() => void run(() => bridge.setupSave('dba-script'))}
            >
              Save as a file…
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
