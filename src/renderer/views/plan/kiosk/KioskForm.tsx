import { useCallback, useEffect, useState } from 'react';
import { KioskPlan, type KioskPlanState } from '../../../../shared/work-plan';
import { useCatalogue } from '../../../data/use-live';
import { t } from '../../../i18n/text';
import { OptionButton } from '../../common/OptionButton';
import { FaultNote } from '../FaultNote';
import type { PlanProps } from '../PlanView';
import { KIOSK_DRAFT } from '../plan-drafts';
import { useKeptDraft } from '../use-kept-draft';
import { KioskDraft, kioskDocumentOf, kioskDraftOf, kioskFaults } from './kiosk-draft';
import { kioskViews } from './kiosk-views';
import { ViewRow } from './ViewRow';

/** Whether this window is a screen at the line, and what it shows in turn. */
export function KioskForm(props: PlanProps) {
  const { bridge } = props;
  const [state, setState] = useState<KioskPlanState>();
  const refresh = useCallback(() => {
    bridge
      .kioskPlan()
      .then(setState, (error: Error) => console.warn(`the kiosk's settings are not known: ${error.message}`));
  }, [bridge]);
  useEffect(refresh, [refresh]);
  return state === undefined ? null : <Loaded {...props} {...state} refresh={refresh} />;
}

interface LoadedProps extends KioskPlanState {
  readonly refresh: () => void;
}

function Loaded({ bridge, run, isRunning, onUnsaved, plan, fault, refresh }: PlanProps & LoadedProps) {
  const views = kioskViews(useCatalogue() ?? []);
  const [written, setWritten] = useKeptDraft(KIOSK_DRAFT, KioskDraft);
  const draft = written ?? kioskDraftOf(plan);
  const decoded = KioskPlan.safeParse(kioskDocumentOf(draft));
  const isUnsaved = !decoded.success || JSON.stringify(decoded.data) !== JSON.stringify(plan);
  useEffect(() => onUnsaved(isUnsaved), [isUnsaved, onUnsaved]);
  const faults = kioskFaults(draft);
  const change = (changes: Partial<KioskDraft>) => setWritten({ ...draft, ...changes });
  const add = () => {
    const key = Math.max(-1, ...draft.views.map((view) => view.key)) + 1;
    const next = views.find(({ address }) => !draft.views.some((view) => view.address === address)) ?? views[0];
    change({ views: [...draft.views, { key, address: next?.address ?? '#/', seconds: '30' }] });
  };
  const save = async () => {
    if (!decoded.success || !(await run(() => bridge.kioskSave(decoded.data)))) return;
    setWritten(undefined);
    refresh();
  };
  const status = isUnsaved ? t('plan.changed') : t('plan.asKept');
  return (
    <>
      <div className="setup-body plan-body" data-testid="kiosk-form">
        <p className="setup-lead">{t('plan.kioskLead')}</p>
        <FaultNote fault={fault} />
        <div className="plan-more">
          <section className="setup-part">
            <div className="setup-options">
              <OptionButton
                testId="kiosk-off"
                label={t('plan.window')}
                meaning={t('plan.windowMeaning')}
                isChosen={!draft.enabled}
                onChoose={() => change({ enabled: false })}
              />
              <OptionButton
                testId="kiosk-on"
                label={t('plan.kiosk')}
                meaning={t('plan.kioskMeaning')}
                isChosen={draft.enabled}
                onChoose={() => change({ enabled: true })}
              />
            </div>
          </section>
          <section className="setup-part">
            <h2>{t('plan.inTurn')}</h2>
            {draft.views.length === 0 && <p className="setup-quiet">{t('plan.shownLast')}</p>}
            {draft.views.map((view, at) => (
              <ViewRow
                key={view.key}
                {...{ view, views, faults, place: `views.${at}` }}
                onChange={(changed) => change({ views: draft.views.with(at, changed) })}
                onRemove={() => change({ views: draft.views.toSpliced(at, 1) })}
              />
            ))}
            <button type="button" className="control" data-testid="view-add" onClick={add}>
              {t('plan.addView')}
            </button>
          </section>
        </div>
      </div>
      <footer className="setup-actions">
        <span className="setup-said setup-quiet" role="status" data-testid="kiosk-status">
          {faults.size > 0 ? t('plan.wrong', { count: faults.size }) : status}
        </span>
        <button
          type="button"
          className="control"
          data-testid="kiosk-discard"
          disabled={!isUnsaved}
          onClick={() => setWritten(undefined)}
        >
          {t('plan.discard')}
        </button>
        <button
          type="button"
          className="control setup-primary"
          data-testid="kiosk-save"
          disabled={isRunning || !decoded.success || !isUnsaved}
          onClick={() => void save()}
        >
          {t('plan.saveNow')}
        </button>
      </footer>
    </>
  );
}
