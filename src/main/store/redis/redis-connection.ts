/** A value with what decides whether and how long it is kept. */
export interface RedisValue {
  readonly key: string;
  /** Taken away with the writing, whoever holds it. */
  readonly lockKey: string;
  /** A tile of the codec: its header names `asOfMs`. */
  readonly bytes: Uint8Array;
  readonly asOfMs: number;
  readonly lifetimeMs: number;
}

/**
 * One connection to Redis, as the tier needs it: the few calls behind which the client library stands. Each call
 * rejects when the connection fails or answers in error; nothing is queued while it is not there, nothing sent twice.
 */
export interface RedisConnection {
  /** Hands out each value that is there, as it arrives, maybe as a part of a larger buffer; resolves when all have. */
  get(keys: readonly string[], take: (at: number, bytes: Uint8Array) => void): Promise<void>;
  /** Keeps each value unless one that is as new or newer is there; answers how many were kept. */
  setNewer(values: readonly RedisValue[]): Promise<number>;
  delete(keys: readonly string[]): Promise<void>;
  /** Takes locks that are free, or the holder's already; answers which it now has, in the order of the keys. */
  lock(keys: readonly string[], holder: string, lifetimeMs: number): Promise<readonly boolean[]>;
  /** Ends it at once, also where the server is silent. */
  close(): void;
}

/**
 * Connects, and is told that the server is ready to serve.
 * @param onLost called once when the connection ends by itself
 */
export type RedisConnect = (onLost: (error: Error | undefined) => void) => Promise<RedisConnection>;

/** Redis answered, but with an error: the connection is sound. */
export class RedisReplyError extends Error {
  override readonly name = 'RedisReplyError';
}
