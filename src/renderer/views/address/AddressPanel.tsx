import { useEffect, useRef, useState } from 'react';
import { useBridge } from '../../data/setup-store';
import { t } from '../../i18n/text';
import { QrCode } from '../../ui/QrCode';
import { type ShownAddress, shownAddress } from './shown-address';
import '../../ui/control.css';
import './address-panel.css';

/** In the app's own window the main process knows the addresses; a browser knows the one that it came by. */
function useShownAddress(): ShownAddress | undefined {
  const bridge = useBridge();
  const [shown, setShown] = useState<ShownAddress>();
  useEffect(() => {
    let isOver = false;
    const show = (addresses: readonly string[] | undefined) => {
      if (!isOver) setShown(shownAddress(location, addresses));
    };
    if (bridge === undefined) show(undefined);
    else
      bridge.networkState().then(
        ({ addresses }) => show(addresses),
        () => show([]),
      );
    return () => {
      isOver = true;
    };
  }, [bridge]);
  return shown;
}

/** A tap outside, Escape or its button closes it. */
export function AddressPanel({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const shown = useShownAddress();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const close = () => dialog.current?.close();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has Escape and the button.
    <dialog
      ref={dialog}
      className="address-panel"
      data-testid="address-panel"
      aria-labelledby="address-panel-title"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div className="address-panel-body">
        <header>
          <h2 id="address-panel-title">{t('events.address')}</h2>
          <button type="button" className="control" data-testid="address-close" onClick={close}>
            {t('events.close')}
          </button>
        </header>
        {shown?.kind === 'not-served' && <p>{t('events.notServed')}</p>}
        {shown?.kind === 'only-here' && <p>{t('events.onlyHere')}</p>}
        {shown?.kind === 'address' && (
          <>
            <QrCode text={shown.address} label={t('events.address')} />
            <p className="address-text">{shown.address}</p>
            <p>{t('events.addressNote')}</p>
          </>
        )}
      </div>
    </dialog>
  );
}
