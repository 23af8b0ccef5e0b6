import { SECOND_MS } from '../../shared/time';
import type { FeedPolicy } from './feed-policy';
import type { LiveClock } from './live-clock';

interface Rate {
  sinceMs: number;
  wakeUps: number;
  busyUntilMs: number;
}

export interface BusyUnitsOptions {
  readonly clock: LiveClock;
  readonly policy: FeedPolicy;
  /** What was noted is to be read; at most once every `busyPollMs`. */
  readonly onDue: () => void;
}

/**
 * Units that commit so often that a read for each wake-up would only burden the plant: their wake-ups are noted, and a
 * timer reads. Each is looked at anew after a while.
 */
export class BusyUnits {
  readonly #options: BusyUnitsOptions;
  readonly #rates = new Map<string, Rate>();
  #callOff: (() => void) | undefined;

  constructor(options: BusyUnitsOptions) {
    this.#options = options;
  }

  /** Counts a wake-up; true where its unit is read by the timer, which then runs. */
  note(workUnitId: string): boolean {
    const { clock, policy } = this.#options;
    const nowMs = clock.monotonicMs();
    const rate = this.#rates.get(workUnitId) ?? { sinceMs: nowMs, wakeUps: 0, busyUntilMs: Number.NEGATIVE_INFINITY };
    this.#rates.set(workUnitId, rate);
    if (nowMs - rate.sinceMs >= SECOND_MS) {
      rate.sinceMs = nowMs;
      rate.wakeUps = 0;
    }
    rate.wakeUps += 1;
    if (rate.wakeUps > policy.busyAbovePerSecond) rate.busyUntilMs = nowMs + policy.busyForMs;
    const isBusy = nowMs < rate.busyUntilMs;
    if (isBusy) this.#arm();
    return isBusy;
  }

  /** How many units are read by the timer now. */
  count(): number {
    const nowMs = this.#options.clock.monotonicMs();
    return [...this.#rates.values()].filter(({ busyUntilMs }) => nowMs < busyUntilMs).length;
  }

  forget(workUnitId: string): void {
    this.#rates.delete(workUnitId);
  }

  /** Calls the timer off; the next wake-up starts it again. */
  suspend(): void {
    this.#callOff?.();
    this.#callOff = undefined;
  }

  /** One shot a wake-up at most: a unit that has fallen silent costs nothing. */
  #arm(): void {
    if (this.#callOff !== undefined) return;
    const { clock, policy, onDue } = this.#options;
    this.#callOff = clock.after(policy.busyPollMs, () => {
      this.#callOff = undefined;
      onDue();
    });
  }
}
