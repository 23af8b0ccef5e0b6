import { randomInt } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { ClientSession } from './client-session';
import { EngineSqlError, type PlantEngine } from './engine';
import { DATABASE } from './engine-facts';
import { HoldStatistics } from './hold-statistics';
import { quoteLiteral } from './session-settings';
import { type Seat, SharedSession } from './shared-session';
import { decodeStartup, type StartupRequest } from './startup';
import {
  AUTHENTICATION_OK_FRAME,
  backendKeyDataFrame,
  errorFrame,
  FrameReader,
  ProtocolError,
  parameterStatusFrame,
  readyForQueryFrame,
  type TextRow,
} from './wire';

/** The TCP front of the embedded plant: what a PostgreSQL server is to its clients, on loopback, without passwords. */

export interface FrontOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly onBroken: (error: unknown) => void;
  readonly log: (line: string) => void;
  /** A steady clock, ms. */
  readonly now: () => number;
  /** Processor time that this process has used, ms. */
  readonly cpuMs: () => number;
  /** How long a client may idle inside a transaction while others wait, in ms. */
  readonly idleInTransactionMs: number;
}

/** Only this machine: the roles have no passwords. */
const HOST = '127.0.0.1';
const MAX_UNIT_BYTES = 256 * 1024 * 1024;
const MAX_STARTUP_BYTES = 10_000;
/** A client that leaves this much unread is cut off before it fills our memory. */
const MAX_UNREAD_BYTES = 256 * 1024 * 1024;
const MAX_CLIENTS = 200;

/** Reported to a client at its start, as a server does; read once. */
const REPORTED_PARAMETERS = [
  'server_version',
  'server_encoding',
  'client_encoding',
  'DateStyle',
  'IntervalStyle',
  'TimeZone',
  'integer_datetimes',
  'standard_conforming_strings',
];

export class PlantFront {
  readonly session: SharedSession;
  readonly statistics: HoldStatistics;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #options: FrontOptions;
  #reported: readonly (readonly [name: string, value: string])[] = [];
  #nextId = 1;

  constructor(engine: PlantEngine, options: FrontOptions) {
    this.#options = options;
    this.statistics = new HoldStatistics();
    this.session = new SharedSession(engine, {
      statistics: this.statistics,
      idleInTransactionMs: options.idleInTransactionMs,
      onBroken: options.onBroken,
      now: options.now,
      cpuMs: options.cpuMs,
    });
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  /**
   * Begins to listen and gives the port.
   * @throws Error with one sentence when the port is in use
   */
  async listen(): Promise<number> {
    const names = REPORTED_PARAMETERS.map(quoteLiteral).join(', ');
    const { rows } = await this.session.run(
      'front',
      `SELECT name, setting FROM pg_settings WHERE name IN (${names})`,
      'client',
    );
    this.#reported = rows.map(([name, value]) => [name ?? '', value ?? ''] as const);
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) => reject(listenError(error, this.#options.port)));
      this.#server.listen(this.#options.port, HOST, resolve);
    });
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : this.#options.port;
  }

  /** Takes no new clients and cuts off the present ones; resolves when their transactions are rolled back. */
  async disconnectClients(): Promise<void> {
    this.#server.close();
    const closed = [...this.#sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }

  /** Cuts off every client, then lets the present turn end. */
  async close(): Promise<void> {
    await this.disconnectClients();
    await this.session.close();
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    const connection = new Connection(socket, this.#nextId++, this.session, this.#reported, this.#options.log);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      connection.closed();
    });
    if (this.#sockets.size > MAX_CLIENTS) connection.refuse('53300', 'sorry, too many clients already');
  }
}

/** One client's socket, from its first byte to its end. */
class Connection {
  readonly #socket: Socket;
  readonly #id: number;
  readonly #session: SharedSession;
  readonly #reported: readonly (readonly [string, string])[];
  readonly #log: (line: string) => void;
  readonly #reader = new FrameReader(MAX_UNIT_BYTES);
  #state: 'starting' | 'admitting' | 'open' | 'closed' = 'starting';
  #seat: Seat | undefined;

  constructor(
    socket: Socket,
    id: number,
    session: SharedSession,
    reported: readonly (readonly [string, string])[],
    log: (line: string) => void,
  ) {
    this.#socket = socket;
    this.#id = id;
    this.#session = session;
    this.#reported = reported;
    this.#log = log;
    // A reset is followed by 'close', where everything is cleaned up.
    socket.on('error', (error) => this.#log(`plant_client_lost id=${id} reason=${error.message}`));
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('end', () => socket.end());
  }

  closed(): void {
    this.#state = 'closed';
    if (this.#seat !== undefined) this.#session.leave(this.#seat);
  }

  refuse(code: string, message: string): void {
    this.#dismiss(errorFrame('FATAL', code, message));
  }

  #receive(chunk: Buffer): void {
    this.#reader.push(chunk);
    this.#readFrames();
  }

  #readFrames(): void {
    try {
      // While it is being admitted, what has come stays in the reader.
      while (this.#state === 'starting' || this.#state === 'open') {
        const message = this.#reader.next();
        if (message === undefined) return;
        if (this.#state === 'starting') this.#start(message);
        else this.#take(message);
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.refuse('08P01', error.message);
    }
  }

  #take(message: Buffer): void {
    const unit = this.#seat?.client.take(message);
    if (unit !== undefined && this.#seat !== undefined) this.#session.submit(this.#seat, unit);
  }

  #start(message: Buffer): void {
    if (message.length > MAX_STARTUP_BYTES) throw new ProtocolError('invalid length of startup packet');
    const request = decodeStartup(message);
    switch (request.kind) {
      case 'encryption':
        this.#socket.write('N');
        return;
      case 'cancel':
        // The engine cannot be interrupted: accepted and without effect, as a late one is on a server.
        this.#socket.end();
        this.#state = 'closed';
        return;
      case 'startup':
        this.#reader.expectTypedFrames();
        this.#state = 'admitting';
        this.#admit(request).catch((error: unknown) => this.#refuseAfter(error));
        return;
    }
  }

  async #admit(request: StartupRequest): Promise<void> {
    if (request.database !== DATABASE) return this.refuse('3D000', `database "${request.database}" does not exist`);
    const sql = `SELECT rolcanlogin, rolsuper FROM pg_catalog.pg_roles WHERE rolname = ${quoteLiteral(request.user)}`;
    const { rows } = await this.#session.run('front', sql, 'client');
    const [role] = rows;
    if (role === undefined) return this.refuse('28000', `role "${request.user}" does not exist`);
    if (role[0] !== 't') return this.refuse('28000', `role "${request.user}" is not permitted to log in`);
    await this.#checkSettings(request.settings);
    if (this.#state !== 'admitting') return;
    this.#open(request, role);
  }

  /** A setting that does not exist is told at once, as a server does. */
  async #checkSettings(settings: ReadonlyMap<string, string>): Promise<void> {
    if (settings.size === 0) return;
    const calls = [...settings].map(
      ([name, value]) => `set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`,
    );
    await this.#session.run('front', `SELECT ${calls.join(', ')}`, 'client');
  }

  #open(request: StartupRequest, role: TextRow): void {
    const identity = {
      id: this.#id,
      user: request.user,
      isSuperuser: role[1] === 't',
      applicationName: request.applicationName,
      startupSettings: request.settings,
    };
    this.#seat = {
      client: new ClientSession(identity, MAX_UNIT_BYTES),
      deliver: (frames) => this.#deliver(frames),
      dismiss: (frames) => this.#dismiss(frames),
    };
    this.#session.join(this.#seat);
    this.#state = 'open';
    this.#deliver(Buffer.concat(this.#greeting(request, identity.isSuperuser)));
    this.#readFrames();
  }

  #greeting(request: StartupRequest, isSuperuser: boolean): Buffer[] {
    const own: [string, string][] = [
      ['application_name', request.applicationName],
      ['is_superuser', isSuperuser ? 'on' : 'off'],
      ['session_authorization', request.user],
    ];
    return [
      AUTHENTICATION_OK_FRAME,
      ...[...this.#reported, ...own].map(([name, value]) => parameterStatusFrame(name, value)),
      backendKeyDataFrame(this.#id, randomInt(2 ** 31)),
      readyForQueryFrame('I'),
    ];
  }

  #refuseAfter(error: unknown): void {
    if (error instanceof EngineSqlError) this.refuse(error.code, error.message);
    else this.#log(`plant_admission_failed id=${this.#id} reason=${String(error)}`);
  }

  #deliver(frames: Buffer): void {
    if (this.#socket.destroyed || frames.length === 0) return;
    if (this.#socket.writableLength > MAX_UNREAD_BYTES) {
      this.#log(`plant_client_dropped id=${this.#id} unreadBytes=${this.#socket.writableLength}`);
      this.#socket.destroy();
    } else this.#socket.write(frames);
  }

  #dismiss(frames: Buffer): void {
    this.#state = 'closed';
    // Without waiting for the peer's own end: it may be what does not answer.
    this.#socket.end(frames, () => this.#socket.destroy());
    if (this.#seat !== undefined) this.#session.leave(this.#seat);
  }
}

function listenError(error: Error, port: number): Error {
  const inUse = 'code' in error && error.code === 'EADDRINUSE';
  return inUse ? new Error(`Port ${port} is in use; choose another one with --port, or 0 for any free one.`) : error;
}
