import {
  type FleetConnect,
  type FleetConnection,
  type FleetKeys,
  fleetKeys,
  type LeaseAnswer,
} from './fleet-connection';
import { RedisReplyError } from './redis-connection';
import { RedisLink, type RedisTimers } from './redis-link';

export interface RedisFleetBusOptions {
  /** A connection for calls that are answered at once. */
  readonly connect: FleetConnect;
  /** One that reads wait on. */
  readonly connectWaiting: FleetConnect;
  /** Which plant's appliances these are. */
  readonly plantId: string;
  readonly timers: RedisTimers;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** A read waits so long for an entry; a Redis that has frozen is noticed a little later. */
export const READ_WAIT_MS = 500;

/** Lease and stream of a plant's appliances in Redis. What fails ends the connection; trials follow on nobody's time. */
export class RedisFleetBus {
  readonly #keys: FleetKeys;
  readonly #calls: RedisLink<FleetConnection>;
  readonly #reads: RedisLink<FleetConnection>;

  constructor({ connect, connectWaiting, plantId, timers, random }: RedisFleetBusOptions) {
    this.#keys = fleetKeys(plantId);
    const backoff = { firstMs: 500, longestMs: 2_000 };
    const common = { timers, random, backoff, prepare: async () => {} };
    this.#calls = new RedisLink<FleetConnection>({ ...common, connect });
    this.#reads = new RedisLink<FleetConnection>({ ...common, connect: connectWaiting });
  }

  get isServing(): boolean {
    return this.#calls.state === 'serving' && this.#reads.state === 'serving';
  }

  /** Why it does not serve; undefined while it does. */
  get reason(): string | undefined {
    return this.#calls.reason ?? this.#reads.reason;
  }

  start(): void {
    this.#calls.start();
    this.#reads.start();
  }

  close(): void {
    this.#calls.close();
    this.#reads.close();
  }

  lease(holder: string, lifetimeMs: number): Promise<LeaseAnswer> {
    return this.#ask(this.#calls, (connection) => connection.lease(this.#keys, holder, lifetimeMs));
  }

  holder(holder: string): Promise<LeaseAnswer> {
    return this.#ask(this.#calls, (connection) => connection.holder(this.#keys, holder));
  }

  release(holder: string): Promise<void> {
    return this.#ask(this.#calls, (connection) => connection.release(this.#keys, holder));
  }

  publish(holder: string, fence: number, text: string): Promise<boolean> {
    return this.#ask(this.#calls, (connection) => connection.publish(this.#keys, { holder, fence }, text));
  }

  lastId(): Promise<string> {
    return this.#ask(this.#calls, (connection) => connection.lastId(this.#keys));
  }

  read(id: string) {
    return this.#ask(this.#reads, (connection) => connection.read(this.#keys, id, READ_WAIT_MS));
  }

  async #ask<Answer>(
    link: RedisLink<FleetConnection>,
    call: (connection: FleetConnection) => Promise<Answer>,
  ): Promise<Answer> {
    const connection = link.connection();
    if (connection === undefined) throw new Error(link.reason ?? 'Redis is not connected yet.');
    try {
      return await call(connection);
    } catch (error) {
      if (!(error instanceof RedisReplyError))
        link.failed(connection, error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
}
