/** Something to be written to many, one after the other. */
export interface WriteJob {
  /** Writes to the next one; false when nobody is left. */
  step(): boolean;
}

export interface SliceWriterOptions {
  /** Longest that is written before others get their turn, ms. */
  readonly sliceMs: number;
  /** Never jumps, ms. */
  readonly nowMs: () => number;
  /** Runs what is given after what the event loop has ready. */
  readonly yieldThen: (run: () => void) => void;
}

/** Writes between two looks at the clock. */
const STEPS_PER_LOOK = 16;

/**
 * Writes in slices: a thousand sockets in one go would hold everything else for 15 ms and more. Jobs are done in the
 * order of their coming; the first slice begins at once.
 */
export class SliceWriter {
  readonly #options: SliceWriterOptions;
  readonly #jobs: WriteJob[] = [];
  #isScheduled = false;

  constructor(options: SliceWriterOptions) {
    this.#options = options;
  }

  add(job: WriteJob): void {
    this.#jobs.push(job);
  }

  /** Goes on writing, unless it is on its way already. */
  start(): void {
    if (!this.#isScheduled) this.#run();
  }

  /** Forgets what is not written. */
  clear(): void {
    this.#jobs.length = 0;
  }

  #run(): void {
    this.#isScheduled = true;
    const untilMs = this.#options.nowMs() + this.#options.sliceMs;
    for (let job = this.#jobs[0]; job !== undefined; job = this.#jobs[0]) {
      if (!this.#advance(job)) this.#jobs.shift();
      if (this.#options.nowMs() >= untilMs && this.#jobs.length > 0) {
        this.#options.yieldThen(() => this.#run());
        return;
      }
    }
    this.#isScheduled = false;
  }

  /** @returns false when the job is done */
  #advance(job: WriteJob): boolean {
    for (let steps = 0; steps < STEPS_PER_LOOK; steps += 1) if (!job.step()) return false;
    return true;
  }
}
