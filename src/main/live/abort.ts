/** Resolves when the signal is aborted. */
export function abortion(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/**
 * What comes first: the promise's outcome, or the signal's reason as a rejection. For work whose peer may never answer;
 * its late failure is of no interest then.
 */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = abortion(signal).then((): never => {
    throw signal.reason;
  });
  return Promise.race([work, aborted]);
}
