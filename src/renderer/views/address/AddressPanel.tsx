import { useEffect, useState } from 'react';
import { useBridge } from '../../data/setup-store';
import { t } from '../../i18n/text';
import { Dialog } from '../../ui/Dialog';
import { QrCode } from '../../ui/QrCode';
import { type ShownAddress, shownAddress } from './shown-address';
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

/** The view that is shown, as a code for a phone; or why there is none. */
export function AddressPanel({ onClose }: { readonly onClose: () => void }) {
  const shown = useShownAddress();
  return (
    <Dialog name="address" title={t('events.address')} onClose={onClose}>
      <div className="address-panel">
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
    </Dialog>
  );
}
