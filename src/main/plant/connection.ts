import pg from 'pg';

/**
 * The one place that imports `pg`: every client and pool of Taktline is built here, with every time-out set
 * (pg itself has none) and with the listener without which an idle client's error ends the process.
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

export interface PoolOptions extends ConnectionOptions {
  readonly maxConnections: number;
  readonly idleTimeoutMs?: number;
}

export type PlantClient = pg.ClientBase;
export type PlantPool = pg.Pool;
export type PlantConnection = pg.Client;

const DEFAULT_CONNECT_TIMEOUT_MS = 5_000;
const DEFAULT_STATEMENT_TIMEOUT_MS = 30_000;
const DEFAULT_IDLE_TIMEOUT_MS = 10_000;
/** Finds a dead peer of an idle connection in about 13 s; the heartbeat finds it sooner. */
const KEEP_ALIVE_INITIAL_DELAY_MS = 5_000;

/**
 * The planner thinks far more rows of a real-time aggregate than there are, and a server with JIT then compiles for
 * seconds what runs for milliseconds (measured: refreshing 30 days took 14.6 s with it, 0.3 s without).
 */
const SESSION_OPTIONS = '-c jit=off';

// int8 (OID 20) arrives as text because it may exceed 2^53; counts and epochs of ours do not.
const INT8_OID = 20;
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8_OID
      ? (text: string) => Number(text)
      : pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
};

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
    types,
  };
}

/**
 * Connects one client that its owner keeps (listening, heartbeat, provisioning, simulator).
 * @param onLost called once when the connection ends by itself, with the reason where there is one
 * @throws the error of `pg` when the connection cannot be made in time
 */
export async function connectPlant(
  address: PlantAddress,
  options: ConnectionOptions,
  onLost: (error: Error | undefined) => void = () => {},
): Promise<PlantConnection> {
  const client = new pg.Client(clientConfig(address, options));
  let reported = false;
  const report = (error?: Error) => {
    if (reported) return;
    reported = true;
    onLost(error);
  };
  client.on('error', report);
  await client.connect();
  client.on('end', () => report());
  return client;
}

/**
 * A pool for short statements.
 * @param onIdleError told of idle clients that broke; the pool replaces them by itself
 */
export function createPlantPool(
  address: PlantAddress,
  options: PoolOptions,
  onIdleError: (error: Error) => void,
): PlantPool {
  const pool = new pg.Pool({
    ...clientConfig(address, options),
    max: options.maxConnections,
    idleTimeoutMillis: options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS,
  });
  pool.on('error', onIdleError);
  // The pool listens to idle clients only. One that breaks while it is lent out, or on its way out, would end the
  // process: who runs a statement on it hears of that through the statement.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
