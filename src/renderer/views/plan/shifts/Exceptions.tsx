import { t } from '../../../i18n/text';
import { DateCell } from '../Cell';
import { FaultLines } from '../FaultLines';
import { type ExceptionDraft, withChangedRow, withoutRow, withRow } from './calendar-draft';
import type { RulesProps } from './LineRules';
import { RemoveButton } from './RemoveButton';
import { FIELD_LABELS, TimesCells } from './WeekShifts';

/** Days that are unlike the week's: holidays, and days with other shifts. */
export function Exceptions({ rules, faults, change }: RulesProps) {
  const { exceptions } = rules;
  const put = (exception: ExceptionDraft, isStep = false) =>
    change({ exceptions: withChangedRow(exceptions, exception) }, isStep);
  return (
    <section className="setup-part">
      <h2>{t('plan.exceptions')}</h2>
      <p className="setup-quiet">{t('plan.exceptionsMeaning')}</p>
      <FaultLines faults={faults} place="exceptions" isExact />
      {exceptions.map((exception, at) => (
        <div key={exception.key} className="plan-group" data-testid="exception-row">
          <div className="plan-row">
            <DateCell
              {...{ label: t('plan.date'), testId: 'cell-date', value: exception.date }}
              isWrong={faults.has(`exceptions.${at}.date`)}
              onChange={(date) => put({ ...exception, date })}
            />
            <span className="plan-middle">
              {exception.shifts.length === 0 ? t('plan.noProduction') : t('plan.otherShifts')}
            </span>
            <button
              type="button"
              className="control"
              data-testid="exception-shift-add"
              onClick={() => put({ ...exception, shifts: withRow(exception.shifts, newShift(exception)) }, true)}
            >
              {t('plan.addShift')}
            </button>
            <RemoveButton
              what={exception.date}
              onRemove={() => change({ exceptions: withoutRow(exceptions, exception) }, true)}
            />
          </div>
          <FaultLines faults={faults} place={`exceptions.${at}.date`} />
          {exception.shifts.map((shift, place) => (
            <div key={shift.key} className="plan-row plan-inner">
              <TimesCells
                times={shift}
                place={`exceptions.${at}.shifts.${place}`}
                faults={faults}
                onChange={(times) =>
                  put({ ...exception, shifts: withChangedRow(exception.shifts, { ...shift, ...times }) })
                }
              />
              <RemoveButton
                what={shift.name}
                onRemove={() => put({ ...exception, shifts: withoutRow(exception.shifts, shift) }, true)}
              />
              <FaultLines faults={faults} place={`exceptions.${at}.shifts.${place}`} labels={FIELD_LABELS} />
            </div>
          ))}
        </div>
      ))}
      <button
        type="button"
        className="control"
        data-testid="exception-add"
        onClick={() => change({ exceptions: withRow(exceptions, { date: '', shifts: [] }) }, true)}
      >
        {t('plan.addDay')}
      </button>
    </section>
  );
}

function newShift({ shifts }: ExceptionDraft) {
  return { name: '', start: shifts.at(-1)?.end ?? '06:00', end: '' };
}
