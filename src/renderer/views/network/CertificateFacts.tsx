import { useState } from 'react';
import { t } from '../../i18n/text';
import { shownDateText } from '../../ui/time-text';
import type { NetworkProps } from './NetworkView';
import { fingerprintLines } from './network-text';

/** What is compared with what a screen shows, and how long it lasts. */
export function CertificateFacts({ state, bridge, run }: NetworkProps) {
  const [isAsked, setAsked] = useState(false);
  const { certificate } = state;
  if (certificate === undefined) return null;
  const { root } = certificate;
  const renew = () => {
    setAsked(false);
    void run(() => bridge.networkRenewRoot());
  };
  return (
    <section className="setup-part" data-testid="network-certificate">
      <h2>{root === undefined ? t('network.certificateOfPlant') : t('network.rootOfAppliance')}</h2>
      <p className="setup-hint">{t('network.fingerprint')}</p>
      <code className="network-fingerprint" data-testid="network-fingerprint">
        {fingerprintLines((root ?? certificate).fingerprint).map((line) => (
          <span key={line}>{line}</span>
        ))}
      </code>
      <p>
        {root === undefined
          ? t('network.validUntil', { date: shownDateText(certificate.validToMs) })
          : t('network.rootValidUntil', { date: shownDateText(root.validToMs) })}
      </p>
      {root !== undefined && (
        <div className="network-row">
          <button
            type="button"
            className="control"
            data-testid="network-save-root"
            onClick={() => void run(() => bridge.networkSaveRoot())}
          >
            {t('network.saveRoot')}
          </button>
          <button
            type="button"
            className="control"
            data-testid="network-copy-root"
            onClick={() => void bridge.networkCopy(root.fingerprint)}
          >
            {t('network.copyFingerprint')}
          </button>
          <button
            type="button"
            className="control"
            data-testid="network-new-root"
            aria-pressed={isAsked}
            onClick={() => setAsked(!isAsked)}
          >
            {t('network.newRoot')}
          </button>
        </div>
      )}
      {isAsked && (
        <div className="setup-note network-row" role="alert">
          <span>{t('network.newRootWarning')}</span>
          <button type="button" className="control" data-testid="network-new-root-yes" onClick={renew}>
            {t('network.makeNewRoot')}
          </button>
        </div>
      )}
    </section>
  );
}
