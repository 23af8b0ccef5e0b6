import {
  CLOSE_CODES,
  type ClientMessage,
  type ErrorCode,
  PROTOCOL_VERSION,
  type ServerMessage,
} from '../../shared/protocol';
import type { AccessKeys } from './access-keys';
import { decodeClientFrame } from './client-frames';
import type { FanOut } from './fan-out';
import type { GatewayLimits } from './gateway-limits';
import type { GatewayLog, GatewaySources } from './gateway-sources';
import { HistoryDesk } from './history-desk';
import { TokenBucket } from './token-bucket';
import { encodeMessage, type SharedFrame, type ViewerSocket, type ViewerSocketHandlers } from './viewer-socket';

export interface ViewerOptions {
  readonly socket: ViewerSocket;
  readonly sources: GatewaySources;
  readonly accessKeys: AccessKeys;
  readonly fanOut: FanOut;
  readonly limits: GatewayLimits;
  readonly log: GatewayLog;
  readonly monotonicMs: () => number;
  /** Screens that have been let in. */
  readonly viewerCount: () => number;
  readonly onGreeted: (viewer: Viewer) => void;
  readonly onClosed: (viewer: Viewer) => void;
}

type Hello = Extract<ClientMessage, { type: 'hello' }>;

/** What a person reads when the key does not fit. */
const REFUSALS = {
  unauthorised:
    'This key is not valid, or no longer since the appliance was restarted; ask the appliance for a new address.',
  'code-expired': 'This address was already used or is older than 60 s; ask the appliance for a new one.',
  'too-much': 'Too many wrong keys came from here; wait a minute, then ask the appliance for a new address.',
} as const;

/**
 * One connection: greeting (nothing is answered but a right hello, or refused a wrong one) → open → closing (goodbye
 * said) → closed.
 */
export class Viewer implements ViewerSocketHandlers {
  readonly #options: ViewerOptions;
  readonly #desk: HistoryDesk;
  readonly #messages: TokenBucket;
  readonly #helloDeadline: ReturnType<typeof setTimeout>;
  #state: 'greeting' | 'open' | 'closing' | 'closed' = 'greeting';
  #badMessages = 0;
  #owesPong = false;

  constructor(options: ViewerOptions) {
    const { socket, sources, limits, log } = options;
    this.#options = options;
    this.#messages = new TokenBucket(limits.messages);
    this.#desk = new HistoryDesk({
      sources,
      log,
      maxRequestsInFlight: limits.maxRequestsInFlight,
      replies: {
        sendFrame: (bytes) => socket.sendBinary(bytes),
        sendError: (error) => this.#reply({ type: 'error', ...error }),
      },
    });
    this.#helloDeadline = setTimeout(() => {
      this.close(CLOSE_CODES.unauthorised, 'no hello in time');
    }, limits.helloDeadlineMs);
  }

  /** Sends a frame that many get; a viewer whose network does not take it is closed instead. */
  send(frame: SharedFrame): void {
    if (this.#state !== 'open') return;
    const { socket, limits } = this.#options;
    if (socket.bufferedBytes - this.#desk.unsentBytes > limits.maxBufferedBytes) {
      this.#options.log.warn('viewer-too-slow', { address: socket.address, bufferedBytes: socket.bufferedBytes });
      this.close(CLOSE_CODES.tooSlow, 'the viewer takes its data too slowly');
    } else {
      socket.send(frame);
    }
  }

  /** Asks for a sign of life; ends the connection where the last one is still missing. */
  ping(): void {
    if (this.#owesPong) {
      this.#options.socket.terminate();
      return;
    }
    this.#owesPong = true;
    this.#options.socket.ping();
  }

  /** Says goodbye; nothing else is sent or listened to from here on. */
  close(code: number, reason: string): void {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    this.#leave('closing');
    this.#options.socket.close(code, reason);
  }

  terminate(): void {
    this.#options.socket.terminate();
  }

  onText(text: string): void {
    if (this.#state !== 'greeting' && this.#state !== 'open') return;
    if (!this.#messages.take(this.#options.monotonicMs())) {
      this.close(CLOSE_CODES.tooMuch, 'too many messages');
      return;
    }
    const frame = decodeClientFrame(text);
    if (frame.kind === 'message' && frame.message.type === 'hello' && this.#state === 'greeting') {
      this.#greet(frame.message);
    } else if (this.#state === 'greeting') {
      this.close(CLOSE_CODES.unauthorised, 'hello comes first');
    } else if (frame.kind === 'message') {
      this.#take(frame.message);
    } else {
      this.#refuse(frame.problem, frame.requestId);
    }
  }

  onBinary(): void {
    if (this.#state === 'greeting') this.close(CLOSE_CODES.unauthorised, 'hello comes first');
    else if (this.#state === 'open') this.#refuse('Binary frames are for answers; send JSON in text frames.');
  }

  onPong(): void {
    this.#owesPong = false;
  }

  onClose(): void {
    if (this.#state === 'closed') return;
    this.#leave('closed');
    this.#options.onClosed(this);
  }

  #greet({ version, token, code }: Hello): void {
    const { accessKeys, socket, log, onGreeted } = this.#options;
    const admission = accessKeys.admit({ token, code }, socket.address);
    if (admission.kind === 'refused') {
      log.warn('viewer-refused', { address: socket.address, reason: admission.reason });
      this.#turnAway(admission.reason, REFUSALS[admission.reason], CLOSE_CODES.unauthorised);
    } else if (version !== PROTOCOL_VERSION) {
      const message = `This appliance speaks version ${PROTOCOL_VERSION} of the protocol, not ${version}; load the page again.`;
      this.#turnAway('version-mismatch', message, CLOSE_CODES.versionMismatch);
    } else {
      clearTimeout(this.#helloDeadline);
      this.#state = 'open';
      this.#welcome(admission.token);
      onGreeted(this);
    }
  }

  #welcome(token: string): void {
    const { sources } = this.#options;
    this.#reply({
      type: 'welcome',
      version: PROTOCOL_VERSION,
      epoch: sources.epoch,
      token,
      plantTimeMs: sources.plantNowMs(),
      sourceName: sources.sourceName,
      stateRules: sources.stateRules,
      link: sources.link(),
      preparing: [...sources.preparing()],
    });
    this.#reply({ type: 'catalogue', units: [...sources.catalogue()] });
    const facts = sources.facts();
    if (facts !== undefined) this.#reply({ type: 'source', facts });
    this.#reply({ type: 'pins', pins: [...sources.pins()] });
  }

  #turnAway(code: ErrorCode, message: string, closeCode: number): void {
    this.#options.socket.send(encodeMessage({ type: 'error', code, message, retryable: false }));
    this.close(closeCode, code);
  }

  #take(message: ClientMessage): void {
    switch (message.type) {
      case 'hello':
        this.#refuse('Hello was said already.');
        break;
      case 'subscribe':
        this.#options.fanOut.subscribe(this, message.workUnitIds, message.tailMs ?? 0);
        break;
      case 'history':
        this.#desk.ask(message);
        break;
      case 'cancel':
        this.#desk.cancel(message.requestId);
        break;
      case 'pin':
        void this.#pin(message.workUnitId, message.pinned);
        break;
      case 'averages':
        this.#reply(averagesMessage(this.#options.sources.averages()));
        break;
      case 'diagnostics':
        void this.#report();
        break;
    }
  }

  async #report(): Promise<void> {
    const { sources, viewerCount, log } = this.#options;
    try {
      this.#reply({ type: 'diagnostics', report: await sources.diagnostics(viewerCount()) });
    } catch (error) {
      log.warn('no-diagnostics', { message: error instanceof Error ? error.message : String(error) });
    }
  }

  async #pin(workUnitId: string, isPinned: boolean): Promise<void> {
    const problem = await this.#options.sources.setPinned(workUnitId, isPinned);
    if (problem !== undefined) this.#reply({ type: 'error', code: 'not-kept', message: problem, retryable: true });
  }

  #refuse(message: string, requestId?: number): void {
    this.#badMessages += 1;
    const about = requestId === undefined ? {} : { requestId };
    this.#reply({ type: 'error', code: 'bad-message', message, retryable: false, ...about });
    if (this.#badMessages > this.#options.limits.maxBadMessages)
      this.close(CLOSE_CODES.badMessage, 'too many bad messages');
  }

  #reply(message: ServerMessage): void {
    this.send(encodeMessage(message));
  }

  #leave(state: 'closing' | 'closed'): void {
    this.#state = state;
    clearTimeout(this.#helloDeadline);
    this.#desk.cancelAll();
    this.#options.fanOut.leave(this);
  }
}

function averagesMessage({ fromMs, toMs, units }: ReturnType<GatewaySources['averages']>): ServerMessage {
  const shown = units.map(({ workUnitId, series }) => ({
    workUnitId,
    series: series.map(({ average, latest, ...each }) => ({
      ...each,
      average: average ?? null,
      latest: Number.isNaN(latest) ? null : latest,
    })),
  }));
  return { type: 'averages', fromMs, toMs, units: shown };
}
