import type { Preparing } from '../../shared/protocol';
import type { PlantTimers } from './clock';
import { PeriodicTask } from './periodic-task';

export interface PreparationWatchOptions {
  /** What is still being made; empty where the plant keeps no such list. */
  readonly read: (signal: AbortSignal) => Promise<readonly Preparing[]>;
  /** Whether somebody else reads it just now and tells of it: see {@link PreparationWatch.adopt}. */
  readonly isTold?: () => boolean;
  readonly timers: PlantTimers;
  readonly onTrouble: (error: Error) => void;
}

/** While something is being made its progress is asked for often; else now and then, for someone may begin. */
const BUSY_MS = 2_000;
const IDLE_MS = 10_000;
const TOLD_MS = 60_000;
const RETRY_MS = 5_000;

/** Knows which stretches of which levels are still being made: neither data nor a gap. */
export class PreparationWatch {
  readonly #task: PeriodicTask;
  readonly #listeners = new Set<(preparing: readonly Preparing[]) => void>();
  #preparing: readonly Preparing[] = [];

  constructor(options: PreparationWatchOptions) {
    this.#task = new PeriodicTask({
      run: async (signal) => {
        this.#publish(await options.read(signal));
        if (options.isTold?.() === true) return TOLD_MS;
        return this.#preparing.length > 0 ? BUSY_MS : IDLE_MS;
      },
      timers: options.timers,
      retryMs: RETRY_MS,
      onFailure: options.onTrouble,
    });
  }

  /** The first read, and the rhythm from then on; resolves when the first has ended, well or not. */
  start(): Promise<void> {
    return this.#task.trigger();
  }

  /** Reads now. */
  refresh(): Promise<void> {
    return this.#task.trigger();
  }

  /** What somebody else has read just now. */
  adopt(preparing: readonly Preparing[]): void {
    this.#publish(preparing);
  }

  close(): void {
    this.#task.close();
    this.#listeners.clear();
  }

  /** What was being made at the last read; empty before the first. */
  preparing(): readonly Preparing[] {
    return this.#preparing;
  }

  /** Calls back when a stretch has begun, advanced or ended; returns the way out. */
  onChange(listener: (preparing: readonly Preparing[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #publish(preparing: readonly Preparing[]): void {
    const isChanged = JSON.stringify(preparing) !== JSON.stringify(this.#preparing);
    this.#preparing = preparing;
    if (!isChanged) return;
    for (const listener of [...this.#listeners]) listener(preparing);
  }
}
