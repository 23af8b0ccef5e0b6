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
  /** Runs what is given when so much time has passed. @returns calls it off */
  readonly after: (waitMs: number, run: () => void) => () => void;
}

/** Writes between two looks at the clock. */
const STEPS_PER_LOOK = 16;

/** Longest rest, ms: what is to be said waits no longer for its turn, however slow the writing is. */
const MOST_REST_MS = 250;

/** So much may be written beyond half of the time before it rests, ms: one slow round must not hold up the next one. */
const WRITING_AHEAD_MS = 100;

/** What nobody waits for is written so long at a time, and at this distance, ms: a fifth of the time at most. */
const PATIENT_SLICE_MS = 2;
const PATIENT_DISTANCE_MS = 10;

/**
 * Writes in slices: a thousand sockets in one go would hold everything else for 15 ms and more. Jobs are done in the
 * order of their coming; the first slice begins at once. Writing takes half of the time at most: each millisecond of it
 * is owed one without, and where too many are owed a rest follows. What comes meanwhile goes out together, which is less
 * work for both ends where thousands of viewers are more than the machine, or theirs, can serve one by one.
 */
export class SliceWriter {
  readonly #options: SliceWriterOptions;
  readonly #jobs: WriteJob[] = [];
  readonly #patient: WriteJob[] = [];
  #callOffPatient: (() => void) | undefined;
  #state: 'idle' | 'writing' | 'resting' = 'idle';
  #beganMs = 0;
  /** Written and not yet made up for by not writing, ms, as of `#endedMs`. */
  #owedMs = 0;
  #endedMs = Number.NEGATIVE_INFINITY;
  #callOffRest: () => void = () => {};

  constructor(options: SliceWriterOptions) {
    this.#options = options;
  }

  add(job: WriteJob): void {
    this.#jobs.push(job);
  }

  /**
   * Something large that nobody waits for: it is written little by little while nothing else is, in the order of its
   * coming. Whoever reads it has as much to do as who writes it, and live values come in between.
   */
  addPatient(job: WriteJob): void {
    this.#patient.push(job);
    this.#goOnSoon();
  }

  /** Goes on writing, unless it is on its way already, or rests. */
  start(): void {
    if (this.#state === 'idle') this.#begin();
  }

  /** Forgets what is not written. */
  clear(): void {
    this.#jobs.length = 0;
    this.#patient.length = 0;
    this.#callOffPatient?.();
    this.#callOffPatient = undefined;
    this.#callOffRest();
    if (this.#state === 'resting') this.#state = 'idle';
  }

  #begin(): void {
    this.#state = 'writing';
    this.#beganMs = this.#options.nowMs();
    this.#owedMs = Math.max(0, this.#owedMs - (this.#beganMs - this.#endedMs));
    this.#run();
  }

  #run(): void {
    const { nowMs, sliceMs, yieldThen } = this.#options;
    const untilMs = nowMs() + sliceMs;
    for (let job = this.#jobs[0]; job !== undefined; job = this.#jobs[0]) {
      if (!this.#advance(job)) this.#jobs.shift();
      if (nowMs() >= untilMs && this.#jobs.length > 0) {
        yieldThen(() => this.#run());
        return;
      }
    }
    this.#endedMs = nowMs();
    this.#owedMs += this.#endedMs - this.#beganMs;
    this.#rest(this.#owedMs - WRITING_AHEAD_MS);
  }

  #rest(restMs: number): void {
    this.#state = restMs > 0 ? 'resting' : 'idle';
    if (this.#state === 'idle') return;
    this.#callOffRest = this.#options.after(Math.min(restMs, MOST_REST_MS), () => {
      this.#state = 'idle';
      if (this.#jobs.length > 0) this.#begin();
    });
  }

  #goOnSoon(): void {
    if (this.#patient.length === 0 || this.#callOffPatient !== undefined) return;
    this.#callOffPatient = this.#options.after(PATIENT_DISTANCE_MS, () => {
      this.#callOffPatient = undefined;
      if (this.#state !== 'writing') this.#writePatiently();
      this.#goOnSoon();
    });
  }

  #writePatiently(): void {
    const { nowMs } = this.#options;
    const untilMs = nowMs() + PATIENT_SLICE_MS;
    for (let job = this.#patient[0]; job !== undefined && nowMs() < untilMs; job = this.#patient[0]) {
      if (!job.step()) this.#patient.shift();
    }
  }

  /** @returns false when the job is done */
  #advance(job: WriteJob): boolean {
    for (let steps = 0; steps < STEPS_PER_LOOK; steps += 1) if (!job.step()) return false;
    return true;
  }
}
