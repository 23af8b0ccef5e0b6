import { useState } from 'react';
import type { SetupState } from '../../../shared/setup';
import { OptionButton } from './OptionButton';
import type { StageProps } from './SetupView';
import { Stage } from './Stage';
import { TextField } from './TextField';
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
      'Triggers on the two tables tell of new samples at once. Side effect: while they are there, PREPARE TRANSACTION (two-phase commit) fails for writers of these tables.',
  },
  {
    value: 'remove-wake-ups',
    label: 'Polling, no wake-ups',
    meaning: 'As polling; and wake-ups that Taktline installed here before are taken away.',
  },
];

const DEFAULT_READER = 'taktline_reader';

/** What is wanted of this plant, before it is planned. */
export function ChooseStage({ state, bridge, onGo }: StageProps) {
  const [command, run] = useCommand();
  const [reader, setReader] = useState(state.choice.reader);
  const choose = (liveUpdates: LiveUpdates) => void run(() => bridge.setupChoice({ ...state.choice, liveUpdates }));
  const plan = async () => {
    const { liveUpdates } = state.choice;
    const name = reader?.trim();
    const choice = { liveUpdates, ...(name === undefined || name === '' ? {} : { reader: name }) };
    if (choice.reader !== state.choice.reader && !(await run(() => bridge.setupChoice(choice)))) return;
    if (await run(() => bridge.setupPlan())) onGo('plan');
  };
  const isPlanning = state.work.kind === 'planning';
  return (
    <Stage
      title="Choose"
      lead="What shall be there? Making the plan reads the database and changes nothing."
      command={command}
      primary={{
        label: isPlanning ? 'Planning…' : 'Make the plan ▶',
        testId: 'choose-plan',
        onPress: () => void plan(),
        isDisabled: isPlanning,
      }}
      others={[{ label: 'Back', testId: 'choose-back', onPress: () => onGo('test') }]}
    >
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
