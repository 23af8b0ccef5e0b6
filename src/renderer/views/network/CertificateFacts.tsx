import { useState } from 'react';
import { dateText } from '../../ui/time-text';
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
    <section className="network-part" data-testid="network-certificate">
      <h2>{root === undefined ? 'Certificate of the plant' : 'Root of this appliance'}</h2>
      <p className="setup-hint">SHA-256 fingerprint, to compare with what a screen or another appliance shows</p>
      <code className="network-fingerprint" data-testid="network-fingerprint">
        {fingerprintLines((root ?? certificate).fingerprint).map((line) => (
          <span key={line}>{line}</span>
        ))}
      </code>
      <p>
        {root === undefined
          ? `Valid until ${dateText(certificate.validToMs)}.`
          : `Root valid until ${dateText(root.validToMs)}; the certificate under it renews itself.`}
      </p>
      {root !== undefined && (
        <div className="network-row">
          <button
            type="button"
            className="control"
            data-testid="network-save-root"
            onClick={() => void run(() => bridge.networkSaveRoot())}
          >
            Save the root…
          </button>
          <button
            type="button"
            className="control"
            data-testid="network-copy-root"
            onClick={() => void bridge.networkCopy(root.fingerprint)}
          >
            Copy the fingerprint
          </button>
          <button
            type="button"
            className="control"
            data-testid="network-new-root"
            aria-pressed={isAsked}
            onClick={() => setAsked(!isAsked)}
          >
            New root…
          </button>
        </div>
      )}
      {isAsked && (
        <div className="setup-note network-row" role="alert">
          <span>Every screen must then install the new root; until then it refuses this appliance.</span>
          <button type="button" className="control" data-testid="network-new-root-yes" onClick={renew}>
            Make a new root
          </button>
        </div>
      )}
    </section>
  );
}
