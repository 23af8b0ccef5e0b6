/** A rate limit: `burst` at once, then `perSecond`. Time is passed in, ms on a clock that never jumps. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #countedMs: number | undefined;

  constructor({ perSecond, burst }: { readonly perSecond: number; readonly burst: number }) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
  }

  /** Takes one token; false where none is left. */
  take(nowMs: number): boolean {
    this.#refill(nowMs);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** True where the next {@link take} would fail. */
  isEmpty(nowMs: number): boolean {
    this.#refill(nowMs);
    return this.#tokens < 1;
  }

  /** True where nothing has been taken for so long that it need not be remembered. */
  isFull(nowMs: number): boolean {
    this.#refill(nowMs);
    return this.#tokens >= this.#burst;
  }

  #refill(nowMs: number): void {
    const passedMs = Math.max(0, nowMs - (this.#countedMs ?? nowMs));
    this.#countedMs = nowMs;
    this.#tokens = Math.min(this.#burst, this.#tokens + (passedMs / 1_000) * this.#perSecond);
  }
}
