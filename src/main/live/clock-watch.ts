import type { FeedPolicy } from './feed-policy';
import type { LiveClock } from './live-clock';

export interface ClockWatchOptions {
  readonly clock: LiveClock;
  readonly policy: FeedPolicy;
  /** How far the clock stands before a reading that was already acted upon, ms: it was ahead between two looks. */
  readonly behindMs: () => number;
  /** The plant's clock was set, or has been measured anew, by so many ms; negative: back. */
  readonly onSet: (byMs: number) => void;
}

/** Notices that the plant's clock was set, by a clock that never jumps; small steps add up until they matter. */
export class ClockWatch {
  readonly #options: ClockWatchOptions;
  #aheadMs: number;
  #callOff: () => void = () => {};

  constructor(options: ClockWatchOptions) {
    this.#options = options;
    this.#aheadMs = this.#measureMs();
  }

  start(): void {
    this.stop();
    this.check();
    const { clock, policy } = this.#options;
    this.#callOff = clock.after(policy.clockCheckMs, () => this.start());
  }

  stop(): void {
    this.#callOff();
  }

  /** Looks now. */
  check(): void {
    const aheadMs = this.#measureMs();
    const { behindMs, policy } = this.#options;
    const backMs = behindMs();
    const byMs = backMs >= policy.clockStepMs ? -backMs : aheadMs - this.#aheadMs;
    if (Math.abs(byMs) < policy.clockStepMs) return;
    this.#aheadMs = aheadMs;
    this.#options.onSet(byMs);
  }

  #measureMs(): number {
    const { clock } = this.#options;
    return clock.plantNowMs() - clock.monotonicMs();
  }
}
