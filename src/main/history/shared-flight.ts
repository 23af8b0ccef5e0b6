/** One piece of work with any number of waiters: it is aborted when the last of them has gone. */
export class SharedFlight<Value> {
  readonly #onAbandoned: () => void;
  /** Made when somebody asks for its signal: most flights land before anybody does. */
  #abandoned: AbortController | undefined;
  #isAbandoned = false;
  readonly #outcome: Promise<Value>;
  #settle: { resolve(value: Value): void; reject(error: unknown): void } = { resolve: () => {}, reject: () => {} };
  #waiters = 0;
  #isSettled = false;

  /** @param onAbandoned told before the signal is aborted */
  constructor(onAbandoned: () => void = () => {}) {
    this.#onAbandoned = onAbandoned;
    this.#outcome = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // A flight that nobody waits for may fail unheard; who waits hears it through `join`.
    this.#outcome.catch(() => {});
  }

  /** Aborted when nobody waits any more. */
  get abandoned(): AbortSignal {
    if (this.#abandoned === undefined) {
      this.#abandoned = new AbortController();
      if (this.#isAbandoned) this.#abandoned.abort(new Error('nobody waits any more'));
    }
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
  join(signal: AbortSignal): Promise<Value> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      this.#waiters += 1;
      let isWaiting = true;
      const leave = () => {
        if (!isWaiting) return;
        isWaiting = false;
        signal.removeEventListener('abort', leave);
        reject(signal.reason);
        this.#waiters -= 1;
        if (this.#waiters === 0 && !this.#isSettled) this.#abandon();
      };
      signal.addEventListener('abort', leave, { once: true });
      void this.#outcome.then(resolve, reject).then(leave);
    });
  }

  #abandon(): void {
    this.#isAbandoned = true;
    this.#onAbandoned();
    this.#abandoned?.abort(new Error('nobody waits any more'));
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
