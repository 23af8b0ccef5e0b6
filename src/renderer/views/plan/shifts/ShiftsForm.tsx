import { useEffect, useState } from 'react';
import { PlantCalendar } from '../../../../shared/calendar/calendar-rules';
import type { ShiftsState } from '../../../../shared/work-plan';
import { useCatalogue } from '../../../data/use-live';
import { t } from '../../../i18n/text';
import { FaultNote } from '../FaultNote';
import type { PlanProps } from '../PlanView';
import { SHIFTS_DRAFT } from '../plan-drafts';
import { useKeptDraft } from '../use-kept-draft';
import { changesOf } from './calendar-changes';
import { CalendarDraft, documentOf, draftOf, type LineDraft, rulesOf, type Whose, withRules } from './calendar-draft';
import { faultCount } from './calendar-faults';
import { LinePicker } from './LinePicker';
import { LineRules } from './LineRules';
import { SaveDialog } from './SaveDialog';
import { type Shifts, useShifts } from './use-shifts';

/** More steps back than anybody remembers. */
const MOST_STEPS_BACK = 50;

/** The calendar of the plant's lines: what is in force, what a person makes of it, and what it comes to. */
export function ShiftsForm(props: PlanProps) {
  const shifts = useShifts(props.bridge);
  return shifts.state === undefined ? null : <Loaded {...props} shifts={shifts} state={shifts.state} />;
}

function Loaded({ bridge, run, isRunning, onUnsaved, shifts, state }: PlanProps & LoadedProps) {
  const [written, setWritten] = useKeptDraft(SHIFTS_DRAFT, CalendarDraft);
  const [before, setBefore] = useState<readonly CalendarDraft[]>([]);
  const [isSaving, setSaving] = useState(false);
  const names = useLineNames(state, written);
  const [chosen, setWhose] = useState<Whose>(() => firstOf(state));
  const draft = written ?? draftOf(state.calendar);
  const decoded = PlantCalendar.safeParse(documentOf(draft));
  const changes = decoded.success ? changesOf(state.calendar, decoded.data) : [];
  const isUnsaved = !decoded.success || changes.length > 0;
  useEffect(() => onUnsaved(isUnsaved), [isUnsaved, onUnsaved]);
  /** @param isStep worth a step back; not so each letter that is typed */
  const change = (rules: LineDraft | undefined, isStep: boolean) => {
    if (isStep) setBefore([...before, draft].slice(-MOST_STEPS_BACK));
    setWritten(withRules(draft, chosen, rules));
  };
  const back = () => {
    setWritten(before.at(-1));
    setBefore(before.slice(0, -1));
  };
  const discard = () => {
    setBefore([...before, draft].slice(-MOST_STEPS_BACK));
    setWritten(undefined);
  };
  const save = async (into: 'settings' | 'plant') => {
    if (!decoded.success) return;
    setSaving(false);
    if (!(await run(() => bridge.shiftsSave({ calendar: decoded.data, into })))) return;
    setWritten(undefined);
    setBefore([]);
    shifts.refresh();
  };
  const isElsewhere = state.from === 'appliance';
  const wrong = faultCount(draft);
  return (
    <>
      <div className="setup-body plan-body" data-testid="shifts-form" data-from={state.from}>
        <p className="setup-lead" data-testid="shifts-origin">
          {ORIGINS[state.from]}
        </p>
        <FaultNote fault={state.fault} />
        <LinePicker names={names} draft={draft} chosen={chosen} onChoose={setWhose} />
        <LineRules
          key={chosen ?? ''}
          {...{ whose: chosen, rules: rulesOf(draft, chosen), ofOthers: draft.other, onChange: change }}
        />
      </div>
      <footer className="setup-actions">
        <span className="setup-said setup-quiet" role="status" data-testid="shifts-status">
          {isElsewhere ? t('plan.changeThere') : statusText(wrong, changes.length)}
        </span>
        <button
          type="button"
          className="control"
          data-testid="shifts-back"
          disabled={before.length === 0}
          onClick={back}
        >
          {t('plan.stepBack')}
        </button>
        <button type="button" className="control" data-testid="shifts-discard" disabled={!isUnsaved} onClick={discard}>
          {t('plan.discard')}
        </button>
        <button
          type="button"
          className="control setup-primary"
          data-testid="shifts-save"
          disabled={isElsewhere || isRunning || !decoded.success || changes.length === 0}
          onClick={() => setSaving(true)}
        >
          {t('plan.save')}
        </button>
      </footer>
      {isSaving && (
        <SaveDialog
          {...{ changes, plant: shifts.plant, from: state.from }}
          onSave={(into) => void save(into)}
          onClose={() => setSaving(false)}
        />
      )}
    </>
  );
}

interface LoadedProps {
  readonly shifts: Shifts;
  readonly state: ShiftsState;
}

const ORIGINS: Readonly<Record<ShiftsState['from'], string>> = {
  none: t('plan.fromNone'),
  demo: t('plan.fromDemo'),
  settings: t('plan.fromSettings'),
  plant: t('plan.fromPlant'),
  appliance: t('plan.fromAppliance'),
};

function statusText(wrong: number, changed: number): string {
  if (wrong > 0) return t('plan.wrong', { count: wrong });
  return changed === 0 ? t('plan.asInForce') : t('plan.changed');
}

/** Of all lines, but where each has rules of its own. */
function firstOf({ calendar }: ShiftsState): Whose {
  return calendar.default === undefined ? Object.keys(calendar.lines).sort()[0] : undefined;
}

/** The plant's lines, and those that the calendar names. */
function useLineNames(state: ShiftsState, written: CalendarDraft | undefined): readonly string[] {
  const units = useCatalogue() ?? [];
  const ofUnits = units.flatMap(({ line }) => (line === null ? [] : [line]));
  const ofDraft = (written?.lines ?? []).map(({ name }) => name);
  return [...new Set([...ofUnits, ...Object.keys(state.calendar.lines), ...ofDraft])].sort((a, b) =>
    a.localeCompare(b),
  );
}
