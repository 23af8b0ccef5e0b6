import { isTimeZone } from '../../../shared/plant-tables';
import type { Family, SetupCandidate, SetupChoice, SetupMode } from '../../../shared/setup';
import { decimalText } from '../../i18n/format';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { OptionButton } from '../common/OptionButton';
import { TextField } from '../common/TextField';
import { EPOCH_WORDS, modeLabel, modeSentences, openModes, openQuestion, type SourceTable } from './table-words';

type Adoption = SetupChoice['adoption'][Family];

interface Props {
  readonly family: Family;
  readonly table: SourceTable;
  /** What was found of it; undefined where only the settings know it. */
  readonly candidate: SetupCandidate | undefined;
  readonly adoption: Adoption;
  readonly onChange: (table: SourceTable, adoption: Adoption) => void;
}

/** What no catalogue tells of a table, and how it is to be used. */
export function SourceTableDetails({ family, table, candidate, adoption, onChange }: Props) {
  const change = (changed: SourceTable) => onChange(changed, adoption);
  return (
    <div className="setup-panel setup-gap setup-source" data-testid={`source-${family}-details`}>
      <TimeQuestion family={family} table={table} onChange={change} />
      {'scale' in table && (
        <Buttons
          legend={t('setup.scale')}
          testId={`scale-${family}`}
          options={[
            { value: 'fraction', label: t('setup.fractions', { example: decimalText(0.83, 2) }) },
            { value: 'percent', label: t('setup.percents', { example: 83 }) },
          ]}
          chosen={table.scale}
          onChoose={(scale) => change({ ...table, scale })}
        />
      )}
      {candidate !== undefined && (
        <Modes
          family={family}
          candidate={candidate}
          adoption={adoption}
          onChoose={(mode) => onChange(table, mode.adoption)}
        />
      )}
    </div>
  );
}

function Modes(props: {
  readonly family: Family;
  readonly candidate: SetupCandidate;
  readonly adoption: Adoption;
  readonly onChoose: (mode: SetupMode) => void;
}) {
  const { family, candidate, adoption, onChoose } = props;
  const modes = openModes(candidate);
  const inTheWay = modes.length === 0 ? candidate.modes : candidate.modes.filter(({ isProposed }) => isProposed);
  const problems = new Set(inTheWay.flatMap((mode) => mode.problems));
  const legend = t('setup.howUsed', { relation: candidate.relation });
  return (
    <>
      {[...problems].map((problem) => (
        <p key={problem} className="setup-problem">
          <strong>{t('setup.inTheWay')}</strong> {told(problem)}
        </p>
      ))}
      <fieldset className="setup-options setup-modes">
        <legend>{legend}</legend>
        {modes.map((mode) => (
          <OptionButton
            key={mode.mode}
            testId={`mode-${family}-${mode.mode}`}
            label={modeLabel(mode)}
            meaning={modeSentences(mode).join(' ')}
            isChosen={mode.adoption === adoption}
            onChoose={() => onChoose(mode)}
          />
        ))}
      </fieldset>
    </>
  );
}

function TimeQuestion(props: {
  readonly family: Family;
  readonly table: SourceTable;
  readonly onChange: (table: SourceTable) => void;
}) {
  const { family, table, onChange } = props;
  const { time } = table;
  if (time.kind === 'timestamptz') return null;
  if (time.kind === 'epoch') {
    return (
      <Buttons
        legend={t('setup.counts', { column: time.column })}
        testId={`unit-${family}`}
        options={(['s', 'ms', 'us', 'ns'] as const).map((value) => ({ value, label: EPOCH_WORDS[value] }))}
        chosen={time.unit}
        onChoose={(unit) => onChange({ ...table, time: { ...time, unit } })}
      />
    );
  }
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const choose = (zone: string) => onChange({ ...table, time: { ...time, zone } });
  return (
    <>
      <Buttons
        legend={t('setup.holdsNoZone', { column: time.column })}
        testId={`zone-${family}`}
        options={[...new Set([here, 'UTC'])].map((value) => ({ value, label: value }))}
        chosen={time.zone}
        onChoose={choose}
      />
      <div className="setup-form">
        <TextField
          label={t('setup.otherZone')}
          testId={`field-zone-${family}`}
          value={time.zone}
          onChange={(zone) => choose(zone.trim())}
          hint={t('setup.zoneHint')}
          problem={time.zone === '' ? undefined : openQuestion(table, isTimeZone)}
        />
      </div>
    </>
  );
}

function Buttons<Value extends string>(props: {
  readonly legend: string;
  readonly testId: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly chosen: string;
  readonly onChoose: (value: Value) => void;
}) {
  const { legend, testId, options, chosen, onChoose } = props;
  return (
    <fieldset className="setup-choice">
      <legend>{legend}</legend>
      {options.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          className="control"
          data-testid={`${testId}-${value}`}
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
