import { t } from '../../../i18n/text';
import { Cell, DateCell } from '../Cell';
import { FaultLines } from '../FaultLines';
import { type SingleStopDraft, withChangedRow, withoutRow, withRow } from './calendar-draft';
import { typedTime } from './field-texts';
import type { RulesProps } from './LineRules';
import { RemoveButton } from './RemoveButton';
import { FIELD_LABELS } from './WeekShifts';

const NEW: Omit<SingleStopDraft, 'key'> = {
  ...{ name: t('plan.maintenance'), fromDate: '', fromTime: '10:00', toDate: '', toTime: '12:00' },
};

/** Planned stops of one date: maintenance, stock-taking. */
export function SingleStops({ rules, faults, change }: RulesProps) {
  const { singleStops } = rules;
  return (
    <section className="setup-part">
      <h2>{t('plan.singleStops')}</h2>
      {singleStops.map((stop, at) => (
        <StopRow
          key={stop.key}
          {...{ stop, faults, place: `singleStops.${at}` }}
          onChange={(changes) => change({ singleStops: withChangedRow(singleStops, { ...stop, ...changes }) })}
          onRemove={() => change({ singleStops: withoutRow(singleStops, stop) }, true)}
        />
      ))}
      <button
        type="button"
        className="control"
        data-testid="single-stop-add"
        onClick={() => change({ singleStops: withRow(singleStops, NEW) }, true)}
      >
        {t('plan.addStop')}
      </button>
    </section>
  );
}

interface RowProps {
  readonly stop: SingleStopDraft;
  readonly place: string;
  readonly faults: ReadonlyMap<string, string>;
  readonly onChange: (changes: Partial<SingleStopDraft>) => void;
  readonly onRemove: () => void;
}

function StopRow({ stop, place, faults, onChange, onRemove }: RowProps) {
  const isFromWrong = faults.has(`${place}.from`);
  const isToWrong = faults.has(`${place}.to`);
  const fromDate = (date: string) => onChange({ fromDate: date, ...(stop.toDate === '' ? { toDate: date } : {}) });
  return (
    <div className="plan-row" data-testid="single-stop-row">
      <Cell
        {...{ label: t('plan.name'), testId: 'cell-name', value: stop.name, isWrong: faults.has(`${place}.name`) }}
        onChange={(name) => onChange({ name })}
      />
      <DateCell
        {...{ label: t('plan.from'), testId: 'cell-from-date', value: stop.fromDate, isWrong: isFromWrong }}
        onChange={fromDate}
      />
      <Cell
        {...{ label: t('plan.time'), testId: 'cell-from-time', value: stop.fromTime, isWrong: isFromWrong }}
        onChange={(fromTime) => onChange({ fromTime })}
        meant={typedTime}
        isShort
      />
      <DateCell
        {...{ label: t('plan.to'), testId: 'cell-to-date', value: stop.toDate, isWrong: isToWrong }}
        onChange={(toDate) => onChange({ toDate })}
      />
      <Cell
        {...{ label: t('plan.time'), testId: 'cell-to-time', value: stop.toTime, isWrong: isToWrong }}
        onChange={(toTime) => onChange({ toTime })}
        meant={typedTime}
        isShort
      />
      <RemoveButton what={stop.name} onRemove={onRemove} />
      <FaultLines faults={faults} place={place} labels={FIELD_LABELS} />
    </div>
  );
}
