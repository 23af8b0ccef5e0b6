import { useState } from 'react';
import type { Refusal } from '../../../shared/viewer/client-state';
import { t } from '../../i18n/text';
import { WholeScreen } from '../common/WholeScreen';
import { PAIRING_DIGITS, shownDigits } from './pairing-digits';
import { PAIRING_TEXTS } from './refusal-text';
import '../../ui/control.css';
import './pairing-screen.css';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '⌫', '0', 'OK'] as const;

interface Props {
  readonly refusal: Refusal;
  readonly onCode: (code: string) => void;
}

/** A screen of the network that has no key: eight digits from the appliance let it in. A pad, because there is no keyboard. */
export function PairingScreen({ refusal, onCode }: Props) {
  const [digits, setDigits] = useState('');
  const isComplete = digits.length === PAIRING_DIGITS;
  const press = (key: string) => {
    if (key === 'OK') isComplete && onCode(digits);
    else setDigits(key === '⌫' ? digits.slice(0, -1) : `${digits}${key}`.slice(0, PAIRING_DIGITS));
  };
  const typed = (text: string) => setDigits(text.replace(/\D/g, '').slice(0, PAIRING_DIGITS));
  const { title, remedy } = PAIRING_TEXTS[refusal] ?? PAIRING_TEXTS['no-key'];
  return (
    <WholeScreen title={title} testId="pairing">
      <p>{remedy}</p>
      <form
        className="pairing-pad"
        onSubmit={(event) => {
          event.preventDefault();
          press('OK');
        }}
      >
        <input
          className="pairing-digits"
          data-testid="pairing-digits"
          aria-label={t('status.pairingCode')}
          inputMode="none"
          autoComplete="off"
          value={shownDigits(digits)}
          onChange={(event) => typed(event.target.value)}
        />
        {KEYS.map((key) => (
          <button
            key={key}
            type={key === 'OK' ? 'submit' : 'button'}
            className="control"
            data-testid={`pairing-${key === '⌫' ? 'delete' : key}`}
            aria-label={key === '⌫' ? t('status.deleteDigit') : key}
            disabled={key === 'OK' && !isComplete}
            onClick={key === 'OK' ? undefined : () => press(key)}
          >
            {key}
          </button>
        ))}
      </form>
    </WholeScreen>
  );
}
