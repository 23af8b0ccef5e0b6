/** An answer that is this young is given again: screens that show the same ask within the same moment. */
const FRESH_MS = 2_000;
/** Questions that are remembered; beyond that the oldest is forgotten. */
const MAX_KEPT = 32;

interface Kept<Answer> {
  readonly atMs: number;
  readonly answer: Promise<Answer>;
  readonly abort: AbortController;
  waiting: number;
}

/** Makes one answer of equal questions that come close together; it is given up when nobody waits for it any more. */
export class RecentAnswers<Answer> {
  readonly #nowMs: () => number;
  readonly #kept = new Map<string, Kept<Answer>>();

  /** @param nowMs a clock; one that is set back makes answers be made anew */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** @throws what making it throws; the signal's reason when aborted */
  async of(question: unknown, make: (signal: AbortSignal) => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    signal.throwIfAborted();
    const key = JSON.stringify(question);
    const kept = this.#fresh(key) ?? this.#start(key, make);
    kept.waiting += 1;
    let leave = () => {};
    try {
      return await Promise.race([
        kept.answer,
        new Promise<never>((_, reject) => {
          leave = () => reject(signal.reason);
          signal.addEventListener('abort', leave, { once: true });
        }),
      ]);
    } finally {
      signal.removeEventListener('abort', leave);
      kept.waiting -= 1;
      if (signal.aborted && kept.waiting === 0) this.#giveUp(key, kept);
    }
  }

  #fresh(key: string): Kept<Answer> | undefined {
    const kept = this.#kept.get(key);
    const ageMs = kept === undefined ? Number.NaN : this.#nowMs() - kept.atMs;
    return ageMs >= 0 && ageMs < FRESH_MS ? kept : undefined;
  }

  #start(key: string, make: (signal: AbortSignal) => Promise<Answer>): Kept<Answer> {
    const abort = new AbortController();
    const kept: Kept<Answer> = { atMs: this.#nowMs(), answer: make(abort.signal), abort, waiting: 0 };
    // What failed is asked for anew; whoever waits hears of it by the promise itself.
    kept.answer.catch(() => this.#forget(key, kept));
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }

  #giveUp(key: string, kept: Kept<Answer>): void {
    kept.abort.abort(new Error('nobody waits for it'));
    this.#forget(key, kept);
  }

  #forget(key: string, kept: Kept<Answer>): void {
    if (this.#kept.get(key) === kept) this.#kept.delete(key);
  }
}
