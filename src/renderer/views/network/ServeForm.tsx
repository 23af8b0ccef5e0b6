import { type FormEvent, useState } from 'react';
import { FileField } from '../setup/FileField';
import { OptionButton } from '../setup/OptionButton';
import { TextField } from '../setup/TextField';
import type { NetworkProps } from './NetworkView';
import { decodeDraft, draftOf, type ServeDraft } from './serve-form';

/** Whether the network is served, on which port, and with which certificate. */
export function ServeForm({ state, bridge, run }: NetworkProps) {
  const [draft, setDraft] = useState(draftOf(state.wish));
  const [isChecked, setChecked] = useState(false);
  const decoded = decodeDraft(draft);
  const problems = isChecked && 'problems' in decoded ? decoded.problems : {};
  const change = (changes: Partial<ServeDraft>) => setDraft({ ...draft, ...changes });
  const isLan = draft.listen === 'lan';
  const isAsItIs = JSON.stringify(draft) === JSON.stringify(draftOf(state.wish));
  const serve = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if ('wish' in decoded) void run(() => bridge.networkServe(decoded.wish));
  };
  const choose = async (which: 'certificate' | 'key') => {
    const { path } = await bridge.networkChooseFile(which);
    if (path !== undefined) change(which === 'key' ? { keyFile: path } : { certificateFile: path });
  };
  return (
    <form className="network-part" onSubmit={serve} data-testid="network-serve">
      <h2>Who is served</h2>
      <div className="network-options">
        <OptionButton
          testId="listen-loopback"
          label="This computer alone"
          meaning="No other machine reaches it."
          isChosen={!isLan}
          onChoose={() => change({ listen: 'loopback' })}
        />
        <OptionButton
          testId="listen-lan"
          label="The network"
          meaning="Screens that were paired, by TLS."
          isChosen={isLan}
          onChoose={() => change({ listen: 'lan' })}
        />
      </div>
      {isLan && (
        <>
          <h3>Certificate</h3>
          <div className="network-options">
            <OptionButton
              testId="tls-own"
              label="Of this appliance"
              meaning="Made and renewed by itself; each screen installs its root once."
              isChosen={draft.certificate === 'own'}
              onChoose={() => change({ certificate: 'own' })}
            />
            <OptionButton
              testId="tls-files"
              label="Of the plant"
              meaning="Files of your own authority, which screens trust already."
              isChosen={draft.certificate === 'files'}
              onChoose={() => change({ certificate: 'files' })}
            />
          </div>
          {draft.certificate === 'files' && (
            <>
              <FileField
                {...{ label: 'Certificate file', testId: 'network-certificate-file', hint: 'PEM' }}
                problem={problems.certificateFile}
                value={draft.certificateFile}
                onChange={(certificateFile) => change({ certificateFile })}
                onChoose={() => void choose('certificate')}
              />
              <FileField
                {...{ label: 'Key file', testId: 'network-key-file', hint: 'PEM' }}
                problem={problems.keyFile}
                value={draft.keyFile}
                onChange={(keyFile) => change({ keyFile })}
                onChoose={() => void choose('key')}
              />
            </>
          )}
          <TextField
            label="Port"
            testId="network-port"
            value={draft.port}
            onChange={(port) => change({ port })}
            hint="Screens keep it as part of the address"
            problem={problems.port}
            keys="digits"
          />
        </>
      )}
      <button
        type="submit"
        className="control setup-primary"
        data-testid="network-apply"
        disabled={isAsItIs && state.problems.length === 0}
      >
        {isLan ? 'Serve the network' : 'Serve this computer alone'}
      </button>
    </form>
  );
}
