import { KioskAddress, type KioskSettings } from '../../../shared/kiosk';

const DEFAULT_SECONDS = 30;

/**
 * What a browser's address says of a kiosk: `?kiosk`, with `view` for each view and `seconds` for all of them, before the `#`. Views that are none
 * are passed over. Undefined where the page is no kiosk.
 * @param search "?kiosk&view=%23%2F&seconds=20"
 */
export function kioskOfAddress(search: string): KioskSettings | undefined {
  const query = new URLSearchParams(search);
  if (!query.has('kiosk')) return undefined;
  const wished = Number(query.get('seconds') ?? DEFAULT_SECONDS);
  const seconds = Number.isInteger(wished) && wished >= 5 && wished <= 86_400 ? wished : DEFAULT_SECONDS;
  const views = query.getAll('view').flatMap((view) => {
    const address = KioskAddress.safeParse(view);
    return address.success ? [{ address: address.data, seconds }] : [];
  });
  return { enabled: true, views: views.slice(0, 50), hidePointerAfterSeconds: 5, pixelShift: true };
}
