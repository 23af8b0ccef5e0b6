import type { EventsAnswer, EventsQuestion, StatesAnswer, StatesQuestion } from '../events';
import type { ClientMessage, ServerMessage } from '../protocol';
import type { After } from './after';
import { ANSWER_DEADLINE_MS, HistoryFailure } from './history-requests';

type Answer = Extract<ServerMessage, { type: 'states' | 'events' }>;
type Question = Extract<ClientMessage, { type: 'states' | 'events' }>;

interface Pending {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
  readonly release: () => void;
}

/** Questions for states and events in flight on one connection: numbered, cancelled, and failed when the link breaks. */
export class EventRequests {
  readonly #send: (message: ClientMessage) => void;
  readonly #after: After;
  readonly #nextId: () => number;
  readonly #pending = new Map<number, Pending>();

  /** @param nextId numbers what is asked on one connection */
  constructor(send: (message: ClientMessage) => void, after: After, nextId: () => number) {
    this.#send = send;
    this.#after = after;
    this.#nextId = nextId;
  }

  /** @throws HistoryFailure when refused, late or cut off; the signal's reason when aborted (the gateway is told) */
  async states(question: StatesQuestion, signal: AbortSignal): Promise<StatesAnswer> {
    const answer = await this.#ask({ type: 'states', requestId: this.#nextId(), ...question }, signal);
    if (answer.type !== 'states') throw new HistoryFailure('The appliance answered another question.', true);
    return answer;
  }

  /** @throws as {@link states} */
  async events(question: EventsQuestion, signal: AbortSignal): Promise<EventsAnswer> {
    const answer = await this.#ask({ type: 'events', requestId: this.#nextId(), ...question }, signal);
    if (answer.type !== 'events') throw new HistoryFailure('The appliance answered another question.', true);
    return answer;
  }

  /** An answer came; those to cancelled questions are dropped. */
  answered(answer: Answer): void {
    this.#settle(answer.requestId)?.resolve(answer);
  }

  /** The gateway refused one question. */
  refused(error: Extract<ServerMessage, { type: 'error' }>): void {
    if (error.requestId === undefined) return;
    this.#settle(error.requestId)?.reject(new HistoryFailure(error.message, error.retryable));
  }

  /** The connection is gone: what was asked on it is never answered. */
  failAll(sentence: string): void {
    for (const requestId of [...this.#pending.keys()])
      this.#settle(requestId)?.reject(new HistoryFailure(sentence, true));
  }

  #ask(question: Question, signal: AbortSignal): Promise<Answer> {
    if (signal.aborted) return Promise.reject(signal.reason);
    const { requestId } = question;
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
      this.#pending.set(requestId, { resolve, reject, release });
      this.#send(question);
    });
  }

  #settle(requestId: number): Pending | undefined {
    const pending = this.#pending.get(requestId);
    this.#pending.delete(requestId);
    pending?.release();
    return pending;
  }
}
