/** One piece of work with any number of waiters: it is aborted when the last of them has gone. */
export class SharedFlight<Value> {
  readonly #abandoned = new AbortController();
  readonly #outcome: Promise<Value>;
  #settle: { resolve(value: Value): void; reject(error: unknown): void } = { resolve: () => {}, reject: () => {} };
  #waiters = 0;
  #isSettled = false;

  constructor() {
    this.#outcome = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // A flight that nobody waits for may fail unheard; who waits hears it through `join`.
    this.#outcome.catch(() => {});
  }

  /** Aborted when nobody waits any more. */
  get abandoned(): AbortSignal {
    return this.#abandoned.signal;
  }

  resolve(value: Value): void {
    this.#isSettled = true;
    this.#settle.resolve(value);
  }

  reject(error: unknown): void {
    this.#isSettled = true;
    this.#settle.reject(error);
  }

  /** The outcome, or the signal's reason when that aborts first. */
  async join(signal: AbortSignal): Promise<Value> {
    signal.throwIfAborted();
    this.#waiters += 1;
    let leave: () => void = () => {};
    const left = new Promise<never>((_resolve, reject) => {
      leave = () => reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
    });
    try {
      return await Promise.race([this.#outcome, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      this.#waiters -= 1;
      if (this.#waiters === 0 && !this.#isSettled) this.#abandoned.abort(new Error('nobody waits any more'));
    }
  }
}

/** Aborted when all of these are. */
export function abortedByAll(signals: readonly AbortSignal[]): AbortSignal {
  const all = new AbortController();
  let waiting = signals.filter((signal) => !signal.aborted).length;
  if (waiting === 0) all.abort(new Error('nobody waits any more'));
  const count = () => {
    waiting -= 1;
    if (waiting === 0) all.abort(new Error('nobody waits any more'));
  };
  for (const signal of signals) if (!signal.aborted) signal.addEventListener('abort', count, { once: true });
  return all.signal;
}
