import { type FormEvent, useState } from 'react';
import { t } from '../../i18n/text';
import { TextField } from '../common/TextField';
import type { NetworkProps } from './NetworkView';

/** A key for a program, such as another appliance that follows this one: told once, here. */
export function IssuePanel({ bridge, run }: NetworkProps) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [token, setToken] = useState<string>();
  const issue = async (event: FormEvent) => {
    event.preventDefault();
    const isDone = await run(async () => {
      const issued = await bridge.networkIssue(name);
      setToken(issued.token);
      return issued.outcome;
    });
    if (isDone) setName('');
  };
  const close = () => {
    setToken(undefined);
    setOpen(false);
  };
  if (!isOpen)
    return (
      <button type="button" className="control" data-testid="network-issue-open" onClick={() => setOpen(true)}>
        {t('network.issueOpen')}
      </button>
    );
  if (token !== undefined)
    return (
      <div className="setup-note" data-testid="network-token">
        <p>{t('network.shownOnce')}</p>
        <code className="network-fingerprint">{token}</code>
        <div className="network-row">
          <button
            type="button"
            className="control setup-primary"
            data-testid="network-copy-token"
            onClick={() => void bridge.networkCopy(token)}
          >
            {t('network.copy')}
          </button>
          <button type="button" className="control" data-testid="network-token-done" onClick={close}>
            {t('network.done')}
          </button>
        </div>
      </div>
    );
  return (
    <form className="network-issue" onSubmit={(event) => void issue(event)}>
      <TextField
        label={t('network.name')}
        testId="network-issue-name"
        value={name}
        onChange={setName}
        hint={t('network.keyNameHint')}
      />
      <div className="network-row">
        <button
          type="submit"
          className="control setup-primary"
          data-testid="network-issue"
          disabled={name.trim() === ''}
        >
          {t('network.makeKey')}
        </button>
        <button type="button" className="control" onClick={close}>
          {t('network.cancel')}
        </button>
      </div>
    </form>
  );
}
