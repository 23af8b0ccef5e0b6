import { encodeHistoryFrame } from '../../shared/history-frame';
import { type ClientMessage, DEFAULT_POINT_BUDGET, ErrorCode } from '../../shared/protocol';
import type { GatewayLog, GatewaySources } from './gateway-sources';

type HistoryMessage = Extract<ClientMessage, { type: 'history' }>;

export interface HistoryReplies {
  /** Resolves when the bytes have left for the network. */
  sendFrame(bytes: Uint8Array): Promise<void>;
  sendError(error: HistoryError): void;
}

export interface HistoryError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly requestId: number;
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
  readonly #inFlight = new Map<number, AbortController>();
  #unsentBytes = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: HistoryDeskOptions) {
    this.#options = options;
  }

  /** Bytes of answers that the network has not taken yet. */
  get unsentBytes(): number {
    return this.#unsentBytes;
  }

  /** Starts answering; every outcome but a cancelled one is told to the viewer. */
  ask(message: HistoryMessage): void {
    const { requestId } = message;
    const refusal = this.#refusalOf(requestId);
    if (refusal === undefined) this.#start(message);
    else this.#options.replies.sendError({ ...refusal, requestId });
  }

  #refusalOf(requestId: number): Omit<HistoryError, 'requestId'> | undefined {
    const { maxRequestsInFlight } = this.#options;
    if (this.#inFlight.has(requestId)) {
      const message = `A request with the id ${requestId} is being answered already; give each its own id.`;
      return { code: 'bad-message', message, retryable: false };
    }
    if (this.#inFlight.size < maxRequestsInFlight) return undefined;
    const message = `At most ${maxRequestsInFlight} history requests are answered at a time; wait for one or cancel it.`;
    return { code: 'too-much', message, retryable: true };
  }

  #start(message: HistoryMessage): void {
    const { requestId } = message;
    const abort = new AbortController();
    this.#inFlight.set(requestId, abort);
    void this.#answer(message, abort.signal).finally(() => {
      if (this.#inFlight.get(requestId) === abort) this.#inFlight.delete(requestId);
    });
  }

  /** The answer is of no use any more; nothing further is sent for it. */
  cancel(requestId: number): void {
    this.#inFlight.get(requestId)?.abort();
    this.#inFlight.delete(requestId);
  }

  cancelAll(): void {
    for (const requestId of [...this.#inFlight.keys()]) this.cancel(requestId);
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
      if (!signal.aborted) replies.sendError({ ...this.#tellable(error), requestId });
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

  #tellable(error: unknown): Omit<HistoryError, 'requestId'> {
    if (error instanceof Error && 'code' in error && 'retryable' in error) {
      const code = ErrorCode.safeParse(error.code);
      if (code.success && typeof error.retryable === 'boolean')
        return { code: code.data, message: error.message, retryable: error.retryable };
    }
    this.#options.log.warn('history-failed', { message: error instanceof Error ? error.message : String(error) });
    const message = 'The appliance could not answer because of a fault of its own; its log says more.';
    return { code: 'internal', message, retryable: true };
  }
}
