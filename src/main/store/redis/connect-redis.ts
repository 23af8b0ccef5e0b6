import type { Cluster, Redis } from 'ioredis';
import { clusterSlot } from './cluster-slot';
import type { FleetConnect, FleetConnection, FleetKeys, LeaseAnswer } from './fleet-connection';
import { PUBLISH, RELEASE_LEASE, TAKE_LEASE } from './fleet-scripts';
import type { RedisAddress } from './redis-address';
import { type RedisConnect, type RedisConnection, RedisReplyError, type RedisValue } from './redis-connection';
import { SET_NEWER, TAKE_LOCK } from './set-newer';

/**
 * The one file that imports ioredis. Its defaults queue without bound, retry twenty times and wait for ever (73 s until
 * the first error of a dead server, none at all of a frozen one): here nothing is queued, nothing retried, every command
 * has a time-out, and a connection that fails is given up. Who connects anew, and when, is `RedisLink`'s affair. Above 300
 * lines because both connections, for tiles and for the fleet, need its types.
 */
const COMMAND_TIMEOUT_MS = 250;
/** The lease and its stream are nobody's waiting: a busy moment of Redis must not send every appliance to the plant. */
const FLEET_TIMEOUT_MS = 1_000;
/** For TCP, TLS, login and the first question together; a shared cache stands in the same building. */
const CONNECT_TIMEOUT_MS = 1_000;
/** Commands of one pipeline: their answers come together, and what a slow line has brought by then is used. */
const PIPELINE_COMMANDS = 32;
/** Bytes of one pipeline that writes: a read never waits behind much more. */
const PIPELINE_BYTES = 128 * 1024;

type Client = Redis | Cluster;
const isCluster = (client: Client): client is Cluster => client.isCluster;
type Pipeline = ReturnType<Client['pipeline']>;

/** Connects to one server, through sentinels or to a cluster. @param timeoutMs longest that a command waits for its answer */
export function connectRedis(address: RedisAddress, timeoutMs = COMMAND_TIMEOUT_MS): RedisConnect {
  return async (onLost) => new IoredisConnection(await openClient(address, timeoutMs, onLost), timeoutMs);
}

/**
 * The same for lease and stream.
 * @param waitMs longest that a read waits for an entry on this connection; 0: nothing waits on it
 */
export function connectFleet(address: RedisAddress, waitMs: number): FleetConnect {
  const timeoutMs = waitMs + FLEET_TIMEOUT_MS;
  return async (onLost) => new IoredisFleetConnection(await openClient(address, timeoutMs, onLost), timeoutMs);
}

async function openClient(
  address: RedisAddress,
  commandTimeoutMs: number,
  onLost: (error: Error | undefined) => void,
): Promise<Client> {
  const client = await clientOf(address, commandTimeoutMs);
  let told: Error | undefined;
  // ioredis says its reason in one event and the end in another; without a listener the first would end the process.
  client.on('error', (error: Error) => {
    told = error;
  });
  try {
    await inTime(client.connect());
  } catch (error) {
    client.disconnect();
    // "Connection is closed." says less than the reason that came before it.
    throw inOurWords(told ?? error);
  }
  client.once('end', () => onLost(told === undefined ? undefined : inOurWords(told)));
  return client;
}

/** What every client is told, whatever it connects to. */
function commonOptions({ database, username, password, tls }: RedisAddress, commandTimeout: number) {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls }),
    db: database,
    connectionName: 'taktline',
    // Every server understands it, and our answers are the same.
    protocol: 2,
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
  } as const;
}

/** ioredis is loaded for whoever has a Redis: it would cost every start a tenth of a second. */
async function clientOf(address: RedisAddress, commandTimeoutMs: number): Promise<Client> {
  const { Cluster, Redis } = await import('ioredis');
  const { kind, hosts, masterName, tls } = address;
  const [first] = hosts;
  if (kind === 'cluster') return new Cluster([...address.hosts], clusterOptions(address, commandTimeoutMs));
  const options = { ...commonOptions(address, commandTimeoutMs), enableOfflineQueue: false, retryStrategy: () => null };
  if (kind === 'single') return new Redis({ ...options, ...first });
  return new Redis({
    ...options,
    sentinels: [...hosts],
    name: masterName ?? '',
    sentinelRetryStrategy: () => null,
    ...(tls === undefined ? {} : { enableTLSForSentinelMode: true, sentinelTLS: tls }),
  });
}

function clusterOptions(address: RedisAddress, commandTimeoutMs: number) {
  return {
    redisOptions: commonOptions(address, commandTimeoutMs),
    lazyConnect: true,
    enableOfflineQueue: false,
    clusterRetryStrategy: () => null,
    slotsRefreshTimeout: CONNECT_TIMEOUT_MS,
    // A slot that has moved is asked for at its new node; anything more is a new connection's affair.
    maxRedirections: 2,
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    retryDelayOnTryAgain: 0,
  };
}

class IoredisConnection implements RedisConnection {
  readonly #client: Client;
  readonly #timeoutMs: number;

  constructor(client: Client, timeoutMs: number) {
    this.#client = client;
    this.#timeoutMs = timeoutMs;
  }

  async get(keys: readonly string[], take: (at: number, bytes: Uint8Array) => void): Promise<void> {
    const entries = keys.map((key, at) => ({ key, at, sizeBytes: key.length }));
    await Promise.all(
      this.#batches(entries).map(async (batch) => {
        const values = await this.#values(batch);
        for (const [index, value] of values.entries()) {
          const at = batch[index]?.at;
          if (at !== undefined && value instanceof Uint8Array) {
            take(at, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
          }
        }
      }),
    );
  }

  async setNewer(values: readonly RedisValue[]): Promise<number> {
    let kept = 0;
    const entries = values.map((value) => ({ ...value, sizeBytes: value.bytes.length }));
    // One after the other: a read in between waits for one batch alone.
    for (const batch of this.#batches(entries)) {
      const replies = await this.#run(batch, (pipeline, { key, lockKey, bytes, asOfMs, lifetimeMs }) =>
        pipeline.eval(SET_NEWER, 2, key, lockKey, asBuffer(bytes), String(asOfMs), String(lifetimeMs)),
      );
      kept += replies.filter((reply) => reply === 1).length;
    }
    return kept;
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const batch of this.#batches(keys.map((key) => ({ key, sizeBytes: key.length }))))
      await this.#run(batch, (pipeline, { key }) => pipeline.del(key));
  }

  async lock(keys: readonly string[], holder: string, lifetimeMs: number): Promise<readonly boolean[]> {
    const has = keys.map(() => false);
    const entries = keys.map((key, at) => ({ key, at, sizeBytes: key.length }));
    await Promise.all(
      this.#batches(entries).map(async (batch) => {
        const replies = await this.#run(batch, (pipeline, { key }) =>
          pipeline.eval(TAKE_LOCK, 1, key, holder, String(lifetimeMs)),
        );
        for (const [index, { at }] of batch.entries()) has[at] = replies[index] === 1;
      }),
    );
    return has;
  }

  close(): void {
    this.#client.disconnect();
  }

  /** One alone goes without a pipeline, which costs as much as the command itself. */
  async #values(batch: readonly { readonly key: string; readonly sizeBytes: number }[]): Promise<readonly unknown[]> {
    const [first] = batch;
    if (first === undefined || batch.length > 1)
      return this.#run(batch, (pipeline, { key }) => pipeline.getBuffer(key));
    try {
      return [await this.#client.getBuffer(first.key)];
    } catch (error) {
      throw inOurWords(error, this.#timeoutMs);
    }
  }

  /** In a cluster a pipeline goes to one node: entries of one node share it. */
  #batches<Entry extends { readonly key: string; readonly sizeBytes: number }>(
    entries: readonly Entry[],
  ): readonly (readonly Entry[])[] {
    const byNode = new Map<string, Entry[][]>();
    const sizes = new Map<string, number>();
    for (const entry of entries) {
      const node = this.#nodeOf(entry.key);
      const batches = byNode.get(node) ?? [];
      byNode.set(node, batches);
      const sizeBytes = (sizes.get(node) ?? 0) + entry.sizeBytes;
      const last = batches.at(-1);
      if (last === undefined || last.length >= PIPELINE_COMMANDS || sizeBytes > PIPELINE_BYTES) {
        batches.push([entry]);
        sizes.set(node, entry.sizeBytes);
      } else {
        last.push(entry);
        sizes.set(node, sizeBytes);
      }
    }
    return [...byNode.values()].flat();
  }

  #nodeOf(key: string): string {
    if (!isCluster(this.#client)) return '';
    return this.#client.slots[clusterSlot(key)]?.join() ?? '';
  }

  async #run<Entry>(
    batch: readonly Entry[],
    add: (pipeline: Pipeline, entry: Entry) => unknown,
  ): Promise<readonly unknown[]> {
    const pipeline = this.#client.pipeline();
    for (const entry of batch) add(pipeline, entry);
    const replies = await pipeline.exec();
    return (replies ?? []).map(([error, reply]) => {
      if (error !== null) throw inOurWords(error, this.#timeoutMs);
      return reply;
    });
  }
}

/** Most entries that the stream holds: minutes of a busy plant. */
const STREAM_ENTRIES = 5_000;
const STREAM_LIFETIME_MS = 600_000;
/** Entries of one read. */
const READ_ENTRIES = 200;

class IoredisFleetConnection implements FleetConnection {
  readonly #client: Client;
  readonly #timeoutMs: number;

  constructor(client: Client, timeoutMs: number) {
    this.#client = client;
    this.#timeoutMs = timeoutMs;
  }

  async lease(keys: FleetKeys, holder: string, lifetimeMs: number): Promise<LeaseAnswer> {
    const reply = await this.#inOurWords(
      this.#client.eval(TAKE_LEASE, 2, keys.lease, keys.fence, holder, String(lifetimeMs)),
    );
    const [isOurs, fence] = reply as [number, string];
    return { isOurs: isOurs === 1, fence: Number(fence) };
  }

  async holder(keys: FleetKeys, holder: string): Promise<LeaseAnswer> {
    const value = await this.#inOurWords(this.#client.get(keys.lease));
    if (value === null) return { isOurs: false, fence: 0 };
    const space = value.indexOf(' ');
    return { isOurs: value.slice(space + 1) === holder, fence: Number(value.slice(0, space)) };
  }

  async release(keys: FleetKeys, holder: string): Promise<void> {
    await this.#inOurWords(this.#client.eval(RELEASE_LEASE, 1, keys.lease, holder));
  }

  async publish(
    keys: FleetKeys,
    { holder, fence }: { readonly holder: string; readonly fence: number },
    text: string,
  ): Promise<boolean> {
    const args = [`${fence} ${holder}`, String(STREAM_ENTRIES), text, String(STREAM_LIFETIME_MS)];
    return (await this.#inOurWords(this.#client.eval(PUBLISH, 2, keys.lease, keys.stream, ...args))) === 1;
  }

  async lastId(keys: FleetKeys): Promise<string> {
    const last = await this.#inOurWords(this.#client.xrevrange(keys.stream, '+', '-', 'COUNT', 1));
    return last[0]?.[0] ?? '0-0';
  }

  async read(keys: FleetKeys, id: string, waitMs: number) {
    const reply = await this.#inOurWords(
      this.#client.xread('COUNT', READ_ENTRIES, 'BLOCK', waitMs, 'STREAMS', keys.stream, id),
    );
    const entries = (reply?.[0]?.[1] ?? []) as readonly (readonly [string, readonly string[]])[];
    return entries.map(([own, fields]) => ({ id: own, text: fields[1] ?? '' }));
  }

  close(): void {
    this.#client.disconnect();
  }

  async #inOurWords<Answer>(asked: Promise<Answer>): Promise<Answer> {
    try {
      return await asked;
    } catch (error) {
      throw inOurWords(error, this.#timeoutMs);
    }
  }
}

/** What ioredis names by its text alone. */
function inOurWords(error: unknown, timeoutMs = COMMAND_TIMEOUT_MS): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error.name === 'ReplyError') return new RedisReplyError(error.message);
  if (error.message === 'Command timed out') return new Error(`Redis did not answer within ${timeoutMs} ms.`);
  if (error.message.startsWith('Connection is closed')) return new Error('Redis closed the connection.');
  return error;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** ioredis' own deadline covers TCP alone: a frozen server takes the connection and never answers. */
async function inTime(connecting: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new Error(`Redis did not answer within ${CONNECT_TIMEOUT_MS} ms.`);
    timer = setTimeout(() => reject(error), CONNECT_TIMEOUT_MS);
  });
  try {
    await Promise.race([connecting, late]);
  } finally {
    clearTimeout(timer);
  }
}
