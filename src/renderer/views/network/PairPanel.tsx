import { type FormEvent, useState } from 'react';
import { TextField } from '../setup/TextField';
import type { NetworkProps } from './NetworkView';
import { groupedCode, leftText, pairingAddress } from './network-text';
import { QrCode } from './QrCode';

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
      <section className="network-part" data-testid="network-pairing">
        <h2>Pairing {pairing.name}</h2>
        <div className="network-beside">
          <div>
            <p>
              Open {address} there and type
              <strong className="network-code" data-testid="network-code">
                {groupedCode(pairing.code)}
              </strong>
            </p>
            <p className="setup-hint">It works once; {leftText(pairing.leftMs)} left.</p>
            <button
              type="button"
              className="control"
              data-testid="network-unpair"
              onClick={() => void run(() => bridge.networkUnpair())}
            >
              Take it back
            </button>
          </div>
          <QrCode text={pairingAddress(address, pairing.code)} label="Address and pairing code as a QR code" />
        </div>
      </section>
    );
  return (
    <form className="network-part" onSubmit={(event) => void pair(event)}>
      <h2>Pair a screen</h2>
      <TextField
        label="What it is called"
        testId="network-pair-name"
        value={name}
        onChange={setName}
        hint="Such as “Line 3, north”: it stands in the list of keys"
      />
      <button
        type="submit"
        className="control setup-primary"
        data-testid="network-pair"
        disabled={name.trim() === '' || address === undefined}
      >
        Show a code
      </button>
    </form>
  );
}
