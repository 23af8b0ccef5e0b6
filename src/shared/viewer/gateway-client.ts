import { backoffMs } from '../backoff';
import type { EventsAnswer, EventsQuestion, StatesAnswer, StatesQuestion } from '../events';
import type { HistoryAnswer } from '../history-frame';
import { ACK_INTERVAL_MS, type ClientMessage, PROTOCOL_VERSION, type ServerMessage } from '../protocol';
import type { Access, Key } from './access';
import type { After } from './after';
import { type ApplianceLink, GIVE_UP_AFTER_MS, linkAfterSilence } from './appliance-link';
import { type AnswerPart, askEvents, askHistory, askStates, type HistoryRequest } from './asked-questions';
import { type ClientState, type Refusal, refusalOfClose } from './client-state';
import { decodeFrame } from './decode-frame';
import { HistoryFailure, PendingRequests } from './pending-requests';
import type { OpenSocket, SocketHandle } from './socket';
import { StreamPosition } from './stream-position';

/** A connection that has not been welcomed by then is tried again. */
const WELCOME_DEADLINE_MS = 8_000;
/** How often the silence of the link is looked at: late and offline show within a quarter of a second. */
const WATCH_INTERVAL_MS = 250;
/** A watch that itself comes this late tells of a sleeping tab, whose messages still queue: not of a dead appliance. */
const WATCH_OVERSLEPT_MS = 2_000;

/** What a screen follows, and how much of the recent past (ms) it wants with the latest values. */
export interface Following {
  readonly workUnitIds: 'all' | readonly string[];
  readonly tailMs: number;
}

/** What the client tells its owner, in the order in which it happens. */
export interface GatewayEvents {
  stateChanged(state: ClientState): void;
  linkChanged(link: ApplianceLink): void;
  /** Every decoded message, welcome and errors included. */
  message(message: ServerMessage): void;
  /** Something was wrong that the screen survives: one sentence for the log. */
  problem(sentence: string): void;
}

export interface GatewayClientOptions {
  readonly access: Access;
  readonly openSocket: OpenSocket;
  readonly events: GatewayEvents;
  readonly after: After;
  /** Monotonic ms. */
  readonly nowMs: () => number;
  /** 0..1, for the jitter. */
  readonly random: () => number;
}

/** The one connection of a screen to its appliance: greets, follows every work unit, asks for history, and heals itself. */
export class GatewayClient {
  readonly #options: GatewayClientOptions;
  readonly #requests: PendingRequests<AnswerPart>;
  readonly #position = new StreamPosition();
  #state: ClientState = { name: 'idle' };
  #following: Following = { workUnitIds: 'all', tailMs: 0 };
  #link: ApplianceLink = 'connecting';
  #socket: SocketHandle | undefined;
  /** Counts attempts: what an older attempt still reports is of no interest. */
  #attempt = 0;
  #failures = 0;
  /** The last error of this connection. */
  #lastError: Extract<ServerMessage, { type: 'error' }> | undefined;
  #isByCode = false;
  #heardAtMs = 0;
  #watchedAtMs = 0;
  #stopTimer: () => void = () => undefined;
  #stopWatch: () => void = () => undefined;
  #stopAck: (() => void) | undefined;

  constructor(options: GatewayClientOptions) {
    this.#options = options;
    this.#requests = new PendingRequests((message) => this.#send(message), options.after);
  }

  get state(): ClientState {
    return this.#state;
  }

  /** Starts, or tries again at once where it waits or was refused. */
  connect(): void {
    const { name } = this.#state;
    if (name === 'idle' || name === 'waiting' || name === 'refused') this.#connect();
  }

  /** Ends the connection for good. */
  close(): void {
    this.#drop();
    this.#enter({ name: 'closed' });
  }

  /** Replaces what this screen follows, now and after every reconnect; the appliance answers with a snapshot. */
  follow(following: Following): void {
    const same = JSON.stringify(following) === JSON.stringify(this.#following);
    this.#following = following;
    if (same) return;
    this.#position.subscribedAnew();
    if (this.#state.name === 'live') this.#subscribe();
  }

  /** Keeps a unit's past on board of the appliance, or lets it go; the store shows what came of it. Not connected: nothing. */
  pin(workUnitId: string, pinned: boolean): void {
    if (this.#state.name === 'live') this.#send({ type: 'pin', workUnitId, pinned });
  }

  /**
   * Stored samples of some series.
   * @throws HistoryFailure when not connected, refused, late or cut off; the signal's reason when aborted
   */
  async history(request: HistoryRequest, signal: AbortSignal): Promise<readonly HistoryAnswer[]> {
    return askHistory(this.#connected(), request, signal);
  }

  /** What units did over a range. @throws as {@link history} */
  async states(question: StatesQuestion, signal: AbortSignal): Promise<StatesAnswer> {
    return askStates(this.#connected(), question, signal);
  }

  /** Stops, limit violations and losses of data within a range. @throws as {@link history} */
  async events(question: EventsQuestion, signal: AbortSignal): Promise<EventsAnswer> {
    return askEvents(this.#connected(), question, signal);
  }

  /** Asks for something; the answer comes as a message, and not while there is no connection. */
  ask(type: 'averages' | 'diagnostics' | 'figures'): void {
    if (this.#state.name === 'live') this.#send({ type });
  }

  #connect(): void {
    this.#drop();
    this.#lastError = undefined;
    this.#enter({ name: 'connecting' });
    const attempt = this.#attempt;
    this.#stopTimer = this.#options.after(WELCOME_DEADLINE_MS, () => this.#lost('The appliance does not answer.'));
    this.#options.access.key().then(
      (key) => {
        if (attempt === this.#attempt) this.#open(key, attempt);
      },
      (error: unknown) => {
        if (attempt === this.#attempt) this.#lost(`The app gave no address: ${String(error)}`);
      },
    );
  }

  #open(key: Key, attempt: number): void {
    if ('none' in key) {
      this.#refuse('no-key', 'This screen has no key.');
      return;
    }
    const mine = (handle: () => void) => () => {
      if (attempt === this.#attempt) handle();
    };
    const { url, ...secret } = key;
    this.#isByCode = 'code' in key;
    this.#socket = this.#options.openSocket(url, {
      opened: mine(() => {
        this.#enter({ name: 'greeting' });
        this.#send({ type: 'hello', version: PROTOCOL_VERSION, ...secret });
      }),
      received: (data) => mine(() => this.#received(data))(),
      closed: (code, reason) => mine(() => this.#closedByPeer(code, reason))(),
    });
  }

  #received(data: unknown): void {
    this.#heardAtMs = this.#options.nowMs();
    const frame = decodeFrame(data);
    if (frame.kind === 'bad') this.#options.events.problem(`A message of the appliance was left out: ${frame.problem}`);
    else if (frame.kind === 'history') this.#requests.answered(frame.answer);
    else this.#handle(frame.message);
    if (this.#state.name === 'live') this.#showLink('online');
  }

  #handle(message: ServerMessage): void {
    if (message.type === 'welcome') this.#welcomed(message.token, message.lastingToken === true);
    if (message.type === 'error') {
      this.#lastError = message;
      this.#requests.refused(message);
    }
    if (message.type === 'states' || message.type === 'events') this.#requests.answered(message);
    this.#position.received(message);
    this.#options.events.message(message);
    this.#acknowledge();
  }

  /**
   * Tells the appliance what has been taken in, by which it knows a screen that falls behind. Mostly on receiving
   * something: the timers of a page that nobody looks at may come a minute late, messages do not.
   */
  #acknowledge(): void {
    const sequence = this.#position.takeAck(this.#options.nowMs());
    if (sequence !== undefined) this.#send({ type: 'ack', sequence });
    if (!this.#position.hasUnacknowledged || this.#stopAck !== undefined) return;
    this.#stopAck = this.#options.after(ACK_INTERVAL_MS, () => {
      this.#stopAck = undefined;
      this.#acknowledge();
    });
  }

  #welcomed(token: string, isLasting: boolean): void {
    this.#failures = 0;
    this.#stopTimer();
    this.#options.access.accepted(token, isLasting);
    this.#enter({ name: 'live' });
    this.#position.connected(this.#options.nowMs(), this.#options.random());
    this.#subscribe();
    this.#watchedAtMs = this.#options.nowMs();
    this.#watch();
  }

  #subscribe(): void {
    const { workUnitIds, tailMs } = this.#following;
    const resume = this.#position.resumePoint;
    this.#send({
      type: 'subscribe',
      workUnitIds: workUnitIds === 'all' ? 'all' : [...workUnitIds],
      tailMs,
      ...(resume === undefined ? {} : { resume }),
    });
  }

  #watch(): void {
    this.#stopWatch = this.#options.after(WATCH_INTERVAL_MS, () => {
      const nowMs = this.#options.nowMs();
      const overslept = nowMs - this.#watchedAtMs > WATCH_OVERSLEPT_MS;
      this.#watchedAtMs = nowMs;
      const silentMs = nowMs - this.#heardAtMs;
      this.#showLink(linkAfterSilence(silentMs));
      if (silentMs > GIVE_UP_AFTER_MS && !overslept) this.#lost('The appliance has gone silent.');
      else this.#watch();
    });
  }

  #closedByPeer(code: number, reason: string): void {
    // What it said before its goodbye is for people; the goodbye itself is a word for programs.
    const said = this.#state.name === 'live' ? undefined : this.#lastError;
    const refusal = refusalOfClose(code, said?.code, this.#isByCode);
    if (refusal === undefined) this.#lost(said?.message ?? (reason || 'The connection to the appliance was closed.'));
    else if (refusal !== 'version-mismatch' && this.#options.access.refused())
      this.#lost('The key is asked for again.');
    else this.#refuse(refusal, said?.message ?? reason);
  }

  #lost(reason: string): void {
    this.#failures += 1;
    const waitMs = backoffMs(this.#failures, this.#options.random());
    this.#drop();
    this.#enter({ name: 'waiting', reason });
    this.#stopTimer = this.#options.after(waitMs, () => this.#connect());
  }

  #refuse(refusal: Refusal, message: string): void {
    this.#drop();
    this.#enter({ name: 'refused', refusal, message });
  }

  /** @throws HistoryFailure when not connected */
  #connected(): PendingRequests<AnswerPart> {
    if (this.#state.name !== 'live') throw new HistoryFailure('Not connected to the appliance.', true);
    return this.#requests;
  }

  /** Leaves the present connection, if any: its timers, its socket and what was asked on it. */
  #drop(): void {
    this.#attempt += 1;
    this.#stopTimer();
    this.#stopWatch();
    this.#stopAck?.();
    this.#stopAck = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    this.#requests.failAll('The connection to the appliance broke.');
    if (this.#link !== 'connecting') this.#showLink('offline');
  }

  #send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #enter(state: ClientState): void {
    this.#state = state;
    this.#options.events.stateChanged(state);
  }

  #showLink(link: ApplianceLink): void {
    if (link === this.#link) return;
    this.#link = link;
    this.#options.events.linkChanged(link);
  }
}
