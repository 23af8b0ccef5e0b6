import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import type { TaktlineBridge } from '../../../shared/ipc';
import type { SetupState } from '../../../shared/setup';
import { SETUP_STAGES, type SetupStage, WALL } from '../../app/routes';
import type { Navigate } from '../../app/use-route';
import { t } from '../../i18n/text';
import { ScreenButton } from '../../screen/ScreenButton';
import { OnScreenKeys } from '../common/OnScreenKeys';
import { ApplyStage } from './ApplyStage';
import { ChooseStage } from './ChooseStage';
import { ConnectStage } from './ConnectStage';
import { HandOverStage } from './HandOverStage';
import { PlanStage } from './PlanStage';
import { shownStage } from './reachable';
import { StageList } from './StageList';
import { TestStage } from './TestStage';
import { formOf, type TargetForm } from './target-form';
import { VerifyStage } from './VerifyStage';
import '../../ui/control.css';
import '../common/installer.css';

/** What every stage gets. */
export interface StageProps {
  readonly state: SetupState;
  readonly bridge: TaktlineBridge;
  readonly onGo: (stage: SetupStage) => void;
  readonly onLeave: () => void;
  /** Goes to when the plant's lines produce: what is set up next. */
  readonly onShifts: () => void;
}

interface Props {
  readonly state: SetupState;
  readonly bridge: TaktlineBridge;
  readonly stage: SetupStage;
  readonly navigate: Navigate;
}

/**
 * Setting a plant up, stage by stage. What is known of it lives in the main process: leaving, a reload or a crash of this
 * page loses nothing but a password that was not handed in yet.
 */
export function SetupView({ state, bridge, stage: asked, navigate }: Props) {
  // Typed fields outlive a look at another stage; what was handed in comes from the state.
  const [draft, setDraft] = useState<TargetForm>();
  const [typedInto, setTypedInto] = useState<HTMLInputElement>();
  const stage = shownStage(asked, state);
  const go = (to: SetupStage) => navigate({ view: 'setup', stage: to });
  const leave = () => navigate(WALL);
  const isApplying = state.work.kind === 'applying';
  const back = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isApplying) return;
    const before = SETUP_STAGES[SETUP_STAGES.indexOf(stage) - 1];
    if (before === undefined) leave();
    else go(before);
  };
  const touched = ({ pointerType, target }: PointerEvent) => {
    if (pointerType !== 'touch' || !(target instanceof HTMLInputElement)) return;
    setTypedInto(target);
  };
  const props: StageProps = {
    state,
    bridge,
    onGo: go,
    onLeave: leave,
    onShifts: () => navigate({ view: 'plan', part: 'shifts' }),
  };
  return (
    <main className="setup" data-testid="setup" data-stage={stage} onKeyDown={back} onPointerDown={touched}>
      <header className="setup-header">
        <button type="button" className="control" data-testid="setup-leave" onClick={leave}>
          {t('common.toScreens')}
        </button>
        <strong>{t('app.setUpPlant')}</strong>
        <span className="setup-quiet" data-may-be-cut>
          {isApplying ? t('setup.goesOn') : t('setup.shownNow', { name: state.shown.name })}
        </span>
        <button type="button" className="control" data-testid="setup-shifts" onClick={props.onShifts}>
          {t('app.shifts')}
        </button>
        <ScreenButton />
      </header>
      <StageList state={state} shown={stage} onGo={go} />
      {stage === 'connect' && <ConnectStage {...props} draft={draft ?? formOf(state.target)} onDraft={setDraft} />}
      {stage === 'test' && <TestStage {...props} />}
      {stage === 'choose' && <ChooseStage {...props} />}
      {stage === 'plan' && <PlanStage {...props} />}
      {stage === 'apply' && <ApplyStage {...props} />}
      {stage === 'verify' && <VerifyStage {...props} />}
      {stage === 'hand-over' && <HandOverStage {...props} />}
      {typedInto?.isConnected === true && <OnScreenKeys field={typedInto} onDone={() => setTypedInto(undefined)} />}
    </main>
  );
}
