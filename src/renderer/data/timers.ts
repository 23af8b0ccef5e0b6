import type { After } from '../../shared/viewer/after';

/** {@link After} on the page's own timers. */
export const pageTimers: After = (delayMs, callback) => {
  const id = setTimeout(callback, delayMs);
  return () => clearTimeout(id);
};
