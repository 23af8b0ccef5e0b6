import type { FeedPolicy } from './feed-policy';
import type { FeedSource, FeedTimes } from './feed-source';
import type { LiveClock } from './live-clock';
import type { WakeUp } from './wake-ups';

interface Held {
  /** Newest row known to lie ahead. */
  lastMs: number;
  /** Plant time at which a row may have become due. */
  dueMs: number;
  pollMs: number;
}

export interface RowsAheadOptions {
  readonly clock: LiveClock;
  readonly times: FeedTimes;
  readonly policy: FeedPolicy;
  readonly onDue: (sources: readonly FeedSource[]) => void;
}

/**
 * Rows stamped more than 5 s ahead of the plant's clock: held back, and read when they are due. Only first and last
 * time of a statement's rows are known, so between the two it is asked at growing distances.
 */
export class RowsAhead {
  readonly #options: RowsAheadOptions;
  readonly #held = new Map<FeedSource, Held>();
  #callOff: () => void = () => {};

  constructor(options: RowsAheadOptions) {
    this.#options = options;
  }

  /** Notes the rows ahead of a wake-up; returns the time of the newest one, or undefined where none is ahead. */
  note(source: FeedSource, { firstMs, lastMs }: WakeUp): number | undefined {
    const { clock, times, policy } = this.#options;
    if (!(lastMs >= times.limitMs())) return undefined;
    const pollMs = policy.aheadPollMs.first;
    const dueMs = Math.max(firstMs - policy.aheadLimitMs, clock.plantNowMs() + pollMs);
    const before = this.#held.get(source);
    const held = {
      lastMs: Math.max(before?.lastMs ?? lastMs, lastMs),
      dueMs: Math.min(before?.dueMs ?? dueMs, dueMs),
      pollMs,
    };
    this.#held.set(source, held);
    this.#arm();
    return held.lastMs;
  }

  /** Sources with rows ahead. */
  get count(): number {
    return this.#held.size;
  }

  forget(sources: readonly FeedSource[]): void {
    for (const source of sources) this.#held.delete(source);
  }

  /** Calls the timer off; what is held is kept for the next {@link resume}. */
  suspend(): void {
    this.#callOff();
  }

  resume(): void {
    this.#arm();
  }

  #arm(): void {
    this.#callOff();
    if (this.#held.size === 0) return;
    const { clock, policy } = this.#options;
    const dueMs = [...this.#held.values()].reduce(
      (least, held) => Math.min(least, held.dueMs),
      Number.POSITIVE_INFINITY,
    );
    // Never a long timer: the plant's clock may be set meanwhile, and a row of 2099 must not overflow it.
    const delayMs = Math.min(Math.max(dueMs - clock.plantNowMs() + 1, 1), policy.aheadTimerMs);
    this.#callOff = clock.after(delayMs, () => this.#fire());
  }

  #fire(): void {
    const nowMs = this.#options.clock.plantNowMs();
    const due = [...this.#held].filter(([, held]) => held.dueMs <= nowMs);
    for (const [source, held] of due) {
      if (held.lastMs + 1 < this.#options.times.limitMs()) {
        this.#held.delete(source);
        continue;
      }
      held.dueMs = nowMs + held.pollMs;
      held.pollMs = Math.min(held.pollMs * 2, this.#options.policy.aheadPollMs.longest);
    }
    if (due.length > 0) this.#options.onDue(due.map(([source]) => source));
    this.#arm();
  }
}
