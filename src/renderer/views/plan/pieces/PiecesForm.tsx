import { useEffect, useState } from 'react';
import { PieceRules } from '../../../../shared/piece-rules';
import type { PiecesState } from '../../../../shared/work-plan';
import { useCatalogue } from '../../../data/use-live';
import { t } from '../../../i18n/text';
import { Dialog } from '../../../ui/Dialog';
import { ChangeList } from '../ChangeList';
import { FaultNote } from '../FaultNote';
import type { PlanProps } from '../PlanView';
import { PIECES_DRAFT } from '../plan-drafts';
import { useKeptDraft } from '../use-kept-draft';
import { AddRule } from './AddRule';
import { piecesChanges } from './pieces-changes';
import { newRule, PiecesDraft, piecesDocumentOf, piecesDraftOf, ruleFaults } from './pieces-draft';
import { RuleRow } from './RuleRow';
import { usePieces } from './use-pieces';

/** Which metric tells the good pieces of whom, and how many there should be. */
export function PiecesForm(props: PlanProps) {
  const [state, refresh] = usePieces(props.bridge);
  return state === undefined ? null : <Loaded {...props} state={state} refresh={refresh} />;
}

interface LoadedProps {
  readonly state: PiecesState;
  readonly refresh: () => void;
}

function Loaded({ bridge, run, isRunning, onUnsaved, state, refresh }: PlanProps & LoadedProps) {
  const units = useCatalogue() ?? [];
  const [written, setWritten] = useKeptDraft(PIECES_DRAFT, PiecesDraft);
  const [isSaving, setSaving] = useState(false);
  const draft = written ?? piecesDraftOf(state.rules);
  const decoded = PieceRules.safeParse(piecesDocumentOf(draft));
  const changes = decoded.success ? piecesChanges(state.rules, decoded.data) : [];
  const isUnsaved = !decoded.success || changes.length > 0;
  useEffect(() => onUnsaved(isUnsaved), [isUnsaved, onUnsaved]);
  const wrong = draft.reduce((count, row) => count + ruleFaults(row).size, 0);
  const isElsewhere = state.from === 'appliance';
  const status = wrong > 0 ? t('plan.wrong', { count: wrong }) : t(isUnsaved ? 'plan.changed' : 'plan.asInForce');
  const save = async () => {
    if (!decoded.success) return;
    setSaving(false);
    if (!(await run(() => bridge.piecesSave(decoded.data)))) return;
    setWritten(undefined);
    refresh();
  };
  return (
    <>
      <div className="setup-body plan-body" data-testid="pieces-form" data-from={state.from}>
        <p className="setup-lead">{t('plan.piecesLead')}</p>
        <FaultNote fault={state.fault} />
        <div className="plan-more">
          {draft.map((row, at) => (
            <RuleRow
              key={`${row.of} ${row.name}`}
              row={row}
              units={units}
              onChange={(changed) => setWritten(draft.with(at, changed))}
              onRemove={() => setWritten(draft.toSpliced(at, 1))}
            />
          ))}
          <AddRule
            units={units}
            taken={draft}
            onAdd={(of, name, metric) => setWritten([...draft, newRule(of, name, metric)])}
          />
        </div>
      </div>
      <footer className="setup-actions">
        <span className="setup-said setup-quiet" role="status" data-testid="pieces-status">
          {isElsewhere ? t('plan.changeThere') : status}
        </span>
        <button
          type="button"
          className="control"
          data-testid="pieces-discard"
          disabled={!isUnsaved}
          onClick={() => setWritten(undefined)}
        >
          {t('plan.discard')}
        </button>
        <button
          type="button"
          className="control setup-primary"
          data-testid="pieces-save"
          disabled={isElsewhere || isRunning || changes.length === 0}
          onClick={() => setSaving(true)}
        >
          {t('plan.save')}
        </button>
      </footer>
      {isSaving && (
        <Dialog name="pieces-saving" title={t('plan.whatChanges')} onClose={() => setSaving(false)}>
          <ChangeList changes={changes} />
          <p>{t('plan.settingsMeaning')}</p>
          <div className="plan-buttons">
            <button
              type="button"
              className="control setup-primary"
              data-testid="pieces-save-now"
              onClick={() => void save()}
            >
              {t('plan.saveNow')}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
