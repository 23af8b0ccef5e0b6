import { ClientMessage, type ServerMessage } from '../../../../src/shared/protocol';
import type { OpenSocket, SocketEvents } from '../../../../src/shared/viewer/socket';

/** One connection as the gateway's side sees it: what the client sent, and what it is told. */
export class FakeConnection {
  readonly sent: ClientMessage[] = [];
  closedByClient = false;
  readonly url: string;
  readonly #events: SocketEvents;

  constructor(url: string, events: SocketEvents) {
    this.url = url;
    this.#events = events;
  }

  open(): void {
    this.#events.opened();
  }
  say(message: ServerMessage): void {
    this.#events.received(JSON.stringify(message));
  }
  sayRaw(data: unknown): void {
    this.#events.received(data);
  }
  close(code = 1006, reason = ''): void {
    this.#events.closed(code, reason);
  }
  welcome(plantTimeMs = 1_000_000): void {
    this.say(welcomeMessage(plantTimeMs));
  }
}

export function welcomeMessage(plantTimeMs: number): Extract<ServerMessage, { type: 'welcome' }> {
  return {
    type: 'welcome',
    version: 1,
    epoch: 'e',
    token: 'viewer-token',
    plantTimeMs,
    sourceName: 'demo plant',
    stateRules: { stateMetric: 'state', codes: {}, stoppedBelowAvailability: 0.3, slowBelowPerformance: 0.8 },
    link: { state: 'online', asOfMs: plantTimeMs, reason: null, feed: 'listen' },
    preparing: [],
  };
}

/** Every connection that a client opened, newest last. */
export class FakeNetwork {
  readonly connections: FakeConnection[] = [];

  readonly openSocket: OpenSocket = (url, events) => {
    const connection = new FakeConnection(url, events);
    this.connections.push(connection);
    return {
      send: (text) => connection.sent.push(ClientMessage.parse(JSON.parse(text))),
      close: () => {
        connection.closedByClient = true;
      },
    };
  };

  get last(): FakeConnection {
    const connection = this.connections.at(-1);
    if (connection === undefined) throw new Error('the client has opened no connection');
    return connection;
  }
}
