import type { HistoryAnswer } from '../history-frame';
import type { ClientMessage, ServerMessage } from '../protocol';
import { type Resolution, type SeriesKey, seriesKeyText } from '../series';
import type { TimeRange } from '../time';
import type { After } from './after';

/** A reply that never comes must not leave a chart loading for ever. */
export const ANSWER_DEADLINE_MS = 30_000;

export interface HistoryRequest {
  /** 1 to MAX_SERIES_PER_REQUEST series. */
  readonly series: readonly SeriesKey[];
  readonly range: TimeRange;
  /** Most points per series; 1 to MAX_POINT_BUDGET. */
  readonly pointBudget: number;
  /** The level whose tiles are wanted, whatever the budget: of who keeps them. */
  readonly resolution?: Resolution;
}

/** Why a history request has no answer; `retryable` where asking again can help. */
export class HistoryFailure extends Error {
  override readonly name = 'HistoryFailure';
  readonly retryable: boolean;
  constructor(message: string, retryable: boolean) {
    super(message);
    this.retryable = retryable;
  }
}

interface Pending {
  readonly answers: Map<string, HistoryAnswer>;
  readonly missing: Set<string>;
  readonly resolve: (answers: readonly HistoryAnswer[]) => void;
  readonly reject: (reason: unknown) => void;
  readonly release: () => void;
}

/** 1, 2, 3, … */
export function counting(): () => number {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
}

/** Requests in flight on one connection: numbers them, gathers one frame per series, cancels, and fails them when the link breaks. */
export class HistoryRequests {
  readonly #send: (message: ClientMessage) => void;
  readonly #after: After;
  readonly #pending = new Map<number, Pending>();
  readonly #nextId: () => number;

  /** @param nextId numbers what is asked on one connection */
  constructor(send: (message: ClientMessage) => void, after: After, nextId: () => number = counting()) {
    this.#send = send;
    this.#after = after;
    this.#nextId = nextId;
  }

  get inFlight(): number {
    return this.#pending.size;
  }

  /**
   * Asks for history; resolves when every series has been answered.
   * @throws HistoryFailure when refused, late or cut off; the signal's reason when aborted (the gateway is told)
   */
  request(request: HistoryRequest, signal: AbortSignal): Promise<readonly HistoryAnswer[]> {
    if (signal.aborted) return Promise.reject(signal.reason);
    const requestId = this.#nextId();
    return new Promise((resolve, reject) => {
      const cancel = (reason: unknown) => {
        this.#settle(requestId)?.reject(reason);
        this.#send({ type: 'cancel', requestId });
      };
      const onAbort = () => cancel(signal.reason);
      const stopTimer = this.#after(ANSWER_DEADLINE_MS, () =>
        cancel(new HistoryFailure('The appliance did not answer within 30 s.', true)),
      );
      signal.addEventListener('abort', onAbort, { once: true });
      const release = () => {
        stopTimer();
        signal.removeEventListener('abort', onAbort);
      };
      const missing = new Set(request.series.map(seriesKeyText));
      this.#pending.set(requestId, { answers: new Map(), missing, resolve, reject, release });
      this.#send({ type: 'history', requestId, ...request, series: [...request.series] });
    });
  }

  /** One answer came; answers to cancelled requests are dropped. */
  answered(answer: HistoryAnswer): void {
    const pending = this.#pending.get(answer.requestId);
    const key = seriesKeyText(answer.series);
    if (!pending?.missing.delete(key)) return;
    pending.answers.set(key, answer);
    if (pending.missing.size === 0) this.#settle(answer.requestId)?.resolve([...pending.answers.values()]);
  }

  /** The gateway refused one request. */
  refused(error: Extract<ServerMessage, { type: 'error' }>): void {
    if (error.requestId === undefined) return;
    this.#settle(error.requestId)?.reject(new HistoryFailure(error.message, error.retryable));
  }

  /** The connection is gone: what was asked on it is never answered. */
  failAll(sentence: string): void {
    for (const requestId of [...this.#pending.keys()])
      this.#settle(requestId)?.reject(new HistoryFailure(sentence, true));
  }

  #settle(requestId: number): Pending | undefined {
    const pending = this.#pending.get(requestId);
    this.#pending.delete(requestId);
    pending?.release();
    return pending;
  }
}
