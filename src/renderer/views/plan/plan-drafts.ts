/** Under which names the window keeps what was not saved yet. */
export const SHIFTS_DRAFT = 'taktline.plan.shifts';

/** What was written and not saved is given up. */
export function forgetDrafts(): void {
  sessionStorage.removeItem(SHIFTS_DRAFT);
}
