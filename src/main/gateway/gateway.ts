import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ViewersSnapshot } from '../../shared/diagnostics';
import { CLOSE_CODES, type ServerMessage } from '../../shared/protocol';
import type { AccessKeys } from './access-keys';
import { AllowedCallers } from './allowed-callers';
import { FanOut } from './fan-out';
import { FigureFrames } from './figure-frames';
import { FrontDoor } from './front-door';
import { listenFailure } from './gateway-failure';
import { DEFAULT_GATEWAY_LIMITS, type GatewayLimits } from './gateway-limits';
import type { GatewayLog, GatewaySources } from './gateway-sources';
import { GreetingFrames } from './greeting-frames';
import { Heartbeats } from './heartbeats';
import { pathOf } from './http-answers';
import { HttpPages, wayOf } from './http-pages';
import { type LanFacts, type LanOptions, LanService } from './lan-service';
import { SliceWriter, type WriteJob } from './slice-writer';
import { UntrustedPages } from './untrusted-pages';
import { Viewer, type ViewerOptions } from './viewer';
import { encodeMessage, type SharedFrame } from './viewer-socket';
import { WaitingRoom } from './waiting-room';
import { WebSocketGate } from './web-socket-server';

/** The WebSocket's path; everything else is a file of the renderer. */
export const LIVE_PATH = '/live';

export interface GatewayOptions {
  /** Serves the network by TLS; this machine alone, in plain text, where it is not given. */
  readonly lan?: LanOptions;
  /** Address to listen on; where none is given every one of this machine, or 127.0.0.1 without `lan`. */
  readonly host?: string;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** The built renderer. */
  readonly staticFolder: string;
  readonly sources: GatewaySources;
  readonly accessKeys: AccessKeys;
  readonly log: GatewayLog;
  /** Origin of the app's own window. */
  readonly appOrigin?: string;
  readonly limits?: Partial<GatewayLimits>;
  /** Never jumps, ms. */
  readonly monotonicMs?: () => number;
  /** Told how long an update was under way to a viewer until it was acknowledged, ms. */
  readonly onLag?: (ms: number) => void;
}

export interface Gateway {
  /** For a browser on this machine, such as `http://127.0.0.1:4711/`. */
  readonly url: string;
  /** Where viewers connect, such as `ws://127.0.0.1:4711/live`. */
  readonly liveUrl: string;
  readonly port: number;
  /** Viewers that have been let in. */
  viewerCount(): number;
  /** Viewers' keys by which somebody is in at this moment. */
  viewerIds(): ReadonlySet<string>;
  /** Looks at names and certificate of the network now. */
  lookAtLan(): Promise<void>;
  /** How it is reached from the network; undefined where that is not served. */
  lan(): LanFacts | undefined;
  /** How they are doing. */
  viewers(): ViewersSnapshot;
  /** Tells the viewers (4503) and ends; idempotent. */
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const EVERY_ADDRESS = '::';
const EVERY_IPV4_ADDRESS = '0.0.0.0';
/** Connections for pages, beside the viewers' own. */
const MAX_PAGE_SOCKETS = 512;
const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;
/** Connections that the system holds until they are taken: a thousand screens may come back in one moment. */
const BACKLOG = 4_096;

/**
 * Starts the data plane: pages over HTTP and the protocol of docs/protocol.md over WebSocket, on one port.
 * @throws GatewayFailure when the address cannot be listened on
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const host = options.host ?? (options.lan === undefined ? LOOPBACK : EVERY_ADDRESS);
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS });
  const port = await listen(server, host, options.port ?? 0);
  // Where the network is served, this machine is served in plain text on loopback as well.
  const shown = `${options.lan === undefined ? bracketed(host) : LOOPBACK}:${port}`;
  const lan = options.lan && new LanService({ ...options.lan, log: options.log });
  const gateway = new RunningGateway(server, options, { port, lan });
  await lan?.look();
  return {
    url: `http://${shown}/`,
    liveUrl: `ws://${shown}${LIVE_PATH}`,
    port,
    viewerCount: () => gateway.viewerCount,
    viewerIds: () => gateway.viewerIds,
    lookAtLan: async () => lan?.look(),
    lan: () => lan?.facts,
    viewers: () => gateway.viewers(),
    close: () => gateway.close(),
  };
}

/**
 * Door, sockets and viewers, fitted together and closed in order. Above 300 lines because it is where the parts meet: the
 * options that it is given, the rounds that it makes, who is in.
 */
class RunningGateway {
  readonly #server: Server;
  readonly #limits: GatewayLimits;
  readonly #callers: AllowedCallers;
  readonly #sockets: WebSocketGate;
  readonly #fanOut: FanOut;
  readonly #writer: SliceWriter;
  readonly #greeting: GreetingFrames;
  readonly #figures = new FigureFrames();
  readonly #heartbeats: Heartbeats;
  readonly #viewerOptions: ViewerOptions;
  readonly #connected = new Set<Viewer>();
  readonly #greeted = new Set<Viewer>();
  readonly #waitingRoom: WaitingRoom<Viewer>;
  readonly #door: FrontDoor | undefined;
  readonly #stops: readonly (() => void)[];
  #closing: Promise<void> | undefined;
  #allGone: () => void = () => {};

  constructor(
    server: Server,
    options: GatewayOptions,
    { port, lan }: { readonly port: number; readonly lan: LanService | undefined },
  ) {
    const { sources, staticFolder, log, appOrigin = 'app://taktline' } = options;
    this.#server = server;
    this.#limits = { ...DEFAULT_GATEWAY_LIMITS, ...options.limits };
    this.#callers = new AllowedCallers({ port, appOrigin });
    server.maxConnections = this.#limits.maxConnections + MAX_PAGE_SOCKETS;
    this.#door = lan && this.#openTo(lan);
    this.#sockets = new WebSocketGate(this.#limits);
    this.#waitingRoom = new WaitingRoom(this.#limits);
    const { monotonicMs: nowMs = () => performance.now(), onLag = () => {} } = options;
    const { sliceMs, lag, maxResumeBytes } = this.#limits;
    this.#writer = new SliceWriter({ sliceMs, nowMs: () => performance.now(), yieldThen: setImmediate, after });
    this.#heartbeats = new Heartbeats({
      ...{ intervalMs: this.#limits.heartbeatMs, nowMs },
      encode: () => encodeMessage({ type: 'heartbeat', plantTimeMs: sources.plantNowMs() }),
    });
    const earlyHeartbeat = () => this.#heartbeats.early();
    this.#fanOut = new FanOut({ sources, writer: this.#writer, lag, maxResumeBytes, nowMs, earlyHeartbeat, onLag });
    this.#greeting = new GreetingFrames(sources, nowMs);
    this.#viewerOptions = {
      ...{ sources, accessKeys: options.accessKeys, log, monotonicMs: nowMs, fanOut: this.#fanOut },
      ...{ limits: this.#limits, greeting: this.#greeting, figures: this.#figures, viewers: () => this.viewers() },
      onGreeted: (greeted) => this.#letIn(greeted),
      onClosed: (closed) => this.#forget(closed),
    };
    const pages = new HttpPages({
      ...{ staticFolder, callers: this.#callers, livePath: LIVE_PATH, log },
      untrusted: lan && new UntrustedPages({ callers: this.#callers, facts: () => lan.facts }),
      metrics: () => sources.metrics(this.viewers()),
    });
    server.on('request', (request, response) => void pages.answer(request, response));
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#stops = [
      sources.onUpdate((update) => this.#fanOut.publish(update)),
      sources.onCatalogue((units) => {
        this.#greeting.forget();
        this.#sendPatiently(this.#greeting.catalogue(units));
      }),
      sources.onFacts((facts) => {
        this.#greeting.forget();
        this.#broadcast({ type: 'source', facts });
      }),
      sources.onLink((link) => this.#broadcast({ type: 'link', link })),
      sources.onPreparing((preparing) => this.#broadcast({ type: 'preparing', preparing: [...preparing] })),
      sources.onRevision((stretches) => this.#broadcast({ type: 'revision', stretches: [...stretches] })),
      sources.onFigures((figures) => {
        const following = [...this.#greeted].filter(({ followsFigures }) => followsFigures);
        if (following.length > 0) this.#send(this.#figures.of(figures), following);
      }),
      sources.onPins((pins) => {
        this.#greeting.forget();
        this.#broadcast({ type: 'pins', pins: [...pins] });
      }),
      every(this.#limits.heartbeatMs, () => this.#beat()),
      every(this.#limits.lagSweepMs, () => this.#fanOut.sweep()),
      every(this.#limits.pingMs, () => this.#inSlices(this.#connected, (viewer) => viewer.lookForLife())),
      options.accessKeys.onRevoked((viewerId) => {
        for (const viewer of this.#greeted) if (viewer.viewerId === viewerId) viewer.revoke();
      }),
      ...(lan === undefined ? [] : [every(this.#limits.lanLookMs, () => void lan.look())]),
    ];
  }

  #openTo(lan: LanService): FrontDoor {
    const { helloDeadlineMs: greetingMs, maxSocketsPerAddress } = this.#limits;
    const door = new FrontDoor(this.#server, { greetingMs, maxSocketsPerAddress });
    lan.onFacts = ({ names, certificate }) => {
      this.#callers.setNetworkNames([...names.hosts, ...names.addresses, ...(certificate?.hosts ?? [])]);
      if (certificate !== undefined) door.setCertificate(certificate);
    };
    return door;
  }

  get viewerCount(): number {
    return this.#greeted.size;
  }

  get viewerIds(): ReadonlySet<string> {
    return new Set([...this.#greeted].flatMap(({ viewerId }) => viewerId ?? []));
  }

  /** How the viewers are doing, for diagnostics. */
  viewers(): ViewersSnapshot {
    return { count: this.#greeted.size, ...this.#fanOut.counters };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const stop of this.#stops) stop();
    this.#writer.clear();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await this.#sayGoodbye();
    this.#door?.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #sayGoodbye(): Promise<void> {
    if (this.#connected.size === 0) return;
    const gone = new Promise<void>((resolve) => {
      this.#allGone = resolve;
    });
    for (const viewer of this.#connected) viewer.close(CLOSE_CODES.shuttingDown, 'the appliance stops');
    const cutOff = setTimeout(() => {
      for (const viewer of this.#connected) viewer.terminate();
    }, this.#limits.closeMs);
    await gone;
    clearTimeout(cutOff);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A peer that breaks off during the handshake is no news.
    socket.on('error', () => {});
    const refusal = this.#refusalOf(request);
    if (refusal !== undefined) turnAway(socket, refusal);
    else this.#accept(request, socket, head);
  }

  #accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.accept(request, socket, head, (viewerSocket) => {
      const viewer = new Viewer(viewerSocket, this.#viewerOptions);
      this.#connected.add(viewer);
      this.#waitingRoom.enter(viewer, request.socket.remoteAddress);
      return viewer;
    });
  }

  #refusalOf({ headers, url, socket }: IncomingMessage): string | undefined {
    const way = wayOf(socket);
    const isOurs =
      way !== undefined && this.#callers.isOurHost(headers.host, way) && this.#callers.isOurOrigin(headers.origin, way);
    if (!isOurs) return '403 Forbidden';
    if (pathOf(url ?? '/') !== LIVE_PATH) return '404 Not Found';
    const isFull =
      this.#connected.size >= this.#limits.maxConnections || this.#waitingRoom.isFullFor(socket.remoteAddress);
    return isFull || this.#closing !== undefined ? '503 Service Unavailable' : undefined;
  }

  #letIn(viewer: Viewer): void {
    this.#greeted.add(viewer);
    this.#waitingRoom.leave(viewer);
  }

  #forget(viewer: Viewer): void {
    this.#connected.delete(viewer);
    this.#waitingRoom.leave(viewer);
    this.#greeted.delete(viewer);
    if (this.#connected.size === 0) this.#allGone();
  }

  #broadcast(message: ServerMessage): void {
    if (this.#greeted.size === 0) return;
    this.#send(encodeMessage(message));
  }

  /** To everybody who has not got it together with an update. */
  #beat(): void {
    const { number, frame } = this.#heartbeats.take();
    this.#inSlices(this.#greeted, (viewer) => {
      if (!this.#fanOut.hasHeartbeat(viewer, number)) viewer.send(frame);
    });
  }

  /** To everybody who is there now, or some of them. */
  #send(frame: SharedFrame, to: Iterable<Viewer> = this.#greeted): void {
    this.#inSlices(to, (viewer) => viewer.send(frame));
  }

  /** The catalogue of a large plant to a thousand screens is a hundred megabytes: live values do not wait for it. */
  #sendPatiently(frame: SharedFrame): void {
    this.#writer.addPatient(forEach(this.#greeted, (viewer) => viewer.send(frame)));
  }

  #inSlices(viewers: Iterable<Viewer>, run: (viewer: Viewer) => void): void {
    this.#writer.add(forEach(viewers, run));
    this.#writer.start();
  }
}

/** A step for each who is among them now. */
function forEach(viewers: Iterable<Viewer>, run: (viewer: Viewer) => void): WriteJob {
  const all = [...viewers].values();
  return {
    step: () => {
      const next = all.next();
      if (next.done !== true) run(next.value);
      return next.done !== true;
    },
  };
}

/** Where there is no IPv6, every address is every IPv4 one. */
function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const lacksIpv6 = error.code === 'EAFNOSUPPORT' || error.code === 'EADDRNOTAVAIL';
      if (host === EVERY_ADDRESS && lacksIpv6) resolve(listen(server, EVERY_IPV4_ADDRESS, port));
      else reject(listenFailure(error, host, port));
    });
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.removeAllListeners('error');
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function every(intervalMs: number, run: () => void): () => void {
  const timer = setInterval(run, intervalMs);
  return () => clearInterval(timer);
}

function after(waitMs: number, run: () => void): () => void {
  const timer = setTimeout(run, waitMs);
  return () => clearTimeout(timer);
}

function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
