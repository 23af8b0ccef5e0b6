import type { HistoryClock } from './history-plant';

/** The end of somebody's patience. */
export interface Deadline {
  /** Resolves when patience has ended; never where it has none. */
  readonly passed: Promise<undefined>;
  /** Takes it back: nobody waits any more. */
  readonly cancel: () => void;
}

/** A deadline after `patienceMs`, or none. */
export function deadlineAfter(patienceMs: number | undefined, setTimer: HistoryClock['setTimer']): Deadline {
  // A promise of its own each time: one that never settles would keep every race that it was ever part of.
  if (patienceMs === undefined) return { passed: new Promise(() => {}), cancel: () => {} };
  let cancel: () => void = () => {};
  const passed = new Promise<undefined>((resolve) => {
    cancel = setTimer(() => resolve(undefined), patienceMs);
  });
  return { passed, cancel };
}
