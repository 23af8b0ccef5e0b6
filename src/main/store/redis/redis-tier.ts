import { type RedisConnect, type RedisConnection, RedisReplyError } from './redis-connection';
import { RedisLink, type RedisLinkState, type RedisTimers } from './redis-link';
import { redisLockKey, redisTileKey, type TileKey } from './tile-key';
import { tileLifetimeMs } from './tile-lifetime';

/** A tile as the codec made it, with the marks that Redis decides by. */
export interface EncodedTile {
  readonly key: TileKey;
  readonly bytes: Uint8Array;
  readonly asOfMs: number;
  readonly sealed: boolean;
}

export interface RedisTierOptions {
  readonly connect: RedisConnect;
  /** Names the plant whose tiles these are: appliances that name the same one share them. */
  readonly plantId: string;
  /** What no other appliance is called: holds the locks. */
  readonly holder: string;
  readonly timers: RedisTimers;
  readonly random: () => number;
  /** Longest that a read waits for Redis, ms; 20 where it is not given. */
  readonly readWaitMs?: number;
  readonly onChange?: (state: 'serving' | 'waiting', reason: string | undefined) => void;
}

/** What the tier did since the start; counts of tiles where nothing else is said. */
export interface RedisTierSnapshot {
  readonly state: RedisLinkState;
  /** One sentence where it does not serve. */
  readonly reason: string | undefined;
  /** How often it has stopped serving. */
  readonly openings: number;
  /** Reads that ended in silence: nothing at all came from Redis meanwhile. Each opens the breaker. */
  readonly unansweredReads: number;
  /** Reads whose answer was not whole in time while Redis did answer: the rest counted as missing. */
  readonly slowReads: number;
  readonly kept: number;
  /** Not kept since one as new or newer was there. */
  readonly notNewer: number;
  /** Not kept since Redis would not (its memory is full, it is a replica). */
  readonly refused: number;
  /** Not sent: Redis was away, or too much was waiting to be written. */
  readonly dropped: number;
  /** Missing tiles that somebody else was fetching already. */
  readonly claimedElsewhere: number;
  /** Tiles to be taken out as soon as Redis is back. */
  readonly pendingRemovals: number;
  /** Tiles that should have been taken out and may still be there: more were pending than are remembered. */
  readonly lostRemovals: number;
}

/** The plant is not much farther away. */
const DEFAULT_READ_WAIT_MS = 20;
/** As long as a slow statement takes: whoever died while fetching holds others up once, and not for longer. */
const LOCK_LIFETIME_MS = 2_000;
/** Bytes of tiles being written; what comes on top is not sent. */
const MAX_WRITING_BYTES = 32 * 1024 * 1024;
const MAX_PENDING_REMOVALS = 20_000;

/**
 * The cache that the appliances of a plant share. Redis may be slow, full, frozen or gone: whoever reads loses 20 ms
 * once, then nothing until a trial of `RedisLink` has found it well again.
 */
export class RedisTier {
  readonly name = 'redis';
  readonly #options: RedisTierOptions;
  readonly #readWaitMs: number;
  readonly #link: RedisLink;
  /** Keys of Redis that must go before anybody reads there. */
  readonly #removals = new Set<string>();
  #writingBytes = 0;
  /** Counts whatever Redis has answered. */
  #answers = 0;
  #counts = {
    unansweredReads: 0,
    slowReads: 0,
    kept: 0,
    notNewer: 0,
    refused: 0,
    dropped: 0,
    claimedElsewhere: 0,
    lostRemovals: 0,
  };

  constructor(options: RedisTierOptions) {
    const { connect, timers, random, onChange } = options;
    this.#options = options;
    this.#readWaitMs = options.readWaitMs ?? DEFAULT_READ_WAIT_MS;
    this.#link = new RedisLink({
      ...{ connect, timers, random, prepare: (connection) => this.#removePending(connection) },
      ...(onChange === undefined ? {} : { onChange }),
    });
  }

  /** Begins to connect. */
  start(): void {
    this.#link.start();
  }

  /** Ends the connection for good. */
  close(): void {
    this.#link.close();
  }

  /** In the order of the keys; undefined: not here, or not in time. Never fails. */
  async read(keys: readonly TileKey[], signal: AbortSignal): Promise<readonly (Uint8Array | undefined)[]> {
    const found = new Array<Uint8Array | undefined>(keys.length).fill(undefined);
    const connection = this.#link.connection();
    if (connection === undefined || keys.length === 0 || signal.aborted) return found;
    const names = keys.map((key) => this.#key(key));
    const take = (at: number, bytes: Uint8Array) => {
      found[at] = bytes;
      this.#answers += 1;
    };
    await this.#inTime(connection, () => connection.get(names, take), signal);
    // What still arrives must not change what the caller has.
    return [...found];
  }

  /** Keeps tiles, a newer `asOfMs` winning; settles when they are kept or given up. Never fails. */
  async write(tiles: readonly EncodedTile[]): Promise<void> {
    const connection = this.#link.connection();
    const sizeBytes = tiles.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (connection === undefined || this.#writingBytes + sizeBytes > MAX_WRITING_BYTES) {
      this.#counts.dropped += tiles.length;
      return;
    }
    this.#writingBytes += sizeBytes;
    try {
      const kept = await connection.setNewer(tiles.map((tile) => this.#value(tile)));
      this.#counts.kept += kept;
      this.#counts.notNewer += tiles.length - kept;
    } catch (error) {
      if (error instanceof RedisReplyError) this.#counts.refused += tiles.length;
      else {
        this.#counts.dropped += tiles.length;
        this.#link.failed(connection, messageOf(error));
      }
    } finally {
      this.#writingBytes -= sizeBytes;
    }
  }

  /** Takes tiles out; those that cannot be now, as soon as Redis is back and before anybody reads there. Never fails. */
  async remove(keys: readonly TileKey[]): Promise<void> {
    if (keys.length === 0) return;
    for (const key of keys) this.#removals.add(this.#key(key));
    this.#forgetSurplusRemovals();
    const connection = this.#link.connection();
    if (connection === undefined) return;
    try {
      await this.#removePending(connection);
    } catch (error) {
      this.#link.failed(connection, messageOf(error));
    }
  }

  /**
   * Which of these missing tiles are ours to fetch, in the order of the keys: for each a short lock is taken, which ends
   * with the writing of the tile, or by itself after 2 s. In trouble: all.
   */
  async claim(keys: readonly TileKey[], signal: AbortSignal): Promise<readonly boolean[]> {
    const connection = this.#link.connection();
    const all = keys.map(() => true);
    if (connection === undefined || keys.length === 0 || signal.aborted) return all;
    let answer: readonly boolean[] = all;
    const locks = keys.map((key) => redisLockKey(this.#key(key)));
    const lock = async () => {
      try {
        answer = await connection.lock(locks, this.#options.holder, LOCK_LIFETIME_MS);
      } catch (error) {
        // A Redis that takes no writes still serves reads.
        if (!(error instanceof RedisReplyError)) throw error;
      }
    };
    await this.#inTime(connection, lock, signal);
    const ours = [...answer];
    this.#counts.claimedElsewhere += ours.filter((isOurs) => !isOurs).length;
    return ours;
  }

  snapshot(): RedisTierSnapshot {
    const { state, reason, openings } = this.#link;
    return { state, reason, openings, ...this.#counts, pendingRemovals: this.#removals.size };
  }

  #key(key: TileKey): string {
    return redisTileKey(this.#options.plantId, key);
  }

  #value({ key, bytes, asOfMs, sealed }: EncodedTile) {
    const name = this.#key(key);
    const lifetimeMs = tileLifetimeMs(key.resolution, sealed);
    return { key: name, lockKey: redisLockKey(name), bytes, asOfMs, lifetimeMs };
  }

  /** Many reads at once are slow, a Redis that says nothing is gone. */
  #late(connection: RedisConnection, answersBefore: number): void {
    if (this.#answers > answersBefore) {
      this.#counts.slowReads += 1;
      return;
    }
    this.#counts.unansweredReads += 1;
    this.#link.failed(connection, `Redis did not answer within ${this.#readWaitMs} ms.`);
  }

  #forgetSurplusRemovals(): void {
    for (const key of this.#removals) {
      if (this.#removals.size <= MAX_PENDING_REMOVALS) return;
      this.#removals.delete(key);
      this.#counts.lostRemovals += 1;
    }
  }

  async #removePending(connection: RedisConnection): Promise<void> {
    const keys = [...this.#removals];
    if (keys.length === 0) return;
    await connection.delete(keys);
    for (const key of keys) this.#removals.delete(key);
  }

  /** Waits for a call as long as a reader may wait; a call that failed, or silence, ends the connection. */
  #inTime(connection: RedisConnection, call: () => Promise<void>, signal: AbortSignal): Promise<void> {
    const { timers } = this.#options;
    const answersBefore = this.#answers;
    return new Promise((resolve) => {
      let cancelTimer = () => {};
      const end = () => {
        cancelTimer();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const giveUp = () => {
        this.#late(connection, answersBefore);
        end();
      };
      // When our own thread was busy the answer may lie in the socket, unread: one more turn brings it in.
      const lastTurn = () => {
        cancelTimer = timers.setTimer(giveUp, 0);
      };
      cancelTimer = timers.setTimer(lastTurn, this.#readWaitMs);
      signal.addEventListener('abort', end, { once: true });
      call().then(
        () => {
          this.#answers += 1;
          end();
        },
        (error: unknown) => {
          this.#link.failed(connection, messageOf(error));
          end();
        },
      );
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
