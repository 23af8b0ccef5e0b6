import { t } from '../../../i18n/text';
import { type CalendarDraft, rulesOf, type Whose } from './calendar-draft';
import { faultsOf } from './calendar-faults';

interface Props {
  readonly names: readonly string[];
  readonly draft: CalendarDraft;
  readonly chosen: Whose;
  readonly onChoose: (whose: Whose) => void;
}

/** Whose shifts are shown: those of one line, or those of all that have none of their own. */
export function LinePicker({ names, draft, chosen, onChoose }: Props) {
  return (
    <fieldset className="plan-lines">
      <legend className="setup-hidden">{t('plan.line')}</legend>
      {[undefined, ...names].map((whose) => (
        <button
          key={whose ?? ''}
          type="button"
          className="control plan-line"
          data-testid={whose === undefined ? 'line-others' : `line-${whose}`}
          aria-pressed={whose === chosen}
          onClick={() => onChoose(whose)}
        >
          <span data-may-be-cut>{whose ?? t('plan.otherLines')}</span>
          <small>{standing(draft, whose)}</small>
        </button>
      ))}
    </fieldset>
  );
}

function standing(draft: CalendarDraft, whose: Whose): string {
  const rules = rulesOf(draft, whose);
  if (rules === undefined)
    return whose === undefined || draft.other === undefined ? t('plan.noShifts') : t('plan.asOthers');
  return faultsOf(rules).size > 0 ? t('plan.toCorrect') : t('plan.ownShifts', { count: rules.shifts.length });
}
