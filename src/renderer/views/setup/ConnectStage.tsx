import { type FormEvent, useId, useState } from 'react';
import type { TlsMode } from '../../../shared/tls-mode';
import { ApplianceSource } from './ApplianceSource';
import { FileField } from './FileField';
import type { StageProps } from './SetupView';
import { Stage } from './Stage';
import { TextField } from './TextField';
import { decodeForm, type TargetForm, takeApart } from './target-form';
import { useCommand } from './use-command';

const TLS_CHOICES: readonly { readonly mode: TlsMode; readonly label: string; readonly meaning: string }[] = [
  {
    mode: 'verify-full',
    label: 'Full check',
    meaning: 'Encrypted; the server’s certificate and its name are checked.',
  },
  { mode: 'verify-ca', label: 'Certificate', meaning: 'Encrypted; the certificate is checked, the name in it is not.' },
  { mode: 'require', label: 'Encrypt only', meaning: 'Encrypted, but anybody could stand in for the server.' },
  { mode: 'disable', label: 'No TLS', meaning: 'Readable on the way: only on this computer or a closed network.' },
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
    const { path } = await bridge.setupChooseCaFile();
    if (path !== undefined) change({ caFile: path });
  };
  if (isOnAppliance) return <ApplianceSource bridge={bridge} onBack={() => setOnAppliance(false)} />;
  const tls = TLS_CHOICES.find(({ mode }) => mode === draft.tlsMode);
  return (
    <Stage
      title="Connect"
      lead="Which TimescaleDB holds the plant’s samples? Nothing is changed in it before you have seen a plan and confirmed it."
      command={command}
      primary={{ label: 'Test the connection ▶', testId: 'connect-test', onPress: () => void test() }}
      others={[
        { label: 'Another appliance instead…', testId: 'connect-appliance', onPress: () => setOnAppliance(true) },
        { label: 'Import settings…', testId: 'connect-import', onPress: () => void run(() => bridge.setupImport()) },
      ]}
    >
      <form id={formId} className="setup-form" onSubmit={submit}>
        <TextField
          label="Host"
          testId="field-host"
          value={draft.host}
          onChange={changeHost}
          hint="Name or address; a whole postgresql:// address is taken apart"
          problem={problems.host}
          width="two-thirds"
          isFirst
        />
        <TextField
          label="Port"
          testId="field-port"
          value={draft.port}
          onChange={(port) => change({ port })}
          problem={problems.port}
          keys="digits"
          width="third"
        />
        <TextField
          label="Database"
          testId="field-database"
          value={draft.database}
          onChange={(database) => change({ database })}
          problem={problems.database}
          width="third"
        />
        <TextField
          label="Login"
          testId="field-user"
          value={draft.user}
          onChange={(user) => change({ user })}
          hint="One that may make tables"
          problem={problems.user}
          width="third"
        />
        <TextField
          label="Password"
          testId="field-password"
          value={password ?? ''}
          onChange={setPassword}
          hint={state.hasPassword ? 'Given; empty to use it again' : 'Empty where none is asked for'}
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
            label="Certificate authority"
            testId="field-ca-file"
            value={draft.caFile}
            onChange={(caFile) => change({ caFile })}
            onChoose={() => void chooseCaFile()}
            hint="A PEM file; empty for the authorities that this computer trusts"
          />
        )}
        {/* Enter in any field does what the button at the bottom does. */}
        <button type="submit" className="setup-hidden" tabIndex={-1} aria-hidden="true">
          Test
        </button>
      </form>
    </Stage>
  );
}
