import { type FormEvent, useId, useState } from 'react';
import type { TlsMode } from '../../../shared/tls-mode';
import { t } from '../../i18n/text';
import { FileField } from '../common/FileField';
import { TextField } from '../common/TextField';
import { useCommand } from '../common/use-command';
import { ApplianceSource } from './ApplianceSource';
import type { StageProps } from './SetupView';
import { Stage } from './Stage';
import { decodeForm, type TargetForm, takeApart } from './target-form';

const TLS_CHOICES: readonly { readonly mode: TlsMode; readonly label: string; readonly meaning: string }[] = [
  {
    mode: 'verify-full',
    label: t('setup.tlsFull'),
    meaning: t('setup.tlsFullMeaning'),
  },
  { mode: 'verify-ca', label: t('setup.tlsCa'), meaning: t('setup.tlsCaMeaning') },
  { mode: 'require', label: t('setup.tlsRequire'), meaning: t('setup.tlsRequireMeaning') },
  { mode: 'disable', label: t('setup.tlsNone'), meaning: t('setup.tlsNoneMeaning') },
];

interface Props extends StageProps {
  readonly draft: TargetForm;
  readonly onDraft: (draft: TargetForm | undefined) => void;
}

/** Where the plant's database is and who logs in. The password leaves this page by one call and never comes back. */
export function ConnectStage({ state, bridge, onGo, draft, onDraft }: Props) {
  const [password, setPassword] = useState<string>();
  const [isChecked, setChecked] = useState(false);
  const [isOnAppliance, setOnAppliance] = useState(false);
  const [command, run] = useCommand();
  const formId = useId();
  const decoded = decodeForm(draft);
  const problems = isChecked && 'problems' in decoded ? decoded.problems : {};
  const change = (changes: Partial<TargetForm>) => onDraft({ ...draft, ...changes });
  const changeHost = (text: string) => {
    const parts = takeApart(text);
    if (parts === undefined) return change({ host: text });
    change(parts.form);
    if (parts.password !== '') setPassword(parts.password);
  };
  const test = async () => {
    setChecked(true);
    if (!('target' in decoded)) return;
    const { target } = decoded;
    if (!(await run(() => bridge.setupTarget(target)))) return;
    onDraft(undefined);
    if (password !== undefined && !(await run(() => bridge.setupPassword({ of: 'login', password })))) return;
    setPassword(undefined);
    onGo('test');
    await bridge.setupTest();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void test();
  };
  const chooseCaFile = async () => {
    const { path } = await bridge.setupChooseCaFile(t('setup.chooseAuthority'));
    if (path !== undefined) change({ caFile: path });
  };
  if (isOnAppliance) return <ApplianceSource bridge={bridge} onBack={() => setOnAppliance(false)} />;
  const tls = TLS_CHOICES.find(({ mode }) => mode === draft.tlsMode);
  return (
    <Stage
      title={t('setup.connect')}
      lead={t('setup.connectLead')}
      command={command}
      primary={{ label: t('setup.testConnection'), testId: 'connect-test', onPress: () => void test() }}
      others={[
        { label: t('setup.otherAppliance'), testId: 'connect-appliance', onPress: () => setOnAppliance(true) },
        {
          label: t('setup.importSettings'),
          testId: 'connect-import',
          onPress: () => void run(() => bridge.setupImport(t('setup.chooseExported'))),
        },
      ]}
    >
      <form id={formId} className="setup-form" onSubmit={submit}>
        <TextField
          label={t('setup.host')}
          testId="field-host"
          value={draft.host}
          onChange={changeHost}
          hint={t('setup.hostHint')}
          problem={problems.host}
          width="two-thirds"
          isFirst
        />
        <TextField
          label={t('setup.port')}
          testId="field-port"
          value={draft.port}
          onChange={(port) => change({ port })}
          problem={problems.port}
          keys="digits"
          width="third"
        />
        <TextField
          label={t('setup.database')}
          testId="field-database"
          value={draft.database}
          onChange={(database) => change({ database })}
          problem={problems.database}
          width="third"
        />
        <TextField
          label={t('setup.login')}
          testId="field-user"
          value={draft.user}
          onChange={(user) => change({ user })}
          hint={t('setup.loginHint')}
          problem={problems.user}
          width="third"
        />
        <TextField
          label={t('setup.password')}
          testId="field-password"
          value={password ?? ''}
          onChange={setPassword}
          hint={t(state.hasPassword ? 'setup.passwordGiven' : 'setup.passwordNone')}
          width="third"
          isSecret
        />
        <fieldset className="setup-choice">
          <legend>TLS</legend>
          {TLS_CHOICES.map(({ mode, label }) => (
            <button
              key={mode}
              type="button"
              className="control"
              data-testid={`tls-${mode}`}
              aria-pressed={mode === draft.tlsMode}
              onClick={() => change({ tlsMode: mode })}
            >
              {label}
            </button>
          ))}
          <p className="setup-hint">{tls?.meaning}</p>
        </fieldset>
        {(draft.tlsMode === 'verify-ca' || draft.tlsMode === 'verify-full') && (
          <FileField
            label={t('setup.authority')}
            testId="field-ca-file"
            value={draft.caFile}
            onChange={(caFile) => change({ caFile })}
            onChoose={() => void chooseCaFile()}
            hint={t('setup.authorityHint')}
          />
        )}
        {/* Enter in any field does what the button at the bottom does. */}
        <button type="submit" className="setup-hidden" tabIndex={-1} aria-hidden="true">
          {t('setup.testWord')}
        </button>
      </form>
    </Stage>
  );
}
