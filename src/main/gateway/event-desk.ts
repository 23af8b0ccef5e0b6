import type { ClientMessage, ServerMessage } from '../../shared/protocol';
import type { GatewayLog, GatewaySources } from './gateway-sources';
import { RequestsInFlight } from './requests-in-flight';
import { tellableFailure } from './tellable-failure';

type Question = Extract<ClientMessage, { type: 'states' | 'events' }>;

export interface EventDeskOptions {
  readonly sources: Pick<GatewaySources, 'answerStates' | 'answerEvents'>;
  readonly reply: (message: ServerMessage) => void;
  readonly log: GatewayLog;
  readonly maxRequestsInFlight: number;
}

/** One viewer's questions for states over time and for events. */
export class EventDesk {
  readonly #options: EventDeskOptions;
  readonly #requests: RequestsInFlight;

  constructor(options: EventDeskOptions) {
    this.#options = options;
    this.#requests = new RequestsInFlight(options.maxRequestsInFlight, 'questions for states and events');
  }

  /** Starts answering; every outcome but a cancelled one is told to the viewer. */
  ask(question: Question): void {
    const { requestId } = question;
    const refusal = this.#requests.refusalOf(requestId);
    if (refusal !== undefined) this.#options.reply({ type: 'error', ...refusal, requestId });
    else this.#requests.start(requestId, (signal) => this.#answer(question, signal));
  }

  cancel(requestId: number): void {
    this.#requests.cancel(requestId);
  }

  cancelAll(): void {
    this.#requests.cancelAll();
  }

  async #answer(question: Question, signal: AbortSignal): Promise<void> {
    const { requestId } = question;
    const { reply, log } = this.#options;
    try {
      const answer = await this.#find(question, signal);
      if (!signal.aborted) reply({ ...answer, requestId });
    } catch (error) {
      // Whoever cancelled waits for nothing.
      if (!signal.aborted) reply({ type: 'error', ...tellableFailure(error, 'events-failed', log), requestId });
    }
  }

  async #find({ type, requestId: _, ...question }: Question, signal: AbortSignal) {
    const { sources } = this.#options;
    if ('kinds' in question) return { type: 'events' as const, ...(await sources.answerEvents(question, signal)) };
    return { type: 'states' as const, ...(await sources.answerStates(question, signal)) };
  }
}
