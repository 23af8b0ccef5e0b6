/** A stage took longer than it may. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
  readonly limitMs: number;

  constructor(limitMs: number) {
    super(`no answer within ${inSeconds(limitMs)}`);
    this.limitMs = limitMs;
  }
}

/** `2.5 s`. */
export function inSeconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

/**
 * Waits for work no longer than a limit. The work itself is not stopped: what it yields late goes to `onLate`.
 * @param limitMs above 0
 * @throws DeadlinePassed, the signal's reason, or the work's own error
 */
export async function withDeadline<T>(
  work: Promise<T>,
  limitMs: number,
  options: { readonly signal?: AbortSignal | undefined; readonly onLate?: (result: T) => void } = {},
): Promise<T> {
  const { signal, onLate } = options;
  let isLate = false;
  const late = () => {
    isLate = true;
  };
  work.then(
    (result) => {
      if (isLate) onLate?.(result);
    },
    () => {
      // Either the race below throws this error, or the deadline was told already.
    },
  );
  let stopWaiting = () => {};
  const limit = new Promise<never>((_resolve, reject) => {
    const giveUp = (error: unknown) => {
      late();
      reject(error);
    };
    const timer = setTimeout(() => giveUp(new DeadlinePassed(limitMs)), limitMs);
    const onAbort = () => giveUp(signal?.reason);
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    stopWaiting = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    stopWaiting();
  }
}
