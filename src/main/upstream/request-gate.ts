import type { After } from '../../shared/viewer/after';

export interface RequestGatePolicy {
  /** Requests under way at a time. */
  readonly atOnce: number;
  /** From the beginning of one request to that of the next, once many were made in a row, ms. */
  readonly distanceMs: number;
  /** Requests that may be made without that distance. */
  readonly burst: number;
}

/** Below what an appliance grants a viewer (16 under way, 50 messages a second): cancels and subscriptions count as well. */
export const DEFAULT_REQUEST_GATE_POLICY: RequestGatePolicy = { atOnce: 10, distanceMs: 30, burst: 40 };

/** Lets requests through in their order, so many at a time and so many a second. */
export class RequestGate {
  readonly #after: After;
  readonly #nowMs: () => number;
  readonly #policy: RequestGatePolicy;
  readonly #waiting: (() => void)[] = [];
  #under = 0;
  /** When the next may begin, were there no burst. */
  #nextMs = Number.NEGATIVE_INFINITY;
  #isTimed = false;

  constructor(after: After, nowMs: () => number, policy: RequestGatePolicy = DEFAULT_REQUEST_GATE_POLICY) {
    this.#after = after;
    this.#nowMs = nowMs;
    this.#policy = policy;
  }

  /** Requests that wait for their turn. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Runs `request` when it is its turn. @throws what it throws; the signal's reason where it is aborted before its turn */
  async run<Answer>(request: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.#open();
    });
    try {
      signal.throwIfAborted();
      this.#nextMs = Math.max(this.#nextMs, this.#nowMs()) + this.#policy.distanceMs;
      return await request();
    } finally {
      this.#under -= 1;
      this.#open();
    }
  }

  #open(): void {
    const { atOnce, burst, distanceMs } = this.#policy;
    while (this.#waiting.length > 0 && this.#under < atOnce) {
      const earlyMs = this.#nextMs - burst * distanceMs - this.#nowMs();
      if (earlyMs > 0) {
        this.#openLater(earlyMs);
        return;
      }
      this.#under += 1;
      this.#waiting.shift()?.();
    }
  }

  #openLater(waitMs: number): void {
    if (this.#isTimed) return;
    this.#isTimed = true;
    this.#after(waitMs, () => {
      this.#isTimed = false;
      this.#open();
    });
  }
}
