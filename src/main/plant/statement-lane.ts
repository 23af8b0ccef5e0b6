import type { StatementCanceller } from './cancel-statements';
import type { PlantTimers } from './clock';
import type { PlantConnection } from './connection';
import { isConnectionUsableAfter } from './plant-error';
import type { Lease, PlantPool } from './plant-pool';
import type { LaneName } from './pool-shares';
import { whicheverFirst } from './whichever-first';

/** Query text with the name that timings and logs carry. Values go as parameters, never into the text. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** One row, columns by position. */
export type Row = readonly unknown[];

/** A statement with its parameters, and how its rows are read. */
export interface Question<Answer> {
  readonly statement: Statement;
  readonly values: readonly unknown[];
  readonly decode: (rows: readonly Row[]) => Answer;
}

export interface StatementTiming {
  readonly name: string;
  readonly lane: LaneName;
  /** From sending it to its last row, in ms; 0 where it was never sent. */
  readonly ms: number;
  /** How long it waited for a connection, in ms. */
  readonly waitMs: number;
  readonly rows: number;
  /** `unsent`: there was no connection for it, or nobody wanted it any more. */
  readonly outcome: 'done' | 'failed' | 'unsent';
  /** What was asked: for a plan on demand. The values are nobody else's to see. */
  readonly asked: Pick<Question<unknown>, 'statement' | 'values'>;
}

export interface StatementLaneOptions {
  readonly name: LaneName;
  readonly pool: PlantPool;
  readonly canceller: StatementCanceller;
  readonly timers: PlantTimers;
  readonly onStatement: (timing: StatementTiming) => void;
}

type Outcome = Pick<StatementTiming, 'ms' | 'waitMs' | 'rows' | 'outcome'>;

/** Named, timed statements of one urgency, which can be aborted one by one or given up with the pool. */
export class StatementLane {
  readonly #options: StatementLaneOptions;

  constructor(options: StatementLaneOptions) {
    this.#options = options;
  }

  /** See `PlantDatabase.ask`. */
  async query(statement: Statement, values: readonly unknown[], signal?: AbortSignal): Promise<readonly Row[]> {
    const { name: lane, pool, timers, onStatement } = this.#options;
    const report = (outcome: Outcome) =>
      onStatement({ name: statement.name, lane, ...outcome, asked: { statement, values } });
    const askedMs = timers.nowMs();
    let lease: Lease;
    try {
      lease = await pool.acquire(lane, signal);
    } catch (error) {
      report({ ms: 0, waitMs: timers.nowMs() - askedMs, rows: 0, outcome: 'unsent' });
      throw error;
    }
    const startedMs = timers.nowMs();
    const end = (rows: number, outcome: StatementTiming['outcome']) =>
      report({ ms: timers.nowMs() - startedMs, waitMs: startedMs - askedMs, rows, outcome });
    return this.#run(lease, { text: statement.text, values: [...values], rowMode: 'array' }, end, signal);
  }

  async #run(
    lease: Lease,
    query: { readonly text: string; readonly values: unknown[]; readonly rowMode: 'array' },
    end: (rows: number, outcome: StatementTiming['outcome']) => void,
    signal: AbortSignal | undefined,
  ): Promise<readonly Row[]> {
    // While the server is being told to stop a statement, its connection must not run another: that one would be hit.
    let cancelled: Promise<void> = Promise.resolve();
    const running = lease.connection.query<unknown[]>(query).then(
      (result) => {
        void cancelled.then(() => lease.release());
        end(result.rows.length, 'done');
        return result.rows;
      },
      (error: unknown) => {
        // One that timed out and went back as if nothing had been would fail every later statement.
        const unusable = isConnectionUsableAfter(error) ? undefined : asError(error);
        void cancelled.then(() => lease.release(unusable));
        end(0, 'failed');
        throw error;
      },
    );
    const signals = signal === undefined ? [lease.given] : [lease.given, signal];
    return whicheverFirst(running, signals, {
      onAborted: (by) => {
        if (by === signal) cancelled = this.#cancel(lease.connection);
        else lease.release(asError(by.reason));
      },
    });
  }

  /** The embedded plant gives no process id and cannot: there the statement runs out. */
  #cancel(connection: PlantConnection): Promise<void> {
    const pid = 'processID' in connection && typeof connection.processID === 'number' ? connection.processID : 0;
    return pid === 0 ? Promise.resolve() : this.#options.canceller.cancel(pid);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
