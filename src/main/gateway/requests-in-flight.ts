import type { RequestError } from './tellable-failure';

/** One viewer's requests that are being answered: bounded in number, cancelled one by one or all at once. */
export class RequestsInFlight {
  readonly #most: number;
  readonly #what: string;
  readonly #inFlight = new Map<number, AbortController>();

  /** @param what people call them, in the plural */
  constructor(most: number, what: string) {
    this.#most = most;
    this.#what = what;
  }

  /** @returns why another one with this id cannot be taken; undefined where it can */
  refusalOf(requestId: number): Omit<RequestError, 'requestId'> | undefined {
    if (this.#inFlight.has(requestId)) {
      const message = `A request with the id ${requestId} is being answered already; give each its own id.`;
      return { code: 'bad-message', message, retryable: false };
    }
    if (this.#inFlight.size < this.#most) return undefined;
    const message = `At most ${this.#most} ${this.#what} are answered at a time; wait for one or cancel it.`;
    return { code: 'too-much', message, retryable: true };
  }

  start(requestId: number, answer: (signal: AbortSignal) => Promise<void>): void {
    const abort = new AbortController();
    this.#inFlight.set(requestId, abort);
    void answer(abort.signal).finally(() => {
      if (this.#inFlight.get(requestId) === abort) this.#inFlight.delete(requestId);
    });
  }

  /** The answer is of no use any more; nothing further is sent for it. */
  cancel(requestId: number): void {
    this.#inFlight.get(requestId)?.abort(new Error('the viewer does not wait for it any more'));
    this.#inFlight.delete(requestId);
  }

  cancelAll(): void {
    for (const requestId of [...this.#inFlight.keys()]) this.cancel(requestId);
  }
}
