/**
 * The promise's outcome, or the reason of the first signal that aborts before it.
 * @param onAborted called once when a signal was first, with that signal
 * @param onLate called with the value when it comes after an abort: what it holds may have to be given back
 */
export async function whicheverFirst<T>(
  promise: Promise<T>,
  signals: readonly AbortSignal[],
  { onAborted, onLate }: { readonly onAborted?: (by: AbortSignal) => void; readonly onLate?: (value: T) => void } = {},
): Promise<T> {
  let isAborted = false;
  const stopListening: (() => void)[] = [];
  const aborted = new Promise<never>((_resolve, reject) => {
    for (const signal of signals) {
      const abort = () => {
        if (isAborted) return;
        isAborted = true;
        reject(signal.reason);
        onAborted?.(signal);
      };
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
      stopListening.push(() => signal.removeEventListener('abort', abort));
    }
  });
  // Who aborted does not want to hear how it ended: the failure is the loser of the race.
  promise.then(
    (value) => {
      if (isAborted) onLate?.(value);
    },
    () => {},
  );
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    for (const stop of stopListening) stop();
  }
}
