/** Calls back once after `delayMs`; the returned function takes it back. Passed in, so that tests own the time. */
export type After = (delayMs: number, callback: () => void) => () => void;
