/** Repeats a task with pauses between the end of one run and the start of the next; a failure is told, and is no end. */
export class Periodic {
  readonly #task: () => Promise<void>;
  readonly #everyMs: number;
  readonly #onFailure: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #state: 'stopped' | 'running' = 'stopped';

  constructor(task: () => Promise<void>, everyMs: number, onFailure: (error: unknown) => void) {
    this.#task = task;
    this.#everyMs = everyMs;
    this.#onFailure = onFailure;
  }

  start(): void {
    this.#state = 'running';
    this.#timer = setTimeout(() => {
      this.#task()
        .catch(this.#onFailure)
        .finally(() => {
          if (this.#state === 'running') this.start();
        });
    }, this.#everyMs);
  }

  /** Idempotent; a run under way goes on to its end. */
  stop(): void {
    this.#state = 'stopped';
    clearTimeout(this.#timer);
  }
}
