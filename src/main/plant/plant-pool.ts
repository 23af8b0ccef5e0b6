import { type BackoffPolicy, backoffMs, DEFAULT_BACKOFF } from '../../shared/backoff';
import type { PlantTimers } from './clock';
import type { PlantConnection } from './connection';
import { PlantBusyError, PlantUnreachableError } from './plant-error';
import { LANES, type LaneName, mayTake, type PoolShares, sharesOf } from './pool-shares';

/**
 * The connections on which statements run. pg's own pool opens nothing in advance, has one deadline for connecting and
 * for waiting, one queue for all who ask, and connects as often at a time as it is asked: hence one of our own. Above 300
 * lines because lending, connecting and giving up must agree on one list of connections; who gets how many is a policy beside.
 */
export interface PlantPoolOptions {
  /** Opens one connection within its own deadline; aborted, it fails at once. */
  readonly connect: (onLost: (error: Error | undefined) => void, signal: AbortSignal) => Promise<PlantConnection>;
  /** Ends one at once, also where the peer is silent. */
  readonly drop: (connection: PlantConnection) => void;
  readonly timers: PlantTimers;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Told of trouble that harms no statement: an idle connection that broke. */
  readonly onTrouble: (error: Error) => void;
  readonly limits: PlantPoolLimits;
  readonly backoff?: BackoffPolicy;
}

export interface PlantPoolLimits {
  /** Connections kept open from {@link PlantPool.open} on. */
  readonly min: number;
  readonly max: number;
  /** Those above `min` are closed after so long without work, ms. */
  readonly idleMs: number;
  /** Longest wait for a free connection, ms. */
  readonly waitMs: Readonly<Record<LaneName, number>>;
}

/** A connection, for one statement. */
export interface Lease {
  readonly connection: PlantConnection;
  /** Aborted when the connection is given up: nothing more comes on it. */
  readonly given: AbortSignal;
  /** Gives it back, once. @param error where it must not be used again */
  release(error?: Error): void;
}

/** What the pool is doing now, and what it has done since the start. */
export interface PlantPoolSnapshot {
  readonly min: number;
  readonly max: number;
  readonly open: number;
  readonly lent: Readonly<Record<LaneName, number>>;
  readonly waiting: Readonly<Record<LaneName, number>>;
  readonly connects: number;
  readonly failedConnects: number;
  /** Statements that found no connection in time. */
  readonly timeOuts: number;
}

interface Waiter {
  readonly lane: LaneName;
  readonly take: (lease: Lease) => void;
  readonly fail: (error: Error) => void;
}

interface Held {
  readonly connection: PlantConnection;
  readonly given: AbortController;
  lane: LaneName | undefined;
  idleSinceMs: number;
  lostBy: Error | undefined;
}

export class PlantPool {
  readonly #options: PlantPoolOptions;
  readonly #shares: PoolShares;
  readonly #held = new Set<Held>();
  /** The last one given back is lent first, so that the others grow old enough to be closed. */
  readonly #idle: Held[] = [];
  readonly #lent: Record<LaneName, number> = { live: 0, screen: 0, background: 0 };
  readonly #waiters: Readonly<Record<LaneName, Set<Waiter>>> = {
    live: new Set(),
    screen: new Set(),
    background: new Set(),
  };
  #state: 'idle' | 'open' | 'closed' = 'idle';
  /** The attempt under way. */
  #connecting: AbortController | undefined;
  #failures = 0;
  #lastFailure: Error | undefined;
  #cancelRetry: (() => void) | undefined;
  #cancelTrim: (() => void) | undefined;
  #connects = 0;
  #failedConnects = 0;
  #timeOuts = 0;

  constructor(options: PlantPoolOptions) {
    this.#options = options;
    this.#shares = sharesOf(options.limits.max);
  }

  /** Begins to keep `min` connections open. */
  open(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'open';
    this.#work();
  }

  /**
   * A connection, as soon as the lane may have one.
   * @throws PlantBusyError when none was free in time; PlantUnreachableError, or what connecting failed with, when there
   *   is none at all; the signal's reason
   */
  acquire(lane: LaneName, signal?: AbortSignal): Promise<Lease> {
    if (this.#state === 'closed') return Promise.reject(shuttingDown());
    if (signal?.aborted) return Promise.reject(signal.reason);
    // Who asks while the plant is known to be away need not wait to hear it.
    if (this.#held.size === 0 && this.#cancelRetry !== undefined && this.#lastFailure !== undefined)
      return Promise.reject(this.#lastFailure);
    return new Promise((resolve, reject) => {
      const leave = () => waiter.fail(signal?.reason);
      const cancelTimer = this.#options.timers.setTimer(
        () => waiter.fail(this.#timeOut(lane)),
        this.#options.limits.waitMs[lane],
      );
      const left = () => {
        cancelTimer();
        signal?.removeEventListener('abort', leave);
        this.#waiters[lane].delete(waiter);
      };
      const waiter: Waiter = {
        lane,
        take: (lease) => {
          left();
          resolve(lease);
        },
        fail: (error) => {
          left();
          reject(error);
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiters[lane].add(waiter);
      this.#work();
    });
  }

  /** The plant answers again: no need to wait for the next try. */
  retryNow(): void {
    if (this.#cancelRetry === undefined) return;
    this.#stopRetry();
    this.#failures = 0;
    this.#work();
  }

  /** Gives up every connection: who waits fails at once, later statements connect anew. @param reason a sentence */
  abandon(reason: string): void {
    if (this.#state !== 'closed') this.#giveUp(new PlantUnreachableError(reason));
  }

  /** Ends all connections for good. */
  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#giveUp(shuttingDown());
    this.#cancelTrim?.();
  }

  snapshot(): PlantPoolSnapshot {
    const { min, max } = this.#options.limits;
    const { live, screen, background } = this.#waiters;
    return {
      min,
      max,
      open: this.#held.size,
      lent: { ...this.#lent },
      waiting: { live: live.size, screen: screen.size, background: background.size },
      connects: this.#connects,
      failedConnects: this.#failedConnects,
      timeOuts: this.#timeOuts,
    };
  }

  /** Lends what is free, and opens one connection where one is wanted: the one place that does either. */
  #work(): void {
    for (let waiter = this.#next(); waiter !== undefined; waiter = this.#next()) {
      const held = this.#idle.pop();
      if (held === undefined) break;
      this.#lend(held, waiter);
    }
    if (this.#wantsAnother()) this.#connect();
  }

  /** Whose turn it is: the most urgent lane that may have one more, and in it who came first. */
  #next(): Waiter | undefined {
    for (const lane of LANES) {
      const [first] = this.#waiters[lane];
      if (first !== undefined && mayTake(lane, this.#lent, this.#shares)) return first;
    }
    return undefined;
  }

  #wantsAnother(): boolean {
    const { min, max } = this.#options.limits;
    if (this.#state === 'closed' || this.#connecting !== undefined || this.#cancelRetry !== undefined) return false;
    if (this.#held.size >= max) return false;
    return this.#next() !== undefined || (this.#state === 'open' && this.#held.size < min);
  }

  /** One attempt at a time: after a server's restart all its clients come back together. */
  #connect(): void {
    const attempt = new AbortController();
    this.#connecting = attempt;
    const opening: { held?: Held; isLost?: boolean } = {};
    const onLost = (error: Error | undefined) => {
      opening.isLost = true;
      if (opening.held !== undefined) this.#lost(opening.held, error);
    };
    this.#options.connect(onLost, attempt.signal).then(
      (connection) => {
        if (!this.#endAttempt(attempt) || opening.isLost === true) this.#options.drop(connection);
        else opening.held = this.#connected(connection);
        this.#work();
      },
      (error: unknown) => {
        if (this.#endAttempt(attempt)) this.#failedToConnect(asError(error));
        this.#work();
      },
    );
  }

  /** @returns whether it was still wanted: all may have been given up meanwhile */
  #endAttempt(attempt: AbortController): boolean {
    if (this.#connecting !== attempt) return false;
    this.#connecting = undefined;
    return true;
  }

  #connected(connection: PlantConnection): Held {
    this.#connects += 1;
    this.#failures = 0;
    this.#lastFailure = undefined;
    const idleSinceMs = this.#options.timers.nowMs();
    const held: Held = { connection, given: new AbortController(), lane: undefined, idleSinceMs, lostBy: undefined };
    this.#held.add(held);
    this.#idle.push(held);
    this.#trimLater();
    return held;
  }

  #failedToConnect(error: Error): void {
    this.#failures += 1;
    this.#failedConnects += 1;
    this.#lastFailure = error;
    const waitMs = backoffMs(this.#failures, this.#options.random(), this.#options.backoff ?? DEFAULT_BACKOFF);
    this.#cancelRetry = this.#options.timers.setTimer(() => {
      this.#cancelRetry = undefined;
      this.#work();
    }, waitMs);
    // With none at all, nothing will come free; with some, those who wait get theirs later.
    if (this.#held.size === 0) this.#failAll(error);
  }

  #lend(held: Held, waiter: Waiter): void {
    held.lane = waiter.lane;
    this.#lent[waiter.lane] += 1;
    let isReleased = false;
    waiter.take({
      connection: held.connection,
      given: held.given.signal,
      release: (error) => {
        if (isReleased) return;
        isReleased = true;
        this.#takeBack(held, error);
      },
    });
  }

  #takeBack(held: Held, error: Error | undefined): void {
    if (held.lane !== undefined) this.#lent[held.lane] -= 1;
    held.lane = undefined;
    if (this.#held.has(held) && (error ?? held.lostBy) === undefined) {
      held.idleSinceMs = this.#options.timers.nowMs();
      this.#idle.push(held);
      this.#trimLater();
    } else {
      this.#forget(held);
    }
    this.#work();
  }

  /** A connection that ended by itself. Who runs a statement on it hears of that through the statement. */
  #lost(held: Held, error: Error | undefined): void {
    held.lostBy = error ?? new PlantUnreachableError("The plant's database closed a connection.");
    if (held.lane !== undefined || !this.#held.has(held)) return;
    this.#forget(held);
    this.#options.onTrouble(held.lostBy);
    this.#work();
  }

  #forget(held: Held): void {
    const at = this.#idle.indexOf(held);
    if (at >= 0) this.#idle.splice(at, 1);
    if (this.#held.delete(held)) this.#options.drop(held.connection);
  }

  #giveUp(error: Error): void {
    this.#connecting?.abort(error);
    this.#connecting = undefined;
    this.#stopRetry();
    this.#failures = 0;
    this.#lastFailure = undefined;
    for (const held of [...this.#held]) {
      this.#forget(held);
      held.given.abort(error);
    }
    this.#failAll(error);
  }

  #failAll(error: Error): void {
    for (const lane of LANES) for (const waiter of [...this.#waiters[lane]]) waiter.fail(error);
  }

  #timeOut(lane: LaneName): Error {
    this.#timeOuts += 1;
    const seconds = this.#options.limits.waitMs[lane] / 1_000;
    if (this.#held.size === 0)
      return this.#lastFailure ?? new PlantUnreachableError(`The plant's database has not let us in for ${seconds} s.`);
    return new PlantBusyError(`No connection to the plant was free for ${seconds} s.`);
  }

  #stopRetry(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
  }

  #trimLater(): void {
    if (this.#cancelTrim !== undefined || this.#held.size <= this.#options.limits.min) return;
    const oldest = this.#idle[0];
    if (oldest === undefined) return;
    const dueMs = oldest.idleSinceMs + this.#options.limits.idleMs - this.#options.timers.nowMs();
    this.#cancelTrim = this.#options.timers.setTimer(() => this.#trim(), Math.max(0, dueMs));
  }

  #trim(): void {
    this.#cancelTrim = undefined;
    const { min, idleMs } = this.#options.limits;
    const nowMs = this.#options.timers.nowMs();
    for (const held of [...this.#idle]) {
      if (this.#held.size > min && nowMs - held.idleSinceMs >= idleMs) this.#forget(held);
    }
    this.#trimLater();
  }
}

function shuttingDown(): PlantUnreachableError {
  return new PlantUnreachableError('The appliance is shutting down.');
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
