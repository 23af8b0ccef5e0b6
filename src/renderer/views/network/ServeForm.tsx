import { type FormEvent, useState } from 'react';
import { t } from '../../i18n/text';
import { FileField } from '../common/FileField';
import { OptionButton } from '../common/OptionButton';
import { TextField } from '../common/TextField';
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
    const { path } = await bridge.networkChooseFile(
      which,
      t(which === 'key' ? 'network.chooseKey' : 'network.chooseCertificate'),
    );
    if (path !== undefined) change(which === 'key' ? { keyFile: path } : { certificateFile: path });
  };
  return (
    <form className="setup-part" onSubmit={serve} data-testid="network-serve">
      <h2>{t('network.whoIsServed')}</h2>
      <div className="network-options">
        <OptionButton
          testId="listen-loopback"
          label={t('network.loopback')}
          meaning={t('network.loopbackMeaning')}
          isChosen={!isLan}
          onChoose={() => change({ listen: 'loopback' })}
        />
        <OptionButton
          testId="listen-lan"
          label={t('network.lan')}
          meaning={t('network.lanMeaning')}
          isChosen={isLan}
          onChoose={() => change({ listen: 'lan' })}
        />
      </div>
      {isLan && (
        <>
          <h3>{t('network.certificate')}</h3>
          <div className="network-options">
            <OptionButton
              testId="tls-own"
              label={t('network.own')}
              meaning={t('network.ownMeaning')}
              isChosen={draft.certificate === 'own'}
              onChoose={() => change({ certificate: 'own' })}
            />
            <OptionButton
              testId="tls-files"
              label={t('network.files')}
              meaning={t('network.filesMeaning')}
              isChosen={draft.certificate === 'files'}
              onChoose={() => change({ certificate: 'files' })}
            />
          </div>
          {draft.certificate === 'files' && (
            <>
              <FileField
                {...{ label: t('network.certificateFile'), testId: 'network-certificate-file', hint: 'PEM' }}
                problem={problems.certificateFile}
                value={draft.certificateFile}
                onChange={(certificateFile) => change({ certificateFile })}
                onChoose={() => void choose('certificate')}
              />
              <FileField
                {...{ label: t('network.keyFile'), testId: 'network-key-file', hint: 'PEM' }}
                problem={problems.keyFile}
                value={draft.keyFile}
                onChange={(keyFile) => change({ keyFile })}
                onChoose={() => void choose('key')}
              />
            </>
          )}
          <TextField
            label={t('network.port')}
            testId="network-port"
            value={draft.port}
            onChange={(port) => change({ port })}
            hint={t('network.portHint')}
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
        {isLan ? t('network.serveLan') : t('network.serveLoopback')}
      </button>
    </form>
  );
}
