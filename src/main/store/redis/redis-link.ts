import { type BackoffPolicy, backoffMs } from '../../../shared/backoff';
import type { RedisConnection } from './redis-connection';

/** Time as the Redis tier needs it. */
export interface RedisTimers {
  /** Never jumps, ms. */
  nowMs(): number;
  /** Calls back once after `delayMs`; returns the way to take it back. */
  setTimer(callback: () => void, delayMs: number): () => void;
}

/**
 * `serving`: reads and writes go to Redis. `waiting`: they do not, until the next trial is due. `trying`: a trial is
 * under way. (A circuit breaker's closed, open and half-open; the trial is a connection made anew, on nobody's time.)
 */
export type RedisLinkState = 'idle' | 'trying' | 'serving' | 'waiting' | 'closed';

export interface RedisLinkOptions<Connection extends Closable = RedisConnection> {
  readonly connect: (onLost: (error: Error | undefined) => void) => Promise<Connection>;
  /** What has to be made up for before anybody may read; a failure counts as the trial's. */
  readonly prepare: (connection: Connection) => Promise<void>;
  readonly timers: RedisTimers;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Told when it begins to serve, and when it stops, with one sentence why. */
  readonly onChange?: (state: 'serving' | 'waiting', reason: string | undefined) => void;
  readonly backoff?: BackoffPolicy;
}

interface Closable {
  /** Ends it at once, also where the server is silent. */
  close(): void;
}

/** A cache is worth a look often: the first after half a second at most, then rarer, up to 15 s. */
const DEFAULT_BACKOFF: BackoffPolicy = { firstMs: 500, longestMs: 15_000 };

/** Holds the one connection to Redis: gives it up at the first failure, and tries again with growing, jittered waits. */
export class RedisLink<Connection extends Closable = RedisConnection> {
  readonly #options: RedisLinkOptions<Connection>;
  #state: RedisLinkState = 'idle';
  #connection: Connection | undefined;
  #reason: string | undefined;
  #failures = 0;
  #openings = 0;
  #cancelTrial: () => void = () => {};
  /** Counts connections, so that what belongs to an earlier one is told apart. */
  #generation = 0;

  constructor(options: RedisLinkOptions<Connection>) {
    this.#options = options;
  }

  get state(): RedisLinkState {
    return this.#state;
  }

  /** Why it does not serve; undefined while it does, and before the first trial has ended. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** How often it has stopped serving. */
  get openings(): number {
    return this.#openings;
  }

  /** Begins the first trial; calling it again changes nothing. */
  start(): void {
    if (this.#state === 'idle') this.#try();
  }

  /** The connection to use now; undefined while Redis is not to be asked. */
  connection(): Connection | undefined {
    return this.#state === 'serving' ? this.#connection : undefined;
  }

  /** Says that a call on this connection failed or was not answered in time: nobody else need find that out. */
  failed(connection: Connection, reason: string): void {
    if (connection === this.#connection && this.#state === 'serving') this.#wait(reason);
  }

  /** Ends the connection for good. */
  close(): void {
    this.#leave();
    this.#state = 'closed';
  }

  #try(): void {
    this.#state = 'trying';
    const generation = ++this.#generation;
    const isCurrent = () => generation === this.#generation;
    this.#connect(isCurrent).then(
      () => {
        if (isCurrent()) this.#serve();
      },
      (error: unknown) => {
        if (isCurrent()) this.#wait(reasonOf(error));
      },
    );
  }

  async #connect(isCurrent: () => boolean): Promise<void> {
    const connection = await this.#options.connect((error) => {
      if (isCurrent()) this.#wait(reasonOf(error ?? 'Redis closed the connection.'));
    });
    if (!isCurrent()) {
      connection.close();
      return;
    }
    this.#connection = connection;
    await this.#options.prepare(connection);
  }

  #serve(): void {
    this.#state = 'serving';
    this.#failures = 0;
    this.#reason = undefined;
    this.#options.onChange?.('serving', undefined);
  }

  #wait(reason: string): void {
    const wasServing = this.#state === 'serving';
    this.#leave();
    this.#state = 'waiting';
    this.#failures += 1;
    if (wasServing) this.#openings += 1;
    const isNews = wasServing || reason !== this.#reason;
    this.#reason = reason;
    const { random, timers, backoff = DEFAULT_BACKOFF } = this.#options;
    this.#cancelTrial = timers.setTimer(() => this.#try(), backoffMs(this.#failures, random(), backoff));
    if (isNews) this.#options.onChange?.('waiting', reason);
  }

  #leave(): void {
    this.#generation += 1;
    this.#cancelTrial();
    this.#connection?.close();
    this.#connection = undefined;
  }
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 200);
}
