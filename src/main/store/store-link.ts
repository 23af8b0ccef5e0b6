import { Worker } from 'node:worker_threads';
import type { StoreCallName, StoreCalls, StoreReply, StoreWorkerData } from './store-messages';

export interface StoreLinkOptions {
  /** The built `store-worker.js`. */
  readonly workerEntryPath: string;
  readonly workerData: StoreWorkerData;
  /** Calls back once after `delayMs`; returns the way to take it back. */
  readonly setTimer: (callback: () => void, delayMs: number) => () => void;
  /** Told of what should not happen: the worker ended, or found a fault of ours. */
  readonly onTrouble: (event: string, message: string) => void;
}

interface Pending {
  readonly settle: (answer: unknown) => void;
  readonly isWrite: boolean;
}

/** Longer than any healthy answer; the disk hangs, and whoever asked goes on without. */
const DEADLINE_MS = 2_000;
/** Writes may wait behind others, and for the disk. */
const WRITE_DEADLINE_MS = 20_000;
/** Calls that may wait for the worker; beyond it a call is given up at once. */
const MAX_PENDING = 1_000;
const RESTART_MS = [100, 1_000, 10_000, 60_000] as const;

/**
 * The way to the store's worker. A call that is not answered in time, or whose worker has ended, is given up: it settles
 * as undefined, and is counted. A worker that has ended is started again.
 */
export class StoreLink {
  readonly #options: StoreLinkOptions;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #state: 'running' | 'restarting' | 'closed' = 'running';
  #nextNumber = 1;
  #restarts = 0;
  #givenUp = 0;
  #cancelRestart: (() => void) | undefined;
  readonly #restarted = new Set<() => void>();

  constructor(options: StoreLinkOptions) {
    this.#options = options;
    this.#start();
  }

  get state(): 'running' | 'restarting' | 'closed' {
    return this.#state;
  }

  /** Calls that were given up since the start. */
  get givenUp(): number {
    return this.#givenUp;
  }

  /** Calls back when a new worker stands in for one that has ended. */
  onRestart(listener: () => void): void {
    this.#restarted.add(listener);
  }

  /** The worker's answer; undefined: given up. Never rejects. */
  call<Name extends StoreCallName>(
    name: Name,
    ask: StoreCalls[Name]['ask'],
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<StoreCalls[Name]['answer'] | undefined> {
    const worker = this.#worker;
    if (worker === undefined || this.#pending.size >= MAX_PENDING) {
      this.#givenUp += 1;
      return Promise.resolve(undefined);
    }
    const number = this.#nextNumber++;
    const isWrite = name !== 'read' && name !== 'list';
    return new Promise((resolve) => {
      const cancelTimer = this.#options.setTimer(() => this.#giveUp(number), isWrite ? WRITE_DEADLINE_MS : DEADLINE_MS);
      const settle = (answer: unknown) => {
        cancelTimer();
        this.#pending.delete(number);
        resolve(answer as StoreCalls[Name]['answer'] | undefined);
      };
      this.#pending.set(number, { settle, isWrite });
      worker.postMessage({ number, name, ask }, transfer);
    });
  }

  /** Ends the worker after what it has been asked; idempotent. */
  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    const closing = this.call('close', undefined);
    this.#state = 'closed';
    this.#cancelRestart?.();
    await closing;
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #start(): void {
    const { workerEntryPath, workerData, onTrouble } = this.#options;
    const worker = new Worker(workerEntryPath, { workerData, name: 'taktline-store' });
    this.#worker = worker;
    worker.on('message', (reply: StoreReply) => this.#take(reply));
    worker.on('error', (error) =>
      onTrouble('store-worker-failed', error instanceof Error ? error.message : String(error)),
    );
    worker.once('exit', () => this.#ended(worker));
  }

  #take(reply: StoreReply): void {
    const pending = this.#pending.get(reply.number);
    if ('answer' in reply) {
      this.#restarts = 0;
      pending?.settle(reply.answer);
      return;
    }
    this.#options.onTrouble('store-fault', reply.fault);
    this.#giveUp(reply.number);
  }

  #giveUp(number: number): void {
    const pending = this.#pending.get(number);
    if (pending === undefined) return;
    this.#givenUp += 1;
    pending.settle(undefined);
  }

  #ended(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined;
    for (const number of [...this.#pending.keys()]) this.#giveUp(number);
    if (this.#state === 'closed') return;
    this.#state = 'restarting';
    const delayMs = RESTART_MS[Math.min(this.#restarts, RESTART_MS.length - 1)] ?? 0;
    this.#restarts += 1;
    this.#cancelRestart = this.#options.setTimer(() => {
      this.#state = 'running';
      this.#start();
      for (const listener of [...this.#restarted]) listener();
    }, delayMs);
  }
}
