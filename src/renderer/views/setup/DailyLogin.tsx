import type { FinishRequest } from '../../../shared/setup';
import { madeUpPassword } from './made-up-password';
import { OptionButton } from './OptionButton';
import { TextField } from './TextField';

interface Props {
  readonly reader: string;
  /** The login of this set-up. */
  readonly owner: string;
  readonly daily: FinishRequest['daily'];
  readonly password: string;
  readonly onDaily: (daily: FinishRequest['daily']) => void;
  readonly onPassword: (password: string) => void;
}

const HINTS: Readonly<Record<FinishRequest['daily'], string>> = {
  own: '',
  'reader-sets-password': 'Note it: other appliances of this plant need it too',
  'reader-has-password': 'The one it has; empty where the server asks for none',
};

/** Who reads from now on. A login that others use already keeps its password: setting another would lock them out. */
export function DailyLogin({ reader, owner, daily, password, onDaily, onPassword }: Props) {
  const makeUp = () => onPassword(madeUpPassword((count) => crypto.getRandomValues(new Uint8Array(count))));
  return (
    <>
      <h2>Who reads from now on</h2>
      <fieldset className="setup-options">
        <legend className="setup-hidden">Who reads from now on</legend>
        <OptionButton
          testId="daily-sets"
          label={`${reader}, with a new password`}
          meaning="It only reads. The password is set in the database now; appliances that use another one are locked out."
          isChosen={daily === 'reader-sets-password'}
          onChoose={() => onDaily('reader-sets-password')}
        />
        <OptionButton
          testId="daily-has"
          label={`${reader}, as it is`}
          meaning="It only reads. Its password is known already, from the first appliance or from the DBA."
          isChosen={daily === 'reader-has-password'}
          onChoose={() => onDaily('reader-has-password')}
        />
        <OptionButton
          testId="daily-own"
          label={`${owner}, the login of this set-up`}
          meaning="It may do more than reading takes."
          isChosen={daily === 'own'}
          onChoose={() => onDaily('own')}
        />
      </fieldset>
      {daily !== 'own' && (
        <div className="setup-form setup-gap">
          <TextField
            label={`Password of ${reader}`}
            testId="field-reader-password"
            value={password}
            onChange={onPassword}
            hint={HINTS[daily]}
            isSecret
          >
            {daily === 'reader-sets-password' && (
              <button type="button" className="control" data-testid="make-up-password" onClick={makeUp}>
                Make one up
              </button>
            )}
          </TextField>
        </div>
      )}
    </>
  );
}
