import type { ViewersSnapshot } from '../../shared/diagnostics';
import {
  CLOSE_CODES,
  type ClientMessage,
  type ErrorCode,
  PROTOCOL_VERSION,
  type ServerMessage,
} from '../../shared/protocol';
import type { AccessKeys, Admitted } from './access-keys';
import { averagesMessage } from './averages-message';
import { decodeClientFrame } from './client-frames';
import { EventDesk } from './event-desk';
import type { FanOut } from './fan-out';
import type { FigureFrames } from './figure-frames';
import type { GatewayLimits } from './gateway-limits';
import type { GatewayLog, GatewaySources } from './gateway-sources';
import type { GreetingFrames } from './greeting-frames';
import { HistoryDesk } from './history-desk';
import { REFUSALS, REVOKED } from './refusals';
import { SignOfLife } from './sign-of-life';
import { TokenBucket } from './token-bucket';
import { encodeMessage, type SharedFrame, type ViewerSocket, type ViewerSocketHandlers } from './viewer-socket';

/** What all viewers of a gateway share. */
export interface ViewerOptions {
  readonly sources: GatewaySources;
  readonly accessKeys: AccessKeys;
  readonly fanOut: FanOut;
  readonly limits: GatewayLimits;
  readonly log: GatewayLog;
  readonly monotonicMs: () => number;
  readonly greeting: GreetingFrames;
  readonly figures: FigureFrames;
  /** How the screens that have been let in are doing. */
  readonly viewers: () => ViewersSnapshot;
  readonly onGreeted: (viewer: Viewer) => void;
  readonly onClosed: (viewer: Viewer) => void;
}

type Hello = Extract<ClientMessage, { type: 'hello' }>;

/**
 * One connection: greeting (nothing is answered but a right hello, or refused a wrong one) → maybe pairing (its token is
 * being made) → open → closing (goodbye said) → closed. Above 300 lines because what is heard and sent is judged by that one
 * state; what is done about it lies in the files beside.
 */
export class Viewer implements ViewerSocketHandlers {
  readonly #socket: ViewerSocket;
  readonly #options: ViewerOptions;
  readonly #messages: TokenBucket;
  readonly #life = new SignOfLife();
  /** Most screens never ask for history of their own. */
  #desk: HistoryDesk | undefined;
  #events: EventDesk | undefined;
  #helloDeadline: ReturnType<typeof setTimeout> | undefined;
  #state: 'greeting' | 'pairing' | 'open' | 'closing' | 'closed' = 'greeting';
  #viewerId: string | undefined;
  #followsFigures = false;
  #badMessages = 0;
  /** Bytes of a large frame that was sent by intent, a snapshot for one: until it has left, they are no lag. */
  #allowanceBytes = 0;

  constructor(socket: ViewerSocket, options: ViewerOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#messages = new TokenBucket(options.limits.messages);
    this.#helloDeadline = setTimeout(() => {
      this.close(CLOSE_CODES.unauthorised, 'no hello in time');
    }, options.limits.helloDeadlineMs);
  }

  /** Whose key it came in by; undefined for a key that ends with the appliance, and before it is in. */
  get viewerId(): string | undefined {
    return this.#viewerId;
  }

  /** Whether it has asked to be told of the shifts' figures. */
  get followsFigures(): boolean {
    return this.#followsFigures;
  }

  /** Its key is valid no more. */
  revoke(): void {
    this.#turnAway('unauthorised', REVOKED, CLOSE_CODES.unauthorised);
  }

  /** Sends a frame that many get; a viewer whose network does not take it is closed instead. */
  send(frame: SharedFrame): void {
    if (this.#state !== 'open') return;
    const socket = this.#socket;
    const { limits } = this.#options;
    if (socket.bufferedBytes > limits.maxBufferedBytes && this.#isFull()) {
      this.closeSlow('too much waits in the appliance for the viewer');
    } else {
      socket.send(frame);
      this.#allow(frame.bytes.length);
    }
  }

  closeSlow(reason: string): void {
    const { address, bufferedBytes } = this.#socket;
    this.#options.log.warn('viewer-too-slow', { address, bufferedBytes, reason });
    this.close(CLOSE_CODES.tooSlow, reason);
  }

  /** Asks who has said nothing since the last look for a sign of life; ends the connection where one was asked for in vain. */
  lookForLife(): void {
    const verdict = this.#life.look();
    if (verdict === 'gone') this.#socket.terminate();
    else if (verdict === 'ask') this.#socket.ping();
  }

  /** Says goodbye; nothing else is sent or listened to from here on. */
  close(code: number, reason: string): void {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    this.#leave('closing');
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  onText(text: string): void {
    this.#life.heard();
    if (!this.#listens()) return;
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

  onAck(sequence: number): void {
    this.#life.heard();
    if (!this.#listens()) return;
    if (this.#state === 'greeting') this.close(CLOSE_CODES.unauthorised, 'hello comes first');
    else this.#options.fanOut.acked(this, sequence);
  }

  onBinary(): void {
    this.#life.heard();
    if (this.#state === 'greeting') this.close(CLOSE_CODES.unauthorised, 'hello comes first');
    else if (this.#state === 'open') this.#refuse('Binary frames are for answers; send JSON in text frames.');
  }

  onPong(): void {
    this.#life.heard();
  }

  onClose(): void {
    if (this.#state === 'closed') return;
    this.#leave('closed');
    this.#options.onClosed(this);
  }

  /** Whether the viewer may say something now; one that says too much, or too early, is closed. */
  #listens(): boolean {
    if (this.#state === 'pairing') this.close(CLOSE_CODES.unauthorised, 'welcome comes first');
    if (this.#state !== 'greeting' && this.#state !== 'open') return false;
    const mayTalk = this.#messages.take(this.#options.monotonicMs());
    if (!mayTalk) this.close(CLOSE_CODES.tooMuch, 'too many messages');
    return mayTalk;
  }

  #greet({ version, token, code }: Hello): void {
    const { accessKeys, log } = this.#options;
    const admission = accessKeys.admit({ token, code }, this.#socket);
    if (admission.kind === 'refused') {
      log.warn('viewer-refused', { address: this.#socket.address, reason: admission.reason });
      const { code: errorCode, message, closeCode = CLOSE_CODES.unauthorised } = REFUSALS[admission.reason];
      this.#turnAway(errorCode, message, closeCode);
    } else if (version !== PROTOCOL_VERSION) {
      const message = `This appliance speaks version ${PROTOCOL_VERSION} of the protocol, not ${version}; load the page again.`;
      this.#turnAway('version-mismatch', message, CLOSE_CODES.versionMismatch);
    } else if (admission.kind === 'pairing') {
      this.#forgetDeadline();
      this.#state = 'pairing';
      void this.#pair(admission.pair);
    } else this.#letIn(admission);
  }

  async #pair(pair: () => Promise<Admitted>): Promise<void> {
    const { log } = this.#options;
    try {
      const admitted = await pair();
      log.info('viewer-paired', { address: this.#socket.address, viewer: admitted.viewerId ?? '' });
      if (this.#state === 'pairing') this.#letIn(admitted);
    } catch (error) {
      log.warn('viewer-not-paired', { message: error instanceof Error ? error.message : String(error) });
      this.#turnAway('not-kept', 'The key could not be kept on the appliance’s disk.', CLOSE_CODES.unauthorised);
    }
  }

  #letIn({ token, viewerId }: Admitted): void {
    this.#forgetDeadline();
    this.#state = 'open';
    this.#viewerId = viewerId;
    this.#welcome(token);
    this.#options.onGreeted(this);
  }

  /** In one write: a thousand screens may come in one moment. */
  #welcome(token: string): void {
    const { sources, greeting } = this.#options;
    const { sourceName, stateRules, frames } = greeting.now();
    const welcome = encodeMessage({
      type: 'welcome',
      version: PROTOCOL_VERSION,
      epoch: sources.epoch,
      token,
      ...(this.#viewerId === undefined ? {} : { lastingToken: true }),
      plantTimeMs: sources.plantNowMs(),
      sourceName,
      stateRules,
      link: sources.link(),
      preparing: [...sources.preparing()],
    });
    const together = [welcome, ...frames];
    this.#socket.sendTogether(together);
    this.#allow(together.reduce((sum, { bytes }) => sum + bytes.length, 0));
  }

  #turnAway(code: ErrorCode, message: string, closeCode: number): void {
    this.#socket.send(encodeMessage({ type: 'error', code, message, retryable: false }));
    this.close(closeCode, code);
  }

  #take(message: ClientMessage): void {
    switch (message.type) {
      case 'hello':
        this.#refuse('Hello was said already.');
        break;
      case 'subscribe':
        this.#options.fanOut.subscribe(this, { ...message, tailMs: message.tailMs ?? 0 });
        break;
      case 'ack':
        this.#options.fanOut.acked(this, message.sequence);
        break;
      case 'history':
        this.#history().ask(message);
        break;
      case 'cancel':
        this.#desk?.cancel(message.requestId);
        this.#events?.cancel(message.requestId);
        break;
      case 'pin':
        void this.#pin(message.workUnitId, message.pinned);
        break;
      case 'averages':
        this.#reply(averagesMessage(this.#options.sources.averages()));
        break;
      case 'figures':
        this.#followFigures();
        break;
      case 'states':
      case 'events':
        this.#eventDesk().ask(message);
        break;
      case 'diagnostics':
        void this.#report();
        break;
    }
  }

  #history(): HistoryDesk {
    const { sources, log, limits } = this.#options;
    this.#desk ??= new HistoryDesk({
      sources,
      log,
      maxRequestsInFlight: limits.maxRequestsInFlight,
      replies: {
        sendFrame: (bytes) => this.#socket.sendBinary(bytes),
        sendError: (error) => this.#reply({ type: 'error', ...error }),
      },
    });
    return this.#desk;
  }

  #eventDesk(): EventDesk {
    const { sources, log, limits } = this.#options;
    const reply = (message: ServerMessage) => this.#reply(message);
    this.#events ??= new EventDesk({ sources, log, reply, maxRequestsInFlight: limits.maxEventQuestionsInFlight });
    return this.#events;
  }

  /** Who asks again has been told all of them already. */
  #followFigures(): void {
    if (this.#followsFigures) return;
    this.#followsFigures = true;
    const { sources, figures } = this.#options;
    for (const each of sources.figures()) this.send(figures.of(each));
  }

  async #report(): Promise<void> {
    const { sources, viewers, log } = this.#options;
    try {
      this.#reply({ type: 'diagnostics', report: await sources.diagnostics(viewers()) });
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

  #allow(bytes: number): void {
    if (bytes > this.#options.limits.maxBufferedBytes / 2) this.#allowanceBytes += bytes;
  }

  /** Whether live values wait beyond the bound: history and a snapshot under way do not count. */
  #isFull(): boolean {
    const { limits } = this.#options;
    const waiting = this.#socket.bufferedBytes - (this.#desk?.unsentBytes ?? 0);
    if (waiting <= limits.maxBufferedBytes) this.#allowanceBytes = 0;
    return waiting > limits.maxBufferedBytes + this.#allowanceBytes;
  }

  #reply(message: ServerMessage): void {
    this.send(encodeMessage(message));
  }

  #forgetDeadline(): void {
    clearTimeout(this.#helloDeadline);
    this.#helloDeadline = undefined;
  }

  #leave(state: 'closing' | 'closed'): void {
    this.#state = state;
    if (this.#viewerId !== undefined) this.#options.accessKeys.left(this.#viewerId);
    this.#forgetDeadline();
    this.#desk?.cancelAll();
    this.#events?.cancelAll();
    this.#options.fanOut.leave(this);
  }
}
