import { type FormEvent, useState } from 'react';
import { t } from '../../i18n/text';
import { QrCode } from '../../ui/QrCode';
import { TextField } from '../common/TextField';
import type { NetworkProps } from './NetworkView';
import { groupedCode, leftText, pairingAddress } from './network-text';

/** Lets a screen in: a name, then eight digits to be typed there, or a code for its camera. */
export function PairPanel({ state, bridge, run }: NetworkProps) {
  const [name, setName] = useState('');
  const { pairing } = state;
  const [address] = state.addresses;
  const pair = async (event: FormEvent) => {
    event.preventDefault();
    if (await run(() => bridge.networkPair(name))) setName('');
  };
  if (pairing !== undefined && address !== undefined)
    return (
      <section className="setup-part" data-testid="network-pairing">
        <h2>{t('network.pairing', { name: pairing.name })}</h2>
        <div className="network-beside">
          <div>
            <p>
              {t('network.openThere', { address })}
              <strong className="network-code" data-testid="network-code">
                {groupedCode(pairing.code)}
              </strong>
            </p>
            <p className="setup-hint">{t('network.worksOnce', { left: leftText(pairing.leftMs) })}</p>
            <button
              type="button"
              className="control"
              data-testid="network-unpair"
              onClick={() => void run(() => bridge.networkUnpair())}
            >
              {t('network.takeBack')}
            </button>
          </div>
          <QrCode text={pairingAddress(address, pairing.code)} label={t('network.pairingQr')} />
        </div>
      </section>
    );
  return (
    <form className="setup-part" onSubmit={(event) => void pair(event)}>
      <h2>{t('network.pairScreen')}</h2>
      <TextField
        label={t('network.name')}
        testId="network-pair-name"
        value={name}
        onChange={setName}
        hint={t('network.screenNameHint')}
      />
      <button
        type="submit"
        className="control setup-primary"
        data-testid="network-pair"
        disabled={name.trim() === '' || address === undefined}
      >
        {t('network.showCode')}
      </button>
    </form>
  );
}
