import { SECOND_MS } from '../../shared/time';

export interface UpdatePacePolicy {
  /** Most updates in any stretch of a second. */
  readonly perSecond: number;
  /** So many may go at once after a quiet time. */
  readonly burst: number;
}

export const DEFAULT_UPDATE_PACE: UpdatePacePolicy = { perSecond: 20, burst: 2 };

/**
 * When the next update may go. A fixed distance would hold back the second of two commits that come close together,
 * though a second has room for both: here a few may go at once, and what was spent comes back evenly.
 */
export class UpdatePace {
  readonly #distanceMs: number;
  readonly #burst: number;
  /** When everything spent has come back, ms on a clock that never jumps. */
  #fullMs = Number.NEGATIVE_INFINITY;

  constructor({ perSecond, burst }: UpdatePacePolicy = DEFAULT_UPDATE_PACE) {
    // The burst and what comes back within the second after it are `perSecond` together; whole ms, as timers have them.
    this.#distanceMs = Math.ceil(SECOND_MS / (perSecond - burst + 1));
    this.#burst = burst;
  }

  /** How long the next one has to wait, ms; 0 where it may go now. */
  restMs(nowMs: number): number {
    return Math.max(0, this.#fullMs - (this.#burst - 1) * this.#distanceMs - nowMs);
  }

  /** One goes now, in its turn or ahead of it. */
  spend(nowMs: number): void {
    const emptyMs = nowMs + this.#burst * this.#distanceMs;
    this.#fullMs = Math.min(Math.max(this.#fullMs, nowMs) + this.#distanceMs, emptyMs);
  }
}
