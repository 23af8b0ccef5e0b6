import type { PlantTimers } from './clock';
import { connectPlant, type PlantAddress, type PlantClient, type PlantPool } from './connection';
import { isConnectionUsableAfter, PlantUnreachableError } from './plant-error';
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
  /** From sending it to its last row, in ms. */
  readonly ms: number;
  /** How long it waited for a connection, in ms. */
  readonly waitMs: number;
  readonly rows: number;
  readonly outcome: 'done' | 'failed';
}

export interface StatementLaneOptions {
  readonly createPool: () => PlantPool;
  readonly address: PlantAddress;
  readonly timers: PlantTimers;
  readonly onStatement: (timing: StatementTiming) => void;
  readonly onTrouble: (error: Error) => void;
}

/** A pool with named, timed statements that can be aborted one by one or given up all together. */
export class StatementLane {
  readonly #options: StatementLaneOptions;
  #pool: PlantPool;
  /** Aborted when this pool is given up: every wait of it ends then. */
  #given = new AbortController();
  #isClosed = false;

  constructor(options: StatementLaneOptions) {
    this.#options = options;
    this.#pool = options.createPool();
  }

  /** See `PlantDatabase.query`. */
  async query(statement: Statement, values: readonly unknown[], signal?: AbortSignal): Promise<readonly Row[]> {
    if (this.#isClosed) throw new PlantUnreachableError('The appliance is shutting down.');
    const signals = signal === undefined ? [this.#given.signal] : [this.#given.signal, signal];
    const { timers } = this.#options;
    const askedMs = timers.nowMs();
    const client = await whicheverFirst(this.#pool.connect(), signals, { onLate: (late) => late.release() });
    const startedMs = timers.nowMs();
    const giveBack = onlyOnce((error?: Error) => client.release(error));
    const report = (rows: number, outcome: StatementTiming['outcome']) => {
      const ms = timers.nowMs() - startedMs;
      this.#options.onStatement({ name: statement.name, ms, waitMs: startedMs - askedMs, rows, outcome });
    };
    const running = client.query<unknown[]>({ text: statement.text, values: [...values], rowMode: 'array' }).then(
      (result) => {
        giveBack();
        report(result.rows.length, 'done');
        return result.rows;
      },
      (error: unknown) => {
        // A client that timed out and went back without its error would fail every later statement.
        giveBack(isConnectionUsableAfter(error) ? undefined : asError(error));
        report(0, 'failed');
        throw error;
      },
    );
    return whicheverFirst(running, signals, {
      onAborted: (by) => {
        if (by === signal) this.#cancel(client);
        else giveBack(asError(by.reason));
      },
    });
  }

  /** See `PlantDatabase.abandonConnections`. */
  abandon(reason: string): void {
    if (this.#isClosed) return;
    const [pool, given] = [this.#pool, this.#given];
    this.#pool = this.#options.createPool();
    this.#given = new AbortController();
    given.abort(new PlantUnreachableError(reason));
    this.#end(pool);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#given.abort(new PlantUnreachableError('The appliance is shutting down.'));
    this.#end(this.#pool);
  }

  /** Stops a statement that nobody waits for. The embedded plant gives no process id and cannot: there it runs out. */
  #cancel(client: PlantClient): void {
    const pid = 'processID' in client && typeof client.processID === 'number' ? client.processID : 0;
    if (pid === 0) return;
    this.#cancelBackend(pid).catch((error: unknown) => this.#options.onTrouble(asError(error)));
  }

  #end(pool: PlantPool): void {
    pool.end().catch((error: unknown) => this.#options.onTrouble(asError(error)));
  }

  async #cancelBackend(pid: number): Promise<void> {
    const canceller = await connectPlant(this.#options.address, { applicationName: 'taktline cancel' });
    try {
      await canceller.query('select pg_cancel_backend($1)', [pid]);
    } finally {
      await canceller.end();
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** The first call counts, later ones do nothing. */
function onlyOnce(call: (error?: Error) => void): (error?: Error) => void {
  let isCalled = false;
  return (error) => {
    if (isCalled) return;
    isCalled = true;
    call(error);
  };
}
