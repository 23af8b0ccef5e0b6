import type { LiveClock } from '../../../../src/main/live/live-clock';

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

/** Time that stands still until a test moves it. */
export class ManualClock implements LiveClock {
  #monotonicMs = 0;
  #plantMs: number;
  readonly #timers = new Set<Timer>();

  constructor(plantMs: number) {
    this.#plantMs = plantMs;
  }

  plantNowMs(): number {
    return this.#plantMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#monotonicMs + delayMs, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get timerCount(): number {
    return this.#timers.size;
  }

  /** Sets the plant's clock without time passing. */
  setPlantClock(plantMs: number): void {
    this.#plantMs = plantMs;
  }

  /** Lets `ms` pass, timer by timer, with all that follows from each. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#monotonicMs + ms;
    await settle();
    for (let next = this.#next(endMs); next !== undefined; next = this.#next(endMs)) {
      this.#pass(next.atMs - this.#monotonicMs);
      this.#timers.delete(next);
      next.run();
      await settle();
    }
    this.#pass(endMs - this.#monotonicMs);
  }

  #pass(ms: number): void {
    this.#monotonicMs += ms;
    this.#plantMs += ms;
  }

  #next(endMs: number): Timer | undefined {
    return [...this.#timers].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
  }
}

/** Until every promise that can go on has gone on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
