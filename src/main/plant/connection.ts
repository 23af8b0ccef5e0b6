import { Socket } from 'node:net';
import type pg from 'pg';
import { PlantUnreachableError } from './plant-error';

/**
 * The one place that imports `pg`: every client of Taktline is built here, with every time-out set (pg itself has none)
 * and with the listener without which an idle client's error ends the process. Its pool is not used: see `plant-pool.ts`.
 * Loaded with the first connection: it would be a sixth of what the window's first answer waits for.
 */

/** Where a plant's database is and who we are there. The password is never logged: use `describeAddress` for people. */
export interface PlantAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  /** TLS as Node's `tls.connect` takes it; without it the connection is plain. */
  readonly ssl?: {
    readonly rejectUnauthorized: boolean;
    readonly ca?: string;
    readonly checkServerIdentity?: () => undefined;
  };
  /** What must come first, as a sentence (a person gives the password): until then no connection is tried. */
  readonly notYet?: string;
}

export interface ConnectionOptions {
  /** Shown in `pg_stat_activity`; names the part of Taktline that holds the connection. */
  readonly applicationName: string;
  /** Longest wait for TCP, TLS and login together, in ms. */
  readonly connectTimeoutMs?: number;
  /** Longest run of one statement on the server, in ms; 0 for none. */
  readonly statementTimeoutMs?: number;
  /** Longest wait for an answer on our side, in ms, for a server that has gone silent; 0 for none. */
  readonly queryTimeoutMs?: number;
}

export type PlantConnection = pg.Client;

const DEFAULT_CONNECT_TIMEOUT_MS = 5_000;
const DEFAULT_STATEMENT_TIMEOUT_MS = 30_000;
/** Finds a dead peer of an idle connection in about 13 s; the heartbeat finds it sooner. */
const KEEP_ALIVE_INITIAL_DELAY_MS = 5_000;
/** A peer that has not taken our goodbye by then does not get it. */
const GOODBYE_MS = 1_000;

/**
 * The planner thinks far more rows of a real-time aggregate than there are, and a server with JIT then compiles for
 * seconds what runs for milliseconds (measured: refreshing 30 days took 14.6 s with it, 0.3 s without).
 */
const SESSION_OPTIONS = '-c jit=off';

// int8 (OID 20) arrives as text because it may exceed 2^53; counts and epochs of ours do not.
const INT8_OID = 20;
const typesOf = (driver: typeof pg) => ({
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8_OID
      ? (text: string) => Number(text)
      : driver.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
});

function clientConfig(address: PlantAddress, options: ConnectionOptions): pg.ClientConfig {
  const statementTimeoutMs = options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS;
  return {
    host: address.host,
    port: address.port,
    database: address.database,
    user: address.user,
    ...(address.password === undefined ? {} : { password: address.password }),
    // Said in so many words: left out, pg would read PGSSLMODE.
    ssl: address.ssl ?? false,
    application_name: options.applicationName,
    options: SESSION_OPTIONS,
    connectionTimeoutMillis: options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    query_timeout: options.queryTimeoutMs ?? statementTimeoutMs + 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_INITIAL_DELAY_MS,
  };
}

/** pg keeps its socket to itself, and waits for ever for a silent peer to say goodbye. */
const sockets = new WeakMap<PlantConnection, Socket>();

/**
 * Connects one client that its owner keeps.
 * @param onLost called once when the connection ends by itself, with the reason where there is one
 * @param signal ends the attempt at once
 * @throws the error of `pg` when the connection cannot be made in time; PlantUnreachableError where none may be tried yet; the signal's reason
 */
export async function connectPlant(
  address: PlantAddress,
  options: ConnectionOptions,
  onLost: (error: Error | undefined) => void = () => {},
  signal?: AbortSignal,
): Promise<PlantConnection> {
  signal?.throwIfAborted();
  if (address.notYet !== undefined) throw new PlantUnreachableError(address.notYet);
  const { default: driver } = await import('pg');
  signal?.throwIfAborted();
  const socket = new Socket();
  const config = { ...clientConfig(address, options), types: typesOf(driver) };
  const client = new driver.Client({ ...config, stream: () => socket });
  sockets.set(client, socket);
  let reported = false;
  const report = (error?: Error) => {
    if (reported) return;
    reported = true;
    onLost(error);
  };
  client.on('error', report);
  const abort = () => void socket.destroy(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await client.connect();
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  client.on('end', () => report());
  return client;
}

/** Ends a connection without waiting for it: says goodbye, and after a second cuts off a peer that does not answer. */
export function dropPlant(client: PlantConnection): void {
  const cutOff = setTimeout(() => sockets.get(client)?.destroy(), GOODBYE_MS);
  client.end().then(
    () => clearTimeout(cutOff),
    // It was broken already: nobody is left to say goodbye to.
    () => clearTimeout(cutOff),
  );
}
