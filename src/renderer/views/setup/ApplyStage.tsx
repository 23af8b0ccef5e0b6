import type { SetupApplied, SetupPlan, SetupWork } from '../../../shared/setup';
import { appliedShare, durationText, planSummary, stepsText } from './plan-words';
import type { StageProps } from './SetupView';
import { Stage, type StageAction } from './Stage';
import { useCommand } from './use-command';

type Applying = Extract<SetupWork, { kind: 'applying' }>;

/** Doing the plan: asked for once more, then step by step with brakes; stopping leaves what is done. */
export function ApplyStage({ state, bridge, onGo }: StageProps) {
  const [command, run] = useCommand();
  const { plan, applied, work } = state;
  const steer = (how: 'pause' | 'resume' | 'cancel') => void run(() => bridge.setupSteer(how));
  if (work.kind === 'applying')
    return (
      <Stage title="Apply" lead={PHASES[work.phase]} command={command} primary={undefined} others={brakes(work, steer)}>
        <ProgressPanel work={work} />
      </Stage>
    );
  const apply = () => plan !== undefined && void run(() => bridge.setupApply({ planId: plan.planId }));
  const isDone = plan !== undefined && plan.steps.length === 0;
  if (isDone)
    return (
      <Stage
        title="Apply"
        lead={applied?.sentence ?? 'There is nothing to do: everything is in place.'}
        command={command}
        primary={{ label: 'Verify ▶', testId: 'apply-verify', onPress: () => onGo('verify') }}
      >
        {applied !== undefined && <AppliedPanel applied={applied} />}
      </Stage>
    );
  return (
    <Stage
      title="Apply"
      lead={
        applied?.sentence ?? 'This is where the plant’s database is changed. Stopping at any time leaves what is done.'
      }
      command={command}
      primary={{
        label: applied === undefined ? `Apply ${stepsText(plan?.steps.length ?? 0)}` : 'Go on',
        testId: 'apply-now',
        onPress: apply,
        isDisabled: plan === undefined || plan.problems.length > 0 || work.kind !== 'idle',
      }}
      isPrimaryGrave
      others={[{ label: 'Back to the plan', testId: 'apply-back', onPress: () => onGo('plan') }]}
    >
      {applied !== undefined && <AppliedPanel applied={applied} />}
      {plan !== undefined && <ConfirmPanel plan={plan} isRest={applied !== undefined} />}
    </Stage>
  );
}

const PHASES: Readonly<Record<Applying['phase'], string>> = {
  running: 'Each step is done and recorded together; an interruption anywhere loses nothing.',
  pausing: 'It pauses after the step in hand.',
  paused: 'Paused. No lock on the plant’s tables is held.',
  cancelling: 'It stops after the step in hand.',
};

function brakes({ phase }: Applying, steer: (how: 'pause' | 'resume' | 'cancel') => void): readonly StageAction[] {
  const isHeld = phase === 'paused' || phase === 'pausing';
  return [
    isHeld
      ? { label: 'Resume', testId: 'apply-resume', onPress: () => steer('resume') }
      : { label: 'Pause', testId: 'apply-pause', onPress: () => steer('pause'), isDisabled: phase === 'cancelling' },
    { label: 'Stop', testId: 'apply-cancel', onPress: () => steer('cancel'), isDisabled: phase === 'cancelling' },
  ];
}

function ProgressPanel({ work }: { readonly work: Applying }) {
  const { done, count, step, prepared } = work;
  return (
    <div className="setup-panel" data-testid="apply-progress" data-done={done} data-phase={work.phase}>
      <progress max={1} value={appliedShare(work)} aria-label="Share done" />
      <p className="setup-big">
        {done} of {stepsText(count)} done
      </p>
      {step !== undefined && <p>{step}</p>}
      {prepared !== undefined && (
        <p>
          Preparing {prepared.viewName}: {Math.floor(prepared.fraction * 100)} % of the history
        </p>
      )}
    </div>
  );
}

function AppliedPanel({ applied: { outcome, done, count } }: { readonly applied: SetupApplied }) {
  return (
    <div className="setup-panel" data-testid="applied" data-outcome={outcome}>
      <p className="setup-big">
        {done} of {stepsText(count)} done
      </p>
    </div>
  );
}

function ConfirmPanel({ plan, isRest }: { readonly plan: SetupPlan; readonly isRest: boolean }) {
  const longest = Math.max(0, ...plan.steps.map(({ estimateMs }) => estimateMs ?? 0));
  const what = isRest ? `${stepsText(plan.steps.length)} left` : stepsText(plan.steps.length);
  return (
    <div className="setup-panel" data-testid="apply-confirm">
      <p className="setup-big">
        {what} in {plan.database}, as {plan.role}
      </p>
      {planSummary(plan).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {plan.steps.flatMap(({ sideEffect }) =>
        sideEffect === undefined
          ? []
          : [
              <p key={sideEffect} className="setup-note">
                <strong>Side effect:</strong> {sideEffect}
              </p>,
            ],
      )}
      {longest < 1_000 && <p>It takes {durationText(plan.steps.length * 100)} on an empty plant.</p>}
    </div>
  );
}
