import { useEffect, useState } from 'react';
import { isTimeZone } from '../../../shared/plant-tables';
import { FAMILIES, type Family, type SetupChoice, type SetupState } from '../../../shared/setup';
import { t } from '../../i18n/text';
import { OptionButton } from '../common/OptionButton';
import { TextField } from '../common/TextField';
import { useCommand } from '../common/use-command';
import type { StageProps } from './SetupView';
import { SourceTableChoice } from './SourceTableChoice';
import { Stage } from './Stage';
import { openQuestion, type SourceTable } from './table-words';

type LiveUpdates = SetupState['choice']['liveUpdates'];

const LIVE_UPDATES: readonly { readonly value: LiveUpdates; readonly label: string; readonly meaning: string }[] = [
  {
    value: 'polling',
    label: t('setup.polling'),
    meaning: t('setup.pollingMeaning'),
  },
  {
    value: 'wake-ups',
    label: t('setup.wakeUps'),
    meaning: t('setup.wakeUpsMeaning'),
  },
  {
    value: 'remove-wake-ups',
    label: t('setup.removeWakeUps'),
    meaning: t('setup.removeWakeUpsMeaning'),
  },
];

const DEFAULT_READER = 'taktline_reader';

const WAITING: Readonly<Record<string, string>> = { looking: t('setup.looking'), planning: t('setup.planning') };

type Sources = Pick<SetupChoice, 'tables' | 'adoption'>;

/** What is wanted of this plant, before it is planned. */
export function ChooseStage({ state, bridge, onGo }: StageProps) {
  const [command, run] = useCommand();
  const [reader, setReader] = useState(state.choice.reader);
  const [sources, setSources] = useState<Sources>(state.choice);
  const isLookDue = useLook(state, () => run(() => bridge.setupLook()));
  const choose = (liveUpdates: LiveUpdates) => void run(() => bridge.setupChoice({ ...state.choice, liveUpdates }));
  const plan = async () => {
    const name = reader?.trim();
    const { tables, adoption } = sources;
    const choice: SetupChoice = {
      ...{ liveUpdates: state.choice.liveUpdates, tables, adoption },
      ...(name === undefined || name === '' ? {} : { reader: name }),
    };
    if (!isSameChoice(choice, state.choice) && !(await run(() => bridge.setupChoice(choice)))) return;
    if (await run(() => bridge.setupPlan())) onGo('plan');
  };
  // Between the first picture of this stage and word of the look's beginning a press would be refused as too early.
  const kind = isLookDue ? 'looking' : state.work.kind;
  const questions = FAMILIES.flatMap((family) => {
    const table = sources.tables[family];
    return table === undefined ? [] : [openQuestion(table, isTimeZone) ?? []].flat();
  });
  return (
    <Stage
      title={t('setup.choose')}
      lead={t('setup.chooseLead')}
      command={command}
      primary={{
        label: WAITING[kind] ?? t('setup.makePlan'),
        testId: 'choose-plan',
        onPress: () => void plan(),
        isDisabled: kind in WAITING || questions.length > 0,
      }}
      others={[{ label: t('setup.back'), testId: 'choose-back', onPress: () => onGo('test') }]}
      hint={questions[0]}
    >
      <SourceTables state={state} sources={sources} isLookOver={command.failure !== undefined} onChange={setSources} />
      <h2>{t('setup.updates')}</h2>
      <fieldset className="setup-options">
        <legend className="setup-hidden">{t('setup.updates')}</legend>
        {LIVE_UPDATES.map(({ value, label, meaning }) => (
          <OptionButton
            key={value}
            testId={`choose-${value}`}
            label={label}
            meaning={meaning}
            isChosen={state.choice.liveUpdates === value}
            onChoose={() => choose(value)}
          />
        ))}
      </fieldset>
      <h2>{t('setup.whoReads')}</h2>
      <fieldset className="setup-options">
        <legend className="setup-hidden">{t('setup.whoReads')}</legend>
        <OptionButton
          testId="choose-reader"
          label={t('setup.readerLogin')}
          meaning={t('setup.readerMeaning')}
          isChosen={reader !== undefined}
          onChoose={() => setReader(reader ?? DEFAULT_READER)}
        />
        <OptionButton
          testId="choose-no-reader"
          label={t('setup.ownLogin', { user: state.target?.user ?? '' })}
          meaning={t('setup.ownLoginMeaning')}
          isChosen={reader === undefined}
          onChoose={() => setReader(undefined)}
        />
      </fieldset>
      {reader !== undefined && (
        <div className="setup-form setup-gap">
          <TextField label={t('setup.readerName')} testId="field-reader" value={reader} onChange={setReader} />
        </div>
      )}
    </Stage>
  );
}

/** Each time that this stage is come to: the database may have changed. Returns whether the look has not ended yet. */
function useLook({ work }: SetupState, look: () => Promise<boolean>): boolean {
  const [isDue, setDue] = useState(work.kind === 'idle');
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that the stage is shown; the state and `look` are others with every answer
  useEffect(() => {
    if (isDue) void look().finally(() => setDue(false));
  }, []);
  return isDue;
}

function isSameChoice(a: SetupChoice, b: SetupChoice): boolean {
  const parts = ({ liveUpdates, reader, tables, adoption }: SetupChoice) =>
    JSON.stringify([liveUpdates, reader, tables.metric, tables.oee, adoption.metric, adoption.oee]);
  return parts(a) === parts(b);
}

interface SourceTablesProps {
  readonly state: SetupState;
  readonly sources: Sources;
  /** Looking has failed, and why stands at the bottom. */
  readonly isLookOver: boolean;
  readonly onChange: (sources: Sources) => void;
}

function SourceTables({ state: { candidates }, sources, isLookOver, onChange }: SourceTablesProps) {
  const isAnyChosen = FAMILIES.some((family) => sources.tables[family] !== undefined);
  if (candidates === undefined) {
    return <p>{t(isLookOver ? 'setup.lookFailed' : 'setup.lookingForTables')}</p>;
  }
  if (candidates.length === 0 && !isAnyChosen) {
    return <p data-testid="no-candidates">{t('setup.noTables')}</p>;
  }
  const choose = (family: Family, table: SourceTable | undefined, adoption: Sources['adoption'][Family]) =>
    onChange({
      tables: { ...sources.tables, [family]: table },
      adoption: { ...sources.adoption, [family]: adoption },
    });
  return FAMILIES.map((family) => (
    <SourceTableChoice
      key={family}
      family={family}
      candidates={candidates.filter((each) => each.family === family)}
      chosen={sources.tables[family]}
      adoption={sources.adoption[family]}
      onChoose={(table, adoption) => choose(family, table, adoption)}
    />
  ));
}
