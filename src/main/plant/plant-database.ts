import type { PlantTimers } from './clock';
import { createPlantPool, type PlantAddress } from './connection';
import { type Question, StatementLane, type StatementTiming } from './statement-lane';

/**
 * Who asks. Each lane has connections of its own, so that a wall of charts can never take the last one from live values:
 * `screen` for history and the catalogue, `live` for following the changes.
 */
export type LaneName = 'screen' | 'live';

export interface PlantDatabaseOptions {
  readonly address: PlantAddress;
  readonly timers: PlantTimers;
  /** Told of every statement that has ended, well or not. */
  readonly onStatement: (timing: StatementTiming) => void;
  /** Told of trouble that harms no statement: an idle connection that broke. */
  readonly onTrouble: (error: Error) => void;
  /** Most connections for screens; default 4. */
  readonly maxScreenConnections?: number;
  /** Most connections for live reads; default 2. */
  readonly maxLiveConnections?: number;
  /** Longest wait for a connection, and for connecting, in ms; default 4,000: a screen hears of trouble within 5 s. */
  readonly acquireTimeoutMs?: number;
  /** Longest run of one statement, in ms; default 15,000. */
  readonly statementTimeoutMs?: number;
}

const DEFAULT_MAX_SCREEN_CONNECTIONS = 4;
const DEFAULT_MAX_LIVE_CONNECTIONS = 2;
const DEFAULT_ACQUIRE_TIMEOUT_MS = 4_000;
const DEFAULT_STATEMENT_TIMEOUT_MS = 15_000;

/** Runs named statements against the plant; nothing here writes. */
export class PlantDatabase {
  readonly #lanes: Readonly<Record<LaneName, StatementLane>>;

  constructor(options: PlantDatabaseOptions) {
    const lane = (name: LaneName, maxConnections: number) =>
      new StatementLane({
        createPool: () =>
          createPlantPool(
            options.address,
            {
              applicationName: `taktline ${name}`,
              maxConnections,
              connectTimeoutMs: options.acquireTimeoutMs ?? DEFAULT_ACQUIRE_TIMEOUT_MS,
              statementTimeoutMs: options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS,
            },
            options.onTrouble,
          ),
        address: options.address,
        timers: options.timers,
        onStatement: options.onStatement,
        onTrouble: options.onTrouble,
      });
    this.#lanes = {
      screen: lane('screen', options.maxScreenConnections ?? DEFAULT_MAX_SCREEN_CONNECTIONS),
      live: lane('live', options.maxLiveConnections ?? DEFAULT_MAX_LIVE_CONNECTIONS),
    };
  }

  /**
   * Runs one statement and reads its rows.
   * @param signal ends the wait, and the statement where the server lets us
   * @throws PlantUnreachableError after {@link abandonConnections}; the signal's reason when aborted; else the error of `pg`
   */
  async ask<Answer>(lane: LaneName, question: Question<Answer>, signal?: AbortSignal): Promise<Answer> {
    return question.decode(await this.#lanes[lane].query(question.statement, question.values, signal));
  }

  /**
   * Gives up every connection: who waits for an answer fails at once, later statements connect anew.
   * For a plant that has gone silent, where no socket says so.
   * @param reason one sentence for a person
   */
  abandonConnections(reason: string): void {
    for (const lane of Object.values(this.#lanes)) lane.abandon(reason);
  }

  /** Ends all connections for good; statements still running fail. Calling it again changes nothing. */
  close(): void {
    for (const lane of Object.values(this.#lanes)) lane.close();
  }
}
