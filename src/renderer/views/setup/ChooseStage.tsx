import { useEffect, useState } from 'react';
import { isTimeZone } from '../../../shared/plant-tables';
import { FAMILIES, type Family, type SetupChoice, type SetupState } from '../../../shared/setup';
import { OptionButton } from './OptionButton';
import type { StageProps } from './SetupView';
import { SourceTableChoice } from './SourceTableChoice';
import { Stage } from './Stage';
import { TextField } from './TextField';
import { openQuestion, type SourceTable } from './table-words';
import { useCommand } from './use-command';

type LiveUpdates = SetupState['choice']['liveUpdates'];

const LIVE_UPDATES: readonly { readonly value: LiveUpdates; readonly label: string; readonly meaning: string }[] = [
  {
    value: 'polling',
    label: 'Polling',
    meaning: 'Taktline asks the plant for new samples. Nothing is installed for it; no effect on who writes.',
  },
  {
    value: 'wake-ups',
    label: 'Wake-ups',
    meaning:
      'Triggers on the two tables, save one that is read as it is, tell of new samples at once. Side effect: while they are there, PREPARE TRANSACTION (two-phase commit) fails for writers of these tables.',
  },
  {
    value: 'remove-wake-ups',
    label: 'Polling, no wake-ups',
    meaning: 'As polling; and wake-ups that Taktline installed here before are taken away.',
  },
];

const DEFAULT_READER = 'taktline_reader';

const WAITING: Readonly<Record<string, string>> = { looking: 'Looking…', planning: 'Planning…' };

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
      title="Choose"
      lead="What shall be there? Making the plan reads the database and changes nothing."
      command={command}
      primary={{
        label: WAITING[kind] ?? 'Make the plan ▶',
        testId: 'choose-plan',
        onPress: () => void plan(),
        isDisabled: kind in WAITING || questions.length > 0,
      }}
      others={[{ label: 'Back', testId: 'choose-back', onPress: () => onGo('test') }]}
      hint={questions[0]}
    >
      <SourceTables state={state} sources={sources} isLookOver={command.failure !== undefined} onChange={setSources} />
      <h2>How screens learn of new samples</h2>
      <fieldset className="setup-options">
        <legend className="setup-hidden">How screens learn of new samples</legend>
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
      <h2>Who reads, day by day</h2>
      <fieldset className="setup-options">
        <legend className="setup-hidden">Who reads, day by day</legend>
        <OptionButton
          testId="choose-reader"
          label="A login that only reads"
          meaning="The plan makes it with the least rights: SELECT and LISTEN. Recommended."
          isChosen={reader !== undefined}
          onChoose={() => setReader(reader ?? DEFAULT_READER)}
        />
        <OptionButton
          testId="choose-no-reader"
          label={`The login of this set-up, ${state.target?.user ?? ''}`}
          meaning="No other login is made. It may do more than reading takes."
          isChosen={reader === undefined}
          onChoose={() => setReader(undefined)}
        />
      </fieldset>
      {reader !== undefined && (
        <div className="setup-form setup-gap">
          <TextField label="Name of that login" testId="field-reader" value={reader} onChange={setReader} />
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
    const sentence = isLookOver
      ? 'Whether others keep samples here could not be seen.'
      : 'Looking for tables that hold samples already…';
    return <p>{sentence}</p>;
  }
  if (candidates.length === 0 && !isAnyChosen) {
    return (
      <p data-testid="no-candidates">
        Samples go into Taktline’s own tables, metric and performance_metric: no others that look like samples are here.
      </p>
    );
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
