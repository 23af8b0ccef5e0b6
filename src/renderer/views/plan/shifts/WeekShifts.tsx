import { WEEKDAYS, type Weekday } from '../../../../shared/calendar/production-days';
import { t } from '../../../i18n/text';
import { Cell } from '../Cell';
import { FaultLines } from '../FaultLines';
import { type ShiftDraft, withChangedRow, withoutRow, withRow } from './calendar-draft';
import { dayName } from './days-text';
import { typedTime } from './field-texts';
import type { RulesProps } from './LineRules';
import { RemoveButton } from './RemoveButton';

/** What the fields of a shift or a stop are called, where a sentence is about one of them. */
export const FIELD_LABELS = {
  name: t('plan.name'),
  start: t('plan.start'),
  end: t('plan.end'),
  days: t('plan.days'),
  shift: t('plan.within'),
  date: t('plan.date'),
  from: t('plan.from'),
  to: t('plan.to'),
};

/** The shifts of a usual week. */
export function WeekShifts({ rules, faults, change }: RulesProps) {
  const { shifts } = rules;
  const last = shifts.at(-1);
  const add = () =>
    change(
      {
        shifts: withRow(shifts, {
          ...{ name: '', start: last?.end ?? '06:00', end: '' },
          days: last?.days ?? WEEKDAYS.slice(0, 5),
        }),
      },
      true,
    );
  return (
    <>
      <h2>{t('plan.weekShifts')}</h2>
      <FaultLines faults={faults} place="shifts" isExact />
      {shifts.map((shift, at) => (
        <div key={shift.key} className="plan-row" data-testid="shift-row">
          <TimesCells
            times={shift}
            place={`shifts.${at}`}
            faults={faults}
            onChange={(times) => change({ shifts: withChangedRow(shifts, { ...shift, ...times }) })}
          />
          <DayButtons
            shift={shift}
            onChange={(days) => change({ shifts: withChangedRow(shifts, { ...shift, days }) })}
          />
          <RemoveButton what={shift.name} onRemove={() => change({ shifts: withoutRow(shifts, shift) }, true)} />
          <FaultLines faults={faults} place={`shifts.${at}`} labels={FIELD_LABELS} />
        </div>
      ))}
      <button type="button" className="control" data-testid="shift-add" onClick={add}>
        {t('plan.addShift')}
      </button>
    </>
  );
}

interface DaysProps {
  readonly shift: ShiftDraft;
  readonly onChange: (days: Weekday[]) => void;
}

function DayButtons({ shift, onChange }: DaysProps) {
  const toggled = (day: Weekday) =>
    WEEKDAYS.filter((each) => (each === day ? !shift.days.includes(day) : shift.days.includes(each)));
  return (
    <fieldset className="plan-days">
      <legend className="setup-hidden">{`${shift.name}: ${t('plan.days')}`}</legend>
      {WEEKDAYS.map((day) => (
        <button
          key={day}
          type="button"
          className="control"
          data-testid={`day-${day}`}
          aria-pressed={shift.days.includes(day)}
          onClick={() => onChange(toggled(day))}
        >
          {dayName(day)}
        </button>
      ))}
    </fieldset>
  );
}

interface Times {
  readonly name: string;
  readonly start: string;
  readonly end: string;
}

interface TimesProps {
  readonly times: Times;
  /** In the document, such as "shifts.0". */
  readonly place: string;
  readonly faults: ReadonlyMap<string, string>;
  readonly onChange: (times: Partial<Times>) => void;
}

/** Name, start and end of a shift or of a stop. */
export function TimesCells({ times, place, faults, onChange }: TimesProps) {
  const isWrong = (field: string) => faults.has(`${place}.${field}`);
  return (
    <>
      <Cell
        {...{ label: t('plan.name'), testId: 'cell-name', value: times.name, isWrong: isWrong('name') }}
        onChange={(name) => onChange({ name })}
      />
      <Cell
        {...{ label: t('plan.start'), testId: 'cell-start', value: times.start, isWrong: isWrong('start') }}
        onChange={(start) => onChange({ start })}
        meant={typedTime}
        isShort
      />
      <Cell
        {...{ label: t('plan.end'), testId: 'cell-end', value: times.end, isWrong: isWrong('end') }}
        onChange={(end) => onChange({ end })}
        meant={typedTime}
        isShort
      />
    </>
  );
}
