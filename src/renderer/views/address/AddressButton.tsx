import { useState } from 'react';
import { AddressPanel } from '../../app/later-views';
import { t } from '../../i18n/text';
import '../../ui/control.css';

/** The way from a kiosk to a phone: a code that opens the view that is shown. */
export function AddressButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="control bare-control"
        data-testid="address-open"
        aria-label={t('events.address')}
        onClick={() => setOpen(true)}
      >
        <svg className="control-icon" viewBox="0 0 24 24" aria-hidden="true">
          <path
            d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 14h2v2h-2zM14 18h2v2h-2zM18 18h2v2h-2z"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
          />
        </svg>
      </button>
      {isOpen && <AddressPanel onClose={() => setOpen(false)} />}
    </>
  );
}
