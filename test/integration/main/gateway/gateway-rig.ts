import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { AccessKeys } from '../../../../src/main/gateway/access-keys';
import { type Gateway, startGateway } from '../../../../src/main/gateway/gateway';
import type { GatewayLimits } from '../../../../src/main/gateway/gateway-limits';
import type { GatewaySources, GatewayUpdate, HistoryQuestion } from '../../../../src/main/gateway/gateway-sources';
import type { LanOptions } from '../../../../src/main/gateway/lan-service';
import { ViewerKeys } from '../../../../src/main/gateway/viewer-keys';
import type { DiagnosticsReport, ViewersSnapshot } from '../../../../src/shared/diagnostics';
import type { HistoryAnswer } from '../../../../src/shared/history-frame';
import {
  type CatalogueUnit,
  type ClientMessage,
  type LiveUnit,
  type PinnedUnit,
  type PlantLink,
  PROTOCOL_VERSION,
  type Preparing,
  type RevisedStretch,
  ServerMessage,
} from '../../../../src/shared/protocol';
import type { ShiftFigures } from '../../../../src/shared/shift-figures';
import { sampleReport } from '../../../support/diagnostics-report';
import { SecretFilesTwin } from '../../../support/secret-files';

export const NOW_MS = Date.UTC(2026, 10, 23, 12);

/** A plant whose every word a test speaks. */
export class SpokenSources implements GatewaySources {
  readonly epoch = 'epoch-1';
  readonly sourceName = 'test plant';
  readonly stateRules = { stateMetric: 'state', codes: {}, stoppedBelowAvailability: 0.1, slowBelowPerformance: 0.8 };
  readonly questions: HistoryQuestion[] = [];
  answer: (question: HistoryQuestion, signal: AbortSignal) => Promise<readonly Omit<HistoryAnswer, 'requestId'>[]> =
    async () => [];
  units: readonly LiveUnit[] = [];
  sequence = 0;
  readonly #update = new Listeners<GatewayUpdate>();
  readonly #link = new Listeners<PlantLink>();
  readonly #catalogue = new Listeners<readonly CatalogueUnit[]>();
  readonly #preparing = new Listeners<readonly Preparing[]>();
  readonly #revision = new Listeners<readonly RevisedStretch[]>();
  readonly #pins = new Listeners<readonly PinnedUnit[]>();
  readonly #figures = new Listeners<ShiftFigures>();
  readonly onUpdate = this.#update.add;
  readonly onFacts = () => () => {};
  readonly onLink = this.#link.add;
  readonly onCatalogue = this.#catalogue.add;
  readonly onPreparing = this.#preparing.add;
  readonly onRevision = this.#revision.add;
  readonly onPins = this.#pins.add;
  readonly onFigures = this.#figures.add;
  made: readonly ShiftFigures[] = [];
  pinned: readonly PinnedUnit[] = [];
  /** What pinning answers. */
  pinProblem: string | undefined;

  answerHistory(question: HistoryQuestion, signal: AbortSignal) {
    this.questions.push(question);
    return this.answer(question, signal);
  }

  answerStates: GatewaySources['answerStates'] = async ({ range }) => ({ range, untilMs: range.toMs, units: [] });
  answerEvents: GatewaySources['answerEvents'] = async ({ range }) => ({
    ...{ range, untilMs: range.toMs, events: [], total: 0, resolution: null, unknown: [], unread: [] },
  });

  snapshot(workUnitIds: readonly string[] | 'all'): GatewayUpdate {
    const units = this.units.filter(({ workUnitId }) => workUnitIds === 'all' || workUnitIds.includes(workUnitId));
    return { sequence: this.sequence, units };
  }

  /** Remembered since this sequence. */
  forgottenTo = 0;
  readonly #said: GatewayUpdate[] = [];

  workUnitIds(): readonly string[] {
    return this.units.map(({ workUnitId }) => workUnitId);
  }

  settle(): number {
    return this.sequence;
  }

  updatesSince(sequence: number): readonly GatewayUpdate[] | undefined {
    if (sequence < this.forgottenTo || sequence > this.sequence) return undefined;
    return this.#said.filter((update) => update.sequence > sequence);
  }

  say(units: readonly LiveUnit[]): void {
    this.sequence += 1;
    const update = { sequence: this.sequence, units };
    this.#said.push(update);
    this.#update.tell(update);
  }

  sayLink(link: PlantLink): void {
    this.#link.tell(link);
  }

  sayCatalogue(units: readonly CatalogueUnit[]): void {
    this.#catalogue.tell(units);
  }

  sayPreparing(preparing: readonly Preparing[]): void {
    this.#preparing.tell(preparing);
  }

  figures(): readonly ShiftFigures[] {
    return this.made;
  }

  sayFigures(figures: ShiftFigures): void {
    this.made = [...this.made.filter(({ of }) => of !== figures.of), figures];
    this.#figures.tell(figures);
  }

  pins(): readonly PinnedUnit[] {
    return this.pinned;
  }

  async setPinned(workUnitId: string, isPinned: boolean): Promise<string | undefined> {
    if (this.pinProblem !== undefined) return this.pinProblem;
    const others = this.pinned.filter((pin) => pin.workUnitId !== workUnitId);
    const added: PinnedUnit = { workUnitId, state: 'fetching', tilesOnBoard: 0, tilesWanted: 9 };
    this.pinned = isPinned ? [...others, added] : others;
    this.#pins.tell(this.pinned);
    return undefined;
  }

  sayRevision(stretches: readonly RevisedStretch[]): void {
    this.#revision.tell(stretches);
  }

  get listenerCount(): number {
    const others = this.#catalogue.size + this.#preparing.size + this.#revision.size;
    return this.#update.size + this.#link.size + others;
  }

  catalogue(): readonly CatalogueUnit[] {
    return [{ workUnitId: 'press-1', displayName: null, line: null, series: [] }];
  }

  facts(): undefined {
    return undefined;
  }

  link(): PlantLink {
    return { state: 'online', asOfMs: NOW_MS, reason: null, feed: 'listen' };
  }

  preparing(): readonly Preparing[] {
    return [];
  }

  plantNowMs(): number {
    return NOW_MS;
  }

  averages() {
    const series = [
      { table: 'metric' as const, name: 'temperature', count: 3, average: 71.5, latestMs: NOW_MS, latest: Number.NaN },
    ];
    return { fromMs: NOW_MS - 300_000, toMs: NOW_MS, units: [{ workUnitId: 'press-1', series }] };
  }

  async diagnostics(viewers: ViewersSnapshot): Promise<DiagnosticsReport> {
    return sampleReport({ viewers });
  }

  async metrics(viewers: ViewersSnapshot): Promise<{ text: string; contentType: string }> {
    return { text: `taktline_viewers ${viewers.count}\n`, contentType: 'text/plain; version=0.0.4' };
  }
}

class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly add = (listener: (value: T) => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get size(): number {
    return this.#listeners.size;
  }

  tell(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }
}

export function liveUnit(workUnitId: string, value: number, samples = 1): LiveUnit {
  const timesMs = Array.from({ length: samples }, (_, at) => NOW_MS + at);
  const series = [{ table: 'metric' as const, name: 'temperature', timesMs, values: timesMs.map(() => value) }];
  return { workUnitId, series, touched: [] };
}

export interface Rig {
  readonly gateway: Gateway;
  readonly sources: SpokenSources;
  readonly keys: AccessKeys;
  readonly viewers: ViewerKeys;
  readonly logged: string[];
  /** How long updates were under way, of each that was acknowledged. */
  readonly lagged: readonly number[];
  /** Moves the clock of keys and rate limits. */
  pass(ms: number): void;
  connect(options?: ConnectOptions): Client;
  /** Connected, greeted, with welcome and catalogue read. */
  greeted(options?: ConnectOptions): Promise<Client>;
  stop(): Promise<void>;
}

export interface ConnectOptions {
  readonly origin?: string;
  readonly host?: string;
  readonly path?: string;
}

export async function startRig(limits: Partial<GatewayLimits> = {}, host?: string, lan?: LanOptions): Promise<Rig> {
  const staticFolder = await mkdtemp(join(tmpdir(), 'taktline-pages-'));
  await writeFile(join(staticFolder, 'index.html'), '<!doctype html><title>Taktline</title>');
  const sources = new SpokenSources();
  let nowMs = 0;
  const monotonicMs = () => nowMs;
  const logged: string[] = [];
  const lagged: number[] = [];
  const write = (event: string, fields: unknown) => logged.push(`${event} ${JSON.stringify(fields)}`);
  const log = { info: write, warn: write };
  const viewers = new ViewerKeys({ folder: new SecretFilesTwin(), randomBytes, nowMs: Date.now, log });
  await viewers.start();
  const keys = new AccessKeys({ monotonicMs, randomBytes, viewers });
  const gateway = await startGateway({
    ...{ staticFolder, sources, accessKeys: keys, log, limits, monotonicMs, onLag: (ms: number) => lagged.push(ms) },
    ...(host === undefined ? {} : { host }),
    ...(lan === undefined ? {} : { lan }),
  });
  const connect = (options: ConnectOptions = {}) => {
    const headers = options.host === undefined ? {} : { host: options.host };
    const origin = options.origin === undefined ? {} : { origin: options.origin };
    return new Client(
      new WebSocket(`ws://127.0.0.1:${gateway.port}${options.path ?? '/live'}`, { headers, ...origin }),
    );
  };
  return {
    ...{ gateway, sources, keys, viewers, logged, lagged, connect },
    pass: (ms) => {
      nowMs += ms;
    },
    greeted: async (options) => {
      const client = connect(options);
      await client.opened;
      client.say({ type: 'hello', version: PROTOCOL_VERSION, token: keys.sessionToken });
      await client.next('welcome');
      await client.next('catalogue');
      return client;
    },
    stop: async () => {
      await gateway.close();
      await viewers.close();
      await rm(staticFolder, { recursive: true });
    },
  };
}

type Received = ServerMessage | Uint8Array;

/** A viewer as a stranger would write it: it keeps what it gets until it is asked for. */
export class Client {
  readonly socket: WebSocket;
  readonly opened: Promise<void>;
  /** Close code, or HTTP status where the handshake was refused. */
  readonly closed: Promise<number>;
  readonly received: Received[] = [];
  #look: () => void = () => {};
  #taken = 0;

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.opened = new Promise((resolve) => socket.once('open', resolve));
    this.closed = new Promise((resolve) => {
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.once('close', (code) => resolve(code));
    });
    socket.on('error', () => {});
    socket.on('message', (data: Buffer, isBinary) => {
      this.received.push(isBinary ? new Uint8Array(data) : ServerMessage.parse(JSON.parse(data.toString())));
      this.#look();
    });
  }

  say(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The next message of this type that was not taken yet; others before it are passed over. */
  async next<T extends ServerMessage['type']>(type: T): Promise<Extract<ServerMessage, { type: T }>> {
    for (;;) {
      const message = await this.#nextReceived();
      if (!(message instanceof Uint8Array) && message.type === type)
        return message as Extract<ServerMessage, { type: T }>;
    }
  }

  /** The next binary frame. */
  async nextBinary(): Promise<Uint8Array> {
    for (;;) {
      const message = await this.#nextReceived();
      if (message instanceof Uint8Array) return message;
    }
  }

  /** Every message so far but heartbeats. */
  types(): readonly string[] {
    return this.received
      .map((each) => (each instanceof Uint8Array ? 'binary' : each.type))
      .filter((type) => type !== 'heartbeat');
  }

  async #nextReceived(): Promise<Received> {
    for (;;) {
      const message = this.received[this.#taken];
      if (message !== undefined) {
        this.#taken += 1;
        return message;
      }
      await new Promise<void>((resolve) => {
        this.#look = resolve;
      });
    }
  }
}
