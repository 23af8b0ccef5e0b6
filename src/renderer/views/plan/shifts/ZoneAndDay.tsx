import { isTimeZone } from '../../../../shared/plant-tables';
import { t } from '../../../i18n/text';
import { Cell } from '../Cell';
import { FaultLines } from '../FaultLines';
import { matchingZones, typedTime } from './field-texts';
import type { RulesProps } from './LineRules';

/** As many as can be looked over. */
const MOST_OFFERED = 6;

/** By whose clocks the line goes, and when its production day begins. */
export function ZoneAndDay({ rules, faults, change }: RulesProps) {
  const { timeZone, dayStart } = rules;
  const offered = isTimeZone(timeZone)
    ? []
    : matchingZones([...Intl.supportedValuesOf('timeZone'), 'UTC'], timeZone, MOST_OFFERED);
  return (
    <section className="setup-part">
      <h2>{t('plan.clock')}</h2>
      <div className="plan-row">
        <Cell
          {...{ label: t('plan.timeZone'), testId: 'cell-zone', value: timeZone, isWrong: faults.has('timeZone') }}
          onChange={(zone) => change({ timeZone: zone })}
        />
        <Cell
          {...{ label: t('plan.dayStart'), testId: 'cell-day-start', value: dayStart, isWrong: faults.has('dayStart') }}
          onChange={(start) => change({ dayStart: start })}
          meant={typedTime}
          isShort
        />
      </div>
      <FaultLines faults={faults} place="timeZone" />
      <FaultLines faults={faults} place="dayStart" />
      {offered.length > 0 && (
        <div className="plan-buttons" data-testid="zones-offered">
          {offered.map((zone) => (
            <button
              key={zone}
              type="button"
              className="control"
              data-testid={`zone-${zone}`}
              onClick={() => change({ timeZone: zone }, true)}
            >
              {zone.replaceAll('_', ' ')}
            </button>
          ))}
        </div>
      )}
      <p className="setup-quiet">{t('plan.zoneMeaning')}</p>
    </section>
  );
}
