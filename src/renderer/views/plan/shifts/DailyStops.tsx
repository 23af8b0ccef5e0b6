import { t } from '../../../i18n/text';
import { FaultLines } from '../FaultLines';
import { withChangedRow, withoutRow, withRow } from './calendar-draft';
import type { RulesProps } from './LineRules';
import { RemoveButton } from './RemoveButton';
import { FIELD_LABELS, TimesCells } from './WeekShifts';

/** Planned stops of every day: breaks, cleaning. */
export function DailyStops({ rules, faults, change }: RulesProps) {
  const { dailyStops, shifts, exceptions } = rules;
  const names = [...new Set([...shifts, ...exceptions.flatMap((each) => each.shifts)].map(({ name }) => name))];
  return (
    <section className="setup-part">
      <h2>{t('plan.dailyStops')}</h2>
      <p className="setup-quiet">{t('plan.dailyStopsMeaning')}</p>
      {dailyStops.map((stop, at) => (
        <div key={stop.key} className="plan-row" data-testid="daily-stop-row">
          <TimesCells
            times={stop}
            place={`dailyStops.${at}`}
            faults={faults}
            onChange={(times) => change({ dailyStops: withChangedRow(dailyStops, { ...stop, ...times }) })}
          />
          <label className="plan-cell" data-wrong={faults.has(`dailyStops.${at}.shift`)}>
            <span>{t('plan.within')}</span>
            <select
              className="control"
              data-testid="cell-shift"
              value={stop.shift}
              onChange={({ target }) =>
                change({ dailyStops: withChangedRow(dailyStops, { ...stop, shift: target.value }) })
              }
            >
              <option value="">{t('plan.everyShift')}</option>
              {[...new Set([...names, ...(stop.shift === '' ? [] : [stop.shift])])].map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <RemoveButton what={stop.name} onRemove={() => change({ dailyStops: withoutRow(dailyStops, stop) }, true)} />
          <FaultLines faults={faults} place={`dailyStops.${at}`} labels={FIELD_LABELS} />
        </div>
      ))}
      <button
        type="button"
        className="control"
        data-testid="daily-stop-add"
        onClick={() =>
          change(
            { dailyStops: withRow(dailyStops, { name: t('plan.break'), start: '09:00', end: '09:15', shift: '' }) },
            true,
          )
        }
      >
        {t('plan.addStop')}
      </button>
    </section>
  );
}
