import { encodeHistoryFrame } from '../../shared/history-frame';
import { type ClientMessage, DEFAULT_POINT_BUDGET } from '../../shared/protocol';
import type { GatewayLog, GatewaySources } from './gateway-sources';
import { RequestsInFlight } from './requests-in-flight';
import { type RequestError, tellableFailure } from './tellable-failure';

type HistoryMessage = Extract<ClientMessage, { type: 'history' }>;

export interface HistoryReplies {
  /** Resolves when the bytes have left for the network. */
  sendFrame(bytes: Uint8Array): Promise<void>;
  sendError(error: RequestError): void;
}

export interface HistoryDeskOptions {
  readonly sources: Pick<GatewaySources, 'answerHistory'>;
  readonly replies: HistoryReplies;
  readonly log: GatewayLog;
  readonly maxRequestsInFlight: number;
}

/** Answers of one viewer that wait in memory for its network; beyond this the next frame is not even encoded. */
const MAX_UNSENT_BYTES = 256 * 1024;

/** One viewer's history requests: bounded in number, cancelled one by one or all at once, sent no faster than they are taken. */
export class HistoryDesk {
  readonly #options: HistoryDeskOptions;
  readonly #requests: RequestsInFlight;
  #unsentBytes = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: HistoryDeskOptions) {
    this.#options = options;
    this.#requests = new RequestsInFlight(options.maxRequestsInFlight, 'history requests');
  }

  /** Bytes of answers that the network has not taken yet. */
  get unsentBytes(): number {
    return this.#unsentBytes;
  }

  /** Starts answering; every outcome but a cancelled one is told to the viewer. */
  ask(message: HistoryMessage): void {
    const { requestId } = message;
    const refusal = this.#requests.refusalOf(requestId);
    if (refusal === undefined) this.#requests.start(requestId, (signal) => this.#answer(message, signal));
    else this.#options.replies.sendError({ ...refusal, requestId });
  }

  /** The answer is of no use any more; nothing further is sent for it. */
  cancel(requestId: number): void {
    this.#requests.cancel(requestId);
  }

  cancelAll(): void {
    this.#requests.cancelAll();
  }

  async #answer(message: HistoryMessage, signal: AbortSignal): Promise<void> {
    const { requestId, series, range, pointBudget, resolution } = message;
    const { sources, replies } = this.#options;
    try {
      const question = { series, range, pointBudget: pointBudget ?? DEFAULT_POINT_BUDGET, resolution };
      const answers = await sources.answerHistory(question, signal);
      for (const answer of answers) {
        await this.#inTurn(() => (signal.aborted ? undefined : encodeHistoryFrame({ ...answer, requestId })));
      }
    } catch (error) {
      // Whoever cancelled waits for nothing.
      if (!signal.aborted)
        replies.sendError({ ...tellableFailure(error, 'history-failed', this.#options.log), requestId });
    }
  }

  /** Encodes and sends one frame when those before it have left room. */
  #inTurn(encode: () => Uint8Array | undefined): Promise<void> {
    const sent = this.#turn.then(async () => {
      const bytes = encode();
      if (bytes === undefined) return;
      this.#unsentBytes += bytes.length;
      const left = this.#options.replies.sendFrame(bytes).then(() => {
        this.#unsentBytes -= bytes.length;
      });
      if (this.#unsentBytes > MAX_UNSENT_BYTES) await left;
    });
    // A frame that cannot be encoded fails its own request alone.
    this.#turn = sent.catch(() => {});
    return sent;
  }
}
