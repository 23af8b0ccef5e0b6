import type { ClientMessage, ServerMessage } from '../protocol';
import type { After } from './after';

/** A reply that never comes must not leave a chart loading for ever. */
const ANSWER_DEADLINE_MS = 30_000;

/** Why a request for history, states or events has no answer; `retryable` where asking again can help. */
export class HistoryFailure extends Error {
  override readonly name = 'HistoryFailure';
  readonly retryable: boolean;
  constructor(message: string, retryable: boolean) {
    super(message);
    this.retryable = retryable;
  }
}

/** A message that asks for something under a number of its own. */
export type Asking = Extract<ClientMessage, { type: 'history' | 'states' | 'events' }>;

interface Pending<Part> {
  /** Takes one part of the answer; true when that was the last. @throws HistoryFailure for what answers another question */
  readonly take: (part: Part) => boolean;
  readonly reject: (reason: unknown) => void;
  readonly release: () => void;
}

/**
 * Requests in flight on one connection: numbered, cancelled, late after 30 s, and failed when the link breaks.
 * `Part` is what comes under a request's number, once or several times.
 */
export class PendingRequests<Part extends { readonly requestId: number }> {
  readonly #send: (message: ClientMessage) => void;
  readonly #after: After;
  readonly #pending = new Map<number, Pending<Part>>();
  #lastId = 0;

  constructor(send: (message: ClientMessage) => void, after: After) {
    this.#send = send;
    this.#after = after;
  }

  /**
   * Sends what `asking` makes of a new number and waits for its answer.
   * @param gather takes each part that comes; what it returns first, other than undefined, is the answer
   * @throws HistoryFailure when refused, late or cut off; the signal's reason when aborted (the gateway is told)
   */
  ask<Answer>(
    asking: (requestId: number) => Asking,
    gather: (part: Part) => Answer | undefined,
    signal: AbortSignal,
  ): Promise<Answer> {
    if (signal.aborted) return Promise.reject(signal.reason);
    this.#lastId += 1;
    const message = asking(this.#lastId);
    return new Promise((resolve, reject) => {
      const take = (part: Part) => {
        const answer = gather(part);
        if (answer !== undefined) resolve(answer);
        return answer !== undefined;
      };
      this.#pending.set(message.requestId, { take, reject, release: this.#watch(message.requestId, signal) });
      this.#send(message);
    });
  }

  /** One part of an answer came; those of cancelled requests are dropped. */
  answered(part: Part): void {
    const pending = this.#pending.get(part.requestId);
    if (pending === undefined) return;
    try {
      if (pending.take(part)) this.#settle(part.requestId);
    } catch (reason) {
      this.#settle(part.requestId)?.reject(reason);
    }
  }

  /** The gateway refused one request. */
  refused({ requestId, message, retryable }: Extract<ServerMessage, { type: 'error' }>): void {
    if (requestId !== undefined) this.#settle(requestId)?.reject(new HistoryFailure(message, retryable));
  }

  /** The connection is gone: what was asked on it is never answered. */
  failAll(sentence: string): void {
    for (const requestId of [...this.#pending.keys()])
      this.#settle(requestId)?.reject(new HistoryFailure(sentence, true));
  }

  /** Cancels when it is late or nobody wants it any more; returns the way out. */
  #watch(requestId: number, signal: AbortSignal): () => void {
    const cancel = (reason: unknown) => {
      this.#settle(requestId)?.reject(reason);
      this.#send({ type: 'cancel', requestId });
    };
    const onAbort = () => cancel(signal.reason);
    const stopTimer = this.#after(ANSWER_DEADLINE_MS, () =>
      cancel(new HistoryFailure('The appliance did not answer within 30 s.', true)),
    );
    signal.addEventListener('abort', onAbort, { once: true });
    return () => {
      stopTimer();
      signal.removeEventListener('abort', onAbort);
    };
  }

  #settle(requestId: number): Pending<Part> | undefined {
    const pending = this.#pending.get(requestId);
    this.#pending.delete(requestId);
    pending?.release();
    return pending;
  }
}
