import { type PointerEvent, useEffect, useState } from 'react';
import type { TaktlineBridge } from '../../../shared/ipc';
import type { SetupOutcome } from '../../../shared/setup';
import { PLAN_PARTS, type PlanPart, WALL } from '../../app/routes';
import type { Navigate } from '../../app/use-route';
import { t } from '../../i18n/text';
import { ScreenButton } from '../../screen/ScreenButton';
import { Dialog } from '../../ui/Dialog';
import { OnScreenKeys } from '../common/OnScreenKeys';
import { useCommand } from '../common/use-command';
import { KioskForm } from './kiosk/KioskForm';
import { PiecesForm } from './pieces/PiecesForm';
import { forgetDrafts } from './plan-drafts';
import { ShiftsForm } from './shifts/ShiftsForm';
import '../../ui/control.css';
import '../common/installer.css';
import './plan.css';

/** What every form of the page gets. */
export interface PlanProps {
  readonly bridge: TaktlineBridge;
  /** Runs a command; what it said stands at the top. Resolves with whether it went well. */
  readonly run: (command: () => Promise<SetupOutcome>) => Promise<boolean>;
  readonly isRunning: boolean;
  /** Told whether something is written that is not saved. */
  readonly onUnsaved: (isUnsaved: boolean) => void;
}

interface Props {
  readonly bridge: TaktlineBridge;
  readonly part: PlanPart;
  readonly navigate: Navigate;
}

const FORMS = { shifts: ShiftsForm, pieces: PiecesForm, kiosk: KioskForm };

/** The work plan, for the installer: when which line produces, and what is planned of it. */
export function PlanView({ bridge, part, navigate }: Props) {
  const [command, run] = useCommand();
  const [isUnsaved, setUnsaved] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const [typedInto, setTypedInto] = useState<HTMLInputElement>();
  const Form = FORMS[part];
  const leave = () => (isUnsaved ? setLeaving(true) : navigate(WALL));
  const discard = () => {
    forgetDrafts();
    navigate(WALL);
  };
  const touched = ({ pointerType, target }: PointerEvent) => {
    if (pointerType === 'touch' && target instanceof HTMLInputElement && target.type === 'text') setTypedInto(target);
  };
  useEffect(() => {
    // Of the whole page: a button that is disabled by its own press, as "Save", loses the focus to it.
    const leaveByKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') leave();
    };
    addEventListener('keydown', leaveByKey);
    return () => removeEventListener('keydown', leaveByKey);
  });
  return (
    <main className="setup plan" data-testid="plan" onPointerDown={touched}>
      <header className="setup-header">
        <button type="button" className="control" data-testid="plan-leave" onClick={leave}>
          {t('common.toScreens')}
        </button>
        {PLAN_PARTS.map((each) => (
          <button
            key={each}
            type="button"
            className="control"
            data-testid={`plan-${each}`}
            aria-pressed={each === part}
            onClick={() => navigate({ view: 'plan', part: each })}
          >
            {t(`plan.${each}`)}
          </button>
        ))}
        {command.failure !== undefined && (
          <p className="setup-said setup-failure" role="alert" data-testid="plan-failure">
            <strong>{t('common.notDone')}</strong> {command.failure}
          </p>
        )}
        {command.said !== undefined && (
          <p className="setup-said" role="status" data-testid="plan-said">
            {command.said}
          </p>
        )}
        <span className="setup-header-end">
          <ScreenButton />
        </span>
      </header>
      {/* What is written of the one stays while the other is shown. */}
      <Form bridge={bridge} run={run} isRunning={command.isRunning} onUnsaved={setUnsaved} />
      {typedInto?.isConnected === true && <OnScreenKeys field={typedInto} onDone={() => setTypedInto(undefined)} />}
      {isLeaving && (
        <Dialog name="plan-unsaved" title={t('plan.unsaved')} onClose={() => setLeaving(false)}>
          <p>{t('plan.unsavedMeaning')}</p>
          <div className="plan-buttons">
            <button type="button" className="control" data-testid="plan-discard-leave" onClick={discard}>
              {t('plan.discardLeave')}
            </button>
            <button
              type="button"
              className="control setup-primary"
              data-testid="plan-stay"
              onClick={() => setLeaving(false)}
            >
              {t('plan.stay')}
            </button>
          </div>
        </Dialog>
      )}
    </main>
  );
}
