import { type FormEvent, useState } from 'react';
import { TextField } from '../setup/TextField';
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
        Key for a program or another appliance…
      </button>
    );
  if (token !== undefined)
    return (
      <div className="setup-note" data-testid="network-token">
        <p>This key is shown once; copy it to where it is needed.</p>
        <code className="network-fingerprint">{token}</code>
        <div className="network-row">
          <button
            type="button"
            className="control setup-primary"
            data-testid="network-copy-token"
            onClick={() => void bridge.networkCopy(token)}
          >
            Copy
          </button>
          <button type="button" className="control" data-testid="network-token-done" onClick={close}>
            Done
          </button>
        </div>
      </div>
    );
  return (
    <form className="network-issue" onSubmit={(event) => void issue(event)}>
      <TextField
        label="What it is called"
        testId="network-issue-name"
        value={name}
        onChange={setName}
        hint="Such as “Laptop of shift C”"
      />
      <div className="network-row">
        <button
          type="submit"
          className="control setup-primary"
          data-testid="network-issue"
          disabled={name.trim() === ''}
        >
          Make the key
        </button>
        <button type="button" className="control" onClick={close}>
          Cancel
        </button>
      </div>
    </form>
  );
}
