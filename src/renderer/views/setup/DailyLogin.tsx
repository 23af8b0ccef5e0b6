import type { FinishRequest } from '../../../shared/setup';
import { t } from '../../i18n/text';
import { OptionButton } from '../common/OptionButton';
import { TextField } from '../common/TextField';
import { madeUpPassword } from './made-up-password';

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
  'reader-sets-password': t('setup.noteIt'),
  'reader-has-password': t('setup.theOneItHas'),
};

/** Who reads from now on. A login that others use already keeps its password: setting another would lock them out. */
export function DailyLogin({ reader, owner, daily, password, onDaily, onPassword }: Props) {
  const makeUp = () => onPassword(madeUpPassword((count) => crypto.getRandomValues(new Uint8Array(count))));
  return (
    <>
      <h2>{t('setup.readsFromNow')}</h2>
      <fieldset className="setup-options">
        <legend className="setup-hidden">{t('setup.readsFromNow')}</legend>
        <OptionButton
          testId="daily-sets"
          label={t('setup.withNewPassword', { reader })}
          meaning={t('setup.withNewPasswordMeaning')}
          isChosen={daily === 'reader-sets-password'}
          onChoose={() => onDaily('reader-sets-password')}
        />
        <OptionButton
          testId="daily-has"
          label={t('setup.asItIs', { reader })}
          meaning={t('setup.asItIsMeaning')}
          isChosen={daily === 'reader-has-password'}
          onChoose={() => onDaily('reader-has-password')}
        />
        <OptionButton
          testId="daily-own"
          label={t('setup.ownDaily', { owner })}
          meaning={t('setup.ownDailyMeaning')}
          isChosen={daily === 'own'}
          onChoose={() => onDaily('own')}
        />
      </fieldset>
      {daily !== 'own' && (
        <div className="setup-form setup-gap">
          <TextField
            label={t('setup.passwordOf', { user: reader })}
            testId="field-reader-password"
            value={password}
            onChange={onPassword}
            hint={HINTS[daily]}
            isSecret
          >
            {daily === 'reader-sets-password' && (
              <button type="button" className="control" data-testid="make-up-password" onClick={makeUp}>
                {t('setup.makeUp')}
              </button>
            )}
          </TextField>
        </div>
      )}
    </>
  );
}
