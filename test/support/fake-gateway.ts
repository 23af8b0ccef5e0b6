import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { EventBook } from '../../src/main/events/event-book';
import { PlantCalendar } from '../../src/shared/calendar/calendar-rules';
import { encodeHistoryFrame } from '../../src/shared/history-frame';
import {
  ClientMessage,
  type PinnedUnit,
  type PlantLink,
  PROTOCOL_VERSION,
  type Preparing,
  type ServerMessage,
  type SourceFacts,
} from '../../src/shared/protocol';
import { BUCKET_RESOLUTIONS } from '../../src/shared/series';
import type { TimeRange } from '../../src/shared/time';
import { sampleReport } from './diagnostics-report';
import { fakeFigures } from './fake-figures';
import { fakeCatalogue, fakeHistory, liveUnit, openShop, snapshotUnit } from './fake-shop';

/**
 * A gateway that speaks the real protocol over a shop that is only computed: for looking at the renderer, and for testing it
 * alone in a browser. Serves the built renderer under the same content policy as the product.
 */
export interface FakeGateway {
  readonly url: string;
  readonly port: number;
  /** One use each, as in the product. */
  newCode(): string;
  setLink(link: Partial<PlantLink>): void;
  setPreparing(preparing: readonly Preparing[]): void;
  /** From now on every answer calls these stretches (ms) still being made. */
  setUnprepared(ranges: readonly TimeRange[]): void;
  /** No word any more, sockets stay open: a frozen appliance. */
  freeze(frozen: boolean): void;
  /** No new samples; heartbeats go on. */
  silence(silent: boolean): void;
  /** Cuts every socket at once. */
  cut(): void;
  /** Sends any text to every viewer. */
  sendRaw(text: string): void;
  close(): Promise<void>;
}

export interface FakeGatewayOptions {
  readonly staticFolder: string;
  readonly units?: number;
  readonly port?: number;
  /** Seconds of the shop in one second of the machine, for hours in minutes; 1 unless given. */
  readonly speed?: number;
}

const TICK_MS = 1_000;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const STATE_RULES = {
  stateMetric: 'state',
  codes: { '1': 'running', '2': 'slow', '3': 'stopped', '4': 'change-over', '5': 'planned-stop' },
  stoppedBelowAvailability: 0.3,
  slowBelowPerformance: 0.8,
} as const;

const SOURCE_FACTS: SourceFacts = {
  sourceName: 'demo plant',
  stateRules: { ...STATE_RULES, codes: { ...STATE_RULES.codes } },
  tables: ['metric', 'oee'],
  levels: { metric: [...BUCKET_RESOLUTIONS], oee: [...BUCKET_RESOLUTIONS] },
  keptFor: { metric: [], oee: [] },
  localTimes: { metric: null, oee: null },
  // As its figures have it: three shifts of eight hours, a break an hour after each begins.
  calendar: PlantCalendar.parse({
    default: {
      timeZone: 'UTC',
      shifts: [
        { name: 'Night shift', start: '00:00', end: '08:00' },
        { name: 'Early shift', start: '08:00', end: '16:00' },
        { name: 'Late shift', start: '16:00', end: '00:00' },
      ],
      dailyStops: ['01', '09', '17'].map((hour) => ({ name: 'Break', start: `${hour}:00`, end: `${hour}:15` })),
    },
  }),
};

/** Starts a fake gateway on loopback. */
export async function startFakeGateway({
  staticFolder,
  units = 6,
  port = 0,
  speed = 1,
}: FakeGatewayOptions): Promise<FakeGateway> {
  const startedMs = Date.now();
  openShop(startedMs);
  const shopNowMs = () => Math.round(startedMs + (Date.now() - startedMs) * speed);
  const viewers = new Set<WebSocket>();
  const codes = new Set<string>();
  let link: PlantLink = { state: 'online', asOfMs: startedMs, reason: null, feed: 'listen' };
  let preparing: readonly Preparing[] = [];
  let unprepared: readonly TimeRange[] = [];
  let frozen = false;
  let silent = false;
  let sequence = 1;
  let sentToMs = startedMs;
  const catalogue = () => fakeCatalogue(units, shopNowMs());

  const http = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = normalize(pathname === '/' ? '/index.html' : pathname);
    try {
      const body = await readFile(join(staticFolder, path));
      const self = `127.0.0.1:${(http.address() as AddressInfo).port}`;
      response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
      response.setHeader(
        'content-security-policy',
        `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; worker-src 'self'; connect-src ws://${self}`,
      );
      response.end(body);
    } catch {
      // A missing file is the only failure that a test's page can run into.
      response.writeHead(404).end();
    }
  });
  const send = (socket: WebSocket, message: ServerMessage) => {
    if (!frozen) socket.send(JSON.stringify(message));
  };
  const all = (message: ServerMessage) => {
    for (const socket of viewers) send(socket, message);
  };

  let pins: readonly PinnedUnit[] = [];
  const greet = (socket: WebSocket, key: { token?: string | undefined; code?: string | undefined }) => {
    if (key.token !== 'fake-token' && !codes.delete(key.code ?? '')) {
      const code = key.code === undefined ? 'unauthorised' : 'code-expired';
      send(socket, { type: 'error', code, message: 'The key does not hold.', retryable: false });
      return socket.close(4401);
    }
    viewers.add(socket);
    const plantTimeMs = shopNowMs();
    send(socket, {
      type: 'welcome',
      version: PROTOCOL_VERSION,
      epoch: 'fake',
      token: 'fake-token',
      plantTimeMs,
      sourceName: 'demo plant',
      stateRules: { ...STATE_RULES, codes: { ...STATE_RULES.codes } },
      link,
      preparing: [...preparing],
    });
    send(socket, { type: 'catalogue', units: catalogue() });
    send(socket, { type: 'source', facts: SOURCE_FACTS });
    send(socket, { type: 'pins', pins: [...pins] });
  };

  const snapshot = (socket: WebSocket, wanted: 'all' | readonly string[], tailMs: number) => {
    const nowMs = sentToMs;
    const live = catalogue()
      .map((unit, index) => snapshotUnit(unit, index, tailMs, nowMs))
      .filter(({ workUnitId }) => wanted === 'all' || wanted.includes(workUnitId));
    send(socket, { type: 'snapshot', epoch: 'fake', sequence, units: live });
  };

  const pin = (workUnitId: string, pinned: boolean) => {
    pins = pins.filter((each) => each.workUnitId !== workUnitId);
    if (pinned) pins = [...pins, { workUnitId, state: 'fetching', tilesOnBoard: 42, tilesWanted: 99 }];
    all({ type: 'pins', pins: [...pins] });
  };

  const averages = (socket: WebSocket) => {
    const toMs = sentToMs;
    const units = catalogue().map(({ workUnitId, series }) => ({
      workUnitId,
      series: series.map(({ table, name }) => {
        const average = table === 'oee' ? 0.8125 : 83.4;
        return { table, name, count: 300, average, latestMs: toMs, latest: average };
      }),
    }));
    send(socket, { type: 'averages', fromMs: toMs - 300_000, toMs, units });
  };

  const figures = (socket: WebSocket) => {
    for (const of of ['current', 'last'] as const)
      send(socket, { type: 'figures', ...fakeFigures(of, catalogue(), sentToMs) });
  };

  const book = new EventBook({
    history: {
      answer: async ({ series, range, resolution }) =>
        series.map((each) => {
          const index = catalogue().findIndex(({ workUnitId }) => workUnitId === each.workUnitId);
          const asked = { requestId: 0, series: each, index, range, pointBudget: 1_000, level: resolution };
          return { ...fakeHistory({ ...asked, nowMs: sentToMs }), asOfMs: sentToMs };
        }),
      isRefused: () => false,
    },
    ...{ units: catalogue, rules: () => ({ ...STATE_RULES, codes: { ...STATE_RULES.codes } }), nowMs: () => sentToMs },
    limitDelays: { onDelaySeconds: 0, offDelaySeconds: 60 },
    nextTurn: async () => {},
  });
  const tellEvents = async (socket: WebSocket, message: Extract<ClientMessage, { type: 'states' | 'events' }>) => {
    const { signal } = new AbortController();
    const { requestId } = message;
    if (message.type === 'states') send(socket, { type: 'states', requestId, ...(await book.states(message, signal)) });
    else send(socket, { type: 'events', requestId, ...(await book.events(message, signal)) });
  };

  const handle = (socket: WebSocket, message: ClientMessage) => {
    if (message.type === 'hello') return greet(socket, message);
    if (!viewers.has(socket)) return socket.close(4401);
    if (message.type === 'subscribe') return snapshot(socket, message.workUnitIds, message.tailMs ?? 0);
    if (message.type === 'averages') return averages(socket);
    if (message.type === 'figures') return figures(socket);
    if (message.type === 'diagnostics') return send(socket, { type: 'diagnostics', report: sampleReport() });
    if (message.type === 'cancel' || message.type === 'ack' || frozen) return undefined;
    if (message.type === 'pin') return pin(message.workUnitId, message.pinned);
    if (message.type === 'states' || message.type === 'events') return void tellEvents(socket, message);
    const ids = catalogue().map(({ workUnitId }) => workUnitId);
    const { requestId, range, resolution, pointBudget = 1_000 } = message;
    for (const series of message.series)
      socket.send(
        encodeHistoryFrame({
          ...fakeHistory({
            requestId,
            series,
            index: ids.indexOf(series.workUnitId),
            range,
            pointBudget,
            nowMs: sentToMs,
            level: resolution,
          }),
          preparing: [...unprepared],
        }),
      );
    return undefined;
  };

  const sockets = new WebSocketServer({ server: http, path: '/live' });
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => handle(socket, ClientMessage.parse(JSON.parse(String(data)))));
    socket.on('close', () => viewers.delete(socket));
  });
  const ticker = setInterval(() => {
    const nowMs = shopNowMs();
    all({ type: 'heartbeat', plantTimeMs: nowMs });
    if (silent || frozen || link.state === 'offline') return;
    sequence += 1;
    const live = catalogue().map((unit, index) => liveUnit(unit, index, sentToMs, nowMs));
    sentToMs = nowMs;
    all({ type: 'update', sequence, units: live.filter(({ series }) => series.length > 0) });
  }, TICK_MS / speed);

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', resolve);
  });
  const bound = (http.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}/`,
    port: bound,
    newCode: () => {
      const code = `code-${Math.random().toString(36).slice(2)}`;
      codes.add(code);
      return code;
    },
    setLink: (change) => {
      link = { ...link, ...change };
      all({ type: 'link', link });
    },
    setPreparing: (to) => {
      preparing = to;
      all({ type: 'preparing', preparing: [...to] });
    },
    setUnprepared: (to) => {
      unprepared = to;
    },
    freeze: (to) => {
      frozen = to;
    },
    silence: (to) => {
      silent = to;
    },
    cut: () => {
      for (const socket of viewers) socket.terminate();
    },
    sendRaw: (text) => {
      for (const socket of viewers) socket.send(text);
    },
    close: async () => {
      clearInterval(ticker);
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
