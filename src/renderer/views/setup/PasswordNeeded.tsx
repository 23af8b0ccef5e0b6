import { type FormEvent, useState } from 'react';
import type { TaktlineBridge } from '../../../shared/ipc';
import { t } from '../../i18n/text';
import { TextField } from '../common/TextField';
import { useCommand } from '../common/use-command';
import { WholeScreen } from '../common/WholeScreen';
import '../../ui/control.css';
import '../common/installer.css';

interface Props {
  readonly user: string;
  readonly plantName: string;
  readonly bridge: TaktlineBridge;
  /** Something is on board and shown below: then it takes one line, not the whole screen. */
  readonly isBeside: boolean;
}

/** The plant is set up so that a person gives its password at each start: here. */
export function PasswordNeeded({ user, plantName, bridge, isBeside }: Props) {
  const [password, setPassword] = useState('');
  const [command, run] = useCommand();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await run(() => bridge.setupPassword({ of: 'start', password }))) setPassword('');
  };
  const form = (
    <form
      className={isBeside ? 'setup-form password-beside' : 'setup-form setup-alone'}
      onSubmit={(event) => void submit(event)}
    >
      <TextField
        label={t('setup.passwordOf', { user })}
        testId="start-password"
        value={password}
        onChange={setPassword}
        problem={command.failure}
        isSecret
        isFirst
      />
      <button
        type="submit"
        className="control setup-primary"
        data-testid="start-password-give"
        disabled={command.isRunning || password === ''}
      >
        {t(command.isRunning ? 'setup.trying' : 'setup.showThePlant')}
      </button>
    </form>
  );
  if (isBeside) return <section data-testid="password-needed">{form}</section>;
  return (
    <WholeScreen title={t('setup.passwordFor', { plant: plantName })} testId="password-needed">
      <p>{t('setup.keptNowhere')}</p>
      {form}
    </WholeScreen>
  );
}
