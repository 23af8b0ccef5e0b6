import { StatementCanceller } from './cancel-statements';
import type { PlantTimers } from './clock';
import { connectPlant, dropPlant, type PlantAddress } from './connection';
import { PlantPool, type PlantPoolSnapshot } from './plant-pool';
import { LANES, type LaneName } from './pool-shares';
import { type Question, StatementLane, type StatementTiming } from './statement-lane';

/** What the connections to the plant may cost it, and how long anybody waits; an installer may set each. */
export interface PlantPoolSettings {
  /** Connections kept open. */
  readonly min: number;
  /** Most connections of this appliance, those for heartbeats, for listening and for cancelling counted in. */
  readonly max: number;
  /** Those above `min` are closed after so long without work, ms. */
  readonly idleMs: number;
  /** Longest wait for a free connection where a person is waiting, ms: a screen hears of trouble within 5 s. */
  readonly screenWaitMs: number;
  /** Longest wait for a free connection of everything else, ms. */
  readonly backgroundWaitMs: number;
  /** Longest that connecting may take (TCP, TLS and login), ms. */
  readonly connectMs: number;
  /** Longest run of one statement, ms. */
  readonly statementMs: number;
}

export const DEFAULT_POOL_SETTINGS: PlantPoolSettings = {
  min: 5,
  max: 25,
  idleMs: 10_000,
  screenWaitMs: 5_000,
  backgroundWaitMs: 60_000,
  connectMs: 5_000,
  statementMs: 15_000,
};

/** Connections that are not the pool's: heartbeat, listening, cancelling. */
export const CONNECTIONS_APART = 3;

export interface PlantDatabaseOptions {
  readonly address: PlantAddress;
  readonly timers: PlantTimers;
  /** Told of every statement that has ended, well or not. */
  readonly onStatement: (timing: StatementTiming) => void;
  /** Told of trouble that harms no statement: an idle connection that broke. */
  readonly onTrouble: (error: Error) => void;
  readonly pool?: Partial<PlantPoolSettings>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Runs named statements against the plant; nothing here writes. */
export class PlantDatabase {
  readonly #pool: PlantPool;
  readonly #lanes: Readonly<Record<LaneName, StatementLane>>;

  constructor({ address, timers, onStatement, onTrouble, pool, random }: PlantDatabaseOptions) {
    const settings = { ...DEFAULT_POOL_SETTINGS, ...pool };
    const { connectMs, statementMs, screenWaitMs, backgroundWaitMs } = settings;
    const max = settings.max - CONNECTIONS_APART;
    const connection = {
      applicationName: 'taktline reader',
      connectTimeoutMs: connectMs,
      statementTimeoutMs: statementMs,
    };
    this.#pool = new PlantPool({
      connect: (onLost, signal) => connectPlant(address, connection, onLost, signal),
      drop: dropPlant,
      limits: {
        min: Math.min(settings.min, max),
        max,
        idleMs: settings.idleMs,
        waitMs: { live: screenWaitMs, screen: screenWaitMs, background: backgroundWaitMs },
      },
      ...{ timers, random, onTrouble },
    });
    const common = { pool: this.#pool, canceller: new StatementCanceller(address, onTrouble), timers, onStatement };
    const lane = (name: LaneName) => [name, new StatementLane({ name, ...common })] as const;
    this.#lanes = Object.fromEntries(LANES.map(lane)) as Record<LaneName, StatementLane>;
  }

  /** Begins to keep connections open. */
  open(): void {
    this.#pool.open();
  }

  /**
   * Runs one statement and reads its rows.
   * @param signal ends the wait, and the statement where the server lets us
   * @throws PlantUnreachableError after {@link abandonConnections}; PlantBusyError when no connection was free in time;
   *   the signal's reason when aborted; else the error of `pg`
   */
  async ask<Answer>(lane: LaneName, question: Question<Answer>, signal?: AbortSignal): Promise<Answer> {
    return question.decode(await this.#lanes[lane].query(question.statement, question.values, signal));
  }

  /** The plant answers again: connections that could not be made are tried at once. */
  retryNow(): void {
    this.#pool.retryNow();
  }

  /**
   * Gives up every connection: who waits for an answer fails at once, later statements connect anew.
   * For a plant that has gone silent, where no socket says so.
   * @param reason one sentence for a person
   */
  abandonConnections(reason: string): void {
    this.#pool.abandon(reason);
  }

  /** What the connections are doing. */
  pool(): PlantPoolSnapshot {
    return this.#pool.snapshot();
  }

  /** Ends all connections for good; statements still running fail. Calling it again changes nothing. */
  close(): void {
    this.#pool.close();
  }
}
