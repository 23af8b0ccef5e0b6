import type { SetupApplied, SetupPlan, SetupWork } from '../../../shared/setup';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { useCommand } from '../common/use-command';
import { appliedShare, durationText, planSummary } from './plan-words';
import type { StageProps } from './SetupView';
import { Stage, type StageAction } from './Stage';

type Applying = Extract<SetupWork, { kind: 'applying' }>;

/** Doing the plan: asked for once more, then step by step with brakes; stopping leaves what is done. */
export function ApplyStage({ state, bridge, onGo }: StageProps) {
  const [command, run] = useCommand();
  const { plan, applied, work } = state;
  const steer = (how: 'pause' | 'resume' | 'cancel') => void run(() => bridge.setupSteer(how));
  if (work.kind === 'applying')
    return (
      <Stage
        title={t('setup.apply')}
        lead={PHASES[work.phase]}
        command={command}
        primary={undefined}
        others={brakes(work, steer)}
      >
        <ProgressPanel work={work} />
      </Stage>
    );
  const apply = () => plan !== undefined && void run(() => bridge.setupApply({ planId: plan.planId }));
  const isDone = plan !== undefined && plan.steps.length === 0;
  if (isDone)
    return (
      <Stage
        title={t('setup.apply')}
        lead={applied === undefined ? t('setup.nothingToDo') : told(applied.sentence)}
        command={command}
        primary={{ label: t('setup.verifyGo'), testId: 'apply-verify', onPress: () => onGo('verify') }}
      >
        {applied !== undefined && <AppliedPanel applied={applied} />}
      </Stage>
    );
  return (
    <Stage
      title={t('setup.apply')}
      lead={applied === undefined ? t('setup.applyLead') : told(applied.sentence)}
      command={command}
      primary={{
        label: applied === undefined ? t('setup.applySteps', { count: plan?.steps.length ?? 0 }) : t('setup.applyGoOn'),
        testId: 'apply-now',
        onPress: apply,
        isDisabled: plan === undefined || plan.problems.length > 0 || work.kind !== 'idle',
      }}
      isPrimaryGrave
      others={[{ label: t('setup.backToPlan'), testId: 'apply-back', onPress: () => onGo('plan') }]}
    >
      {applied !== undefined && <AppliedPanel applied={applied} />}
      {plan !== undefined && <ConfirmPanel plan={plan} isRest={applied !== undefined} />}
    </Stage>
  );
}

const PHASES: Readonly<Record<Applying['phase'], string>> = {
  running: t('setup.running'),
  pausing: t('setup.pausing'),
  paused: t('setup.paused'),
  cancelling: t('setup.cancelling'),
};

function brakes({ phase }: Applying, steer: (how: 'pause' | 'resume' | 'cancel') => void): readonly StageAction[] {
  const isHeld = phase === 'paused' || phase === 'pausing';
  return [
    isHeld
      ? { label: t('setup.resume'), testId: 'apply-resume', onPress: () => steer('resume') }
      : {
          label: t('setup.pause'),
          testId: 'apply-pause',
          onPress: () => steer('pause'),
          isDisabled: phase === 'cancelling',
        },
    {
      label: t('setup.stop'),
      testId: 'apply-cancel',
      onPress: () => steer('cancel'),
      isDisabled: phase === 'cancelling',
    },
  ];
}

function ProgressPanel({ work }: { readonly work: Applying }) {
  const { done, count, step, prepared } = work;
  return (
    <div className="setup-panel" data-testid="apply-progress" data-done={done} data-phase={work.phase}>
      <progress max={1} value={appliedShare(work)} aria-label={t('setup.shareDone')} />
      <p className="setup-big">{t('setup.stepsDone', { done, count })}</p>
      {step !== undefined && <p>{told(step)}</p>}
      {prepared !== undefined && (
        <p>{t('setup.preparing', { view: prepared.viewName, percent: Math.floor(prepared.fraction * 100) })}</p>
      )}
    </div>
  );
}

function AppliedPanel({ applied: { outcome, done, count } }: { readonly applied: SetupApplied }) {
  return (
    <div className="setup-panel" data-testid="applied" data-outcome={outcome}>
      <p className="setup-big">{t('setup.stepsDone', { done, count })}</p>
    </div>
  );
}

function ConfirmPanel({ plan, isRest }: { readonly plan: SetupPlan; readonly isRest: boolean }) {
  const longest = Math.max(0, ...plan.steps.map(({ estimateMs }) => estimateMs ?? 0));
  const { database, role } = plan;
  const what = { count: plan.steps.length, database, role };
  return (
    <div className="setup-panel" data-testid="apply-confirm">
      <p className="setup-big">{isRest ? t('setup.confirmRest', what) : t('setup.confirm', what)}</p>
      {planSummary(plan).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {plan.steps.flatMap(({ sideEffect }) =>
        sideEffect === undefined
          ? []
          : [
              <p key={sideEffect} className="setup-note">
                <strong>{t('setup.sideEffectWord')}</strong> {told(sideEffect)}
              </p>,
            ],
      )}
      {longest < 1_000 && <p>{t('setup.takesOnEmpty', { duration: durationText(plan.steps.length * 100) })}</p>}
    </div>
  );
}
