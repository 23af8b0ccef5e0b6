import { useState } from 'react';
import { t } from '../../i18n/text';
import { QrCode } from '../../ui/QrCode';
import type { NetworkProps } from './NetworkView';
import { trustAddress } from './network-text';

/** Where screens find the appliance; the chosen address as a code for a camera. */
export function AddressList({ state }: NetworkProps) {
  const [chosen, setChosen] = useState<string>();
  const [first] = state.addresses;
  const shown = chosen !== undefined && state.addresses.includes(chosen) ? chosen : first;
  if (shown === undefined) return null;
  const hasRoot = state.certificate?.root !== undefined;
  return (
    <section className="setup-part" data-testid="network-addresses">
      <h2>{t('network.addresses')}</h2>
      <div className="network-beside">
        <div>
          {state.addresses.map((address) => (
            <button
              key={address}
              type="button"
              className="control network-address"
              data-testid="network-address"
              aria-pressed={address === shown}
              onClick={() => setChosen(address)}
            >
              {address}
            </button>
          ))}
        </div>
        <QrCode text={hasRoot ? trustAddress(shown) : shown} label={t('network.addressCode', { address: shown })} />
      </div>
      <p className="setup-hint">
        {hasRoot ? t('network.firstWay', { address: trustAddress(shown) }) : t('network.codeOpens')}
      </p>
    </section>
  );
}
