import { type FormEvent, useState } from 'react';
import type { FinishRequest, PasswordChoice, SetupState } from '../../../shared/setup';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { OptionButton } from '../common/OptionButton';
import { TextField } from '../common/TextField';
import { useCommand } from '../common/use-command';
import { DailyLogin } from './DailyLogin';
import { handOverTold } from './hand-over-told';
import type { StageProps } from './SetupView';
import { Stage, type StageAction } from './Stage';

const PLACE_NAMES: Readonly<Record<PasswordChoice, string>> = {
  keyring: t('setup.placeKeyring'),
  file: t('setup.placeFile'),
  ask: t('setup.placeAsk'),
};

/** The last stage: who reads, what the plant is called, where its password is kept; then the summary for who runs it. */
export function HandOverStage(props: StageProps) {
  return props.state.handOver === undefined ? <FinishForm {...props} /> : <Summary {...props} />;
}

function FinishForm({ state, bridge, onGo }: StageProps) {
  const [command, run] = useCommand();
  const [name, setName] = useState('');
  const [place, setPlace] = useState<PasswordChoice>();
  const { reader } = state.choice;
  const readerKnows = state.isReaderNew ? 'reader-sets-password' : 'reader-has-password';
  const [daily, setDaily] = useState<FinishRequest['daily']>(reader === undefined ? 'own' : readerKnows);
  const [password, setPassword] = useState('');
  // The first place is the best one, but where no keyring is usable the installer chooses knowingly.
  const chosen = place ?? (state.keyringSentence === undefined ? state.passwordPlaces[0]?.place : undefined);
  const hasPassword = daily === 'own' ? state.hasPassword : password !== '';
  const isFinishing = state.work.kind === 'finishing';
  const hint =
    daily === 'reader-sets-password' && password === ''
      ? t('setup.givePassword', { reader: reader ?? '' })
      : hasPassword && chosen === undefined
        ? t('setup.choosePlace')
        : undefined;
  const isUndecided = hint !== undefined;
  const finish = async () => {
    if (isUndecided) return;
    if (daily !== 'own' && !(await run(() => bridge.setupPassword({ of: 'reader', password })))) return;
    await run(() => bridge.setupFinish({ name, passwordPlace: chosen ?? 'ask', daily }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void finish();
  };
  return (
    <Stage
      title={t('setup.handOver')}
      lead={t('setup.finishLead')}
      command={command}
      primary={{
        label: t(isFinishing ? 'setup.switching' : 'setup.showPlant'),
        testId: 'finish',
        onPress: () => void finish(),
        isDisabled: isFinishing || isUndecided,
      }}
      isPrimaryGrave
      hint={hint}
      others={[{ label: t('setup.back'), testId: 'finish-back', onPress: () => onGo('verify') }]}
    >
      <form className="setup-form" onSubmit={submit}>
        <TextField
          label={t('setup.plantName')}
          testId="field-name"
          value={name}
          onChange={setName}
          hint={t('setup.plantNameHint')}
          isFirst
        />
      </form>
      {reader !== undefined && (
        <DailyLogin
          {...{ reader, daily, password }}
          owner={state.target?.user ?? ''}
          onDaily={setDaily}
          onPassword={setPassword}
        />
      )}
      {hasPassword && (
        <PlaceChoice
          state={state}
          user={daily === 'own' ? (state.target?.user ?? '') : (reader ?? '')}
          chosen={chosen}
          onChoose={setPlace}
        />
      )}
    </Stage>
  );
}

interface PlaceProps {
  readonly state: SetupState;
  readonly user: string;
  readonly chosen: PasswordChoice | undefined;
  readonly onChoose: (place: PasswordChoice) => void;
}

function PlaceChoice({ state, user, chosen, onChoose }: PlaceProps) {
  return (
    <>
      <h2>{t('setup.passwordWhere', { user })}</h2>
      {state.keyringSentence !== undefined && (
        <p className="setup-note" data-testid="keyring-sentence">
          <strong>{t('setup.noKeyring')}</strong> {told(state.keyringSentence)} {t('setup.chooseOne')}
        </p>
      )}
      <fieldset className="setup-options">
        <legend className="setup-hidden">{t('setup.passwordWhere', { user })}</legend>
        {state.passwordPlaces.map(({ place, sentence }) => (
          <OptionButton
            key={place}
            testId={`place-${place}`}
            label={PLACE_NAMES[place]}
            meaning={told(sentence)}
            isChosen={chosen === place}
            onChoose={() => onChoose(place)}
          />
        ))}
      </fieldset>
    </>
  );
}

function Summary({ state, bridge, onLeave, onShifts }: StageProps) {
  const [command, run] = useCommand();
  const summary = handOverTold(state.handOver ?? '');
  const others: readonly StageAction[] = [
    { label: t('app.shifts'), testId: 'hand-over-shifts', onPress: onShifts },
    {
      label: t('setup.saveSummary'),
      testId: 'save-hand-over',
      onPress: () => void run(() => bridge.setupSave('hand-over', summary)),
    },
    {
      label: t('setup.exportSettings'),
      testId: 'save-settings',
      onPress: () => void run(() => bridge.setupSave('settings')),
    },
  ];
  return (
    <Stage
      title={t('setup.handedOver')}
      lead={t('setup.handedOverLead', { name: state.shown.name })}
      command={command}
      primary={{ label: t('setup.toScreens'), testId: 'setup-done', onPress: onLeave }}
      others={others}
    >
      <pre className="setup-code setup-wrapped" data-testid="hand-over-text">
        {summary}
      </pre>
    </Stage>
  );
}
