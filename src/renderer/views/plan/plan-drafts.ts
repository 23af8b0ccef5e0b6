/** Under which names the window keeps what was not saved yet. */
export const SHIFTS_DRAFT = 'taktline.plan.shifts';

export const PIECES_DRAFT = 'taktline.plan.pieces';

export const KIOSK_DRAFT = 'taktline.plan.kiosk';

/** What was written and not saved is given up. */
export function forgetDrafts(): void {
  for (const name of [SHIFTS_DRAFT, PIECES_DRAFT, KIOSK_DRAFT]) sessionStorage.removeItem(name);
}
