/** Calls back once after `delayMs`; the returned function takes it back. Passed in, so that tests own the time. */
export type After = (delayMs: number, callback: () => void) => () => void;

/** {@link After} on the page's own timers. */
export const pageTimers: After = (delayMs, callback) => {
  const id = setTimeout(callback, delayMs);
  return () => clearTimeout(id);
};
