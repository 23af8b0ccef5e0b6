import type { PlantTimers } from './clock';

export interface PeriodicTaskOptions {
  /** One run; answers how long to wait for the next, in ms. */
  readonly run: (signal: AbortSignal) => Promise<number>;
  readonly timers: PlantTimers;
  /** Wait after a run that failed, in ms. */
  readonly retryMs: number;
  /** Told of a run that failed; the same failure again in a row is no news (an outage would fill the log). */
  readonly onFailure: (error: Error) => void;
}

/** Repeats one job, never twice at a time; asked in between, it runs at once, or once more after the run in progress. */
export class PeriodicTask {
  readonly #options: PeriodicTaskOptions;
  readonly #abort = new AbortController();
  #running: Promise<void> | undefined;
  #following: Promise<void> | undefined;
  #cancelNext: () => void = () => {};
  #lastFailure: string | undefined;

  constructor(options: PeriodicTaskOptions) {
    this.#options = options;
  }

  /** Runs now, or after the run in progress; resolves when that run has ended, well or not. The first call starts the rhythm. */
  trigger(): Promise<void> {
    if (this.#abort.signal.aborted) return Promise.resolve();
    if (this.#running === undefined) {
      this.#cancelNext();
      this.#running = this.#runOnce();
      return this.#running;
    }
    this.#following ??= this.#running.then(() => {
      this.#following = undefined;
      return this.trigger();
    });
    return this.#following;
  }

  /** Ends the rhythm and aborts the run in progress. */
  close(): void {
    this.#abort.abort(new Error('closed'));
    this.#cancelNext();
  }

  async #runOnce(): Promise<void> {
    let delayMs = this.#options.retryMs;
    try {
      delayMs = await this.#options.run(this.#abort.signal);
      this.#lastFailure = undefined;
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#report(error instanceof Error ? error : new Error(String(error)));
    }
    this.#running = undefined;
    if (this.#abort.signal.aborted) return;
    this.#cancelNext = this.#options.timers.setTimer(() => void this.trigger(), delayMs);
  }

  #report(error: Error): void {
    if (error.message !== this.#lastFailure) this.#options.onFailure(error);
    this.#lastFailure = error.message;
  }
}
