import type { PlantTimers } from '../../../../src/main/plant/clock';

/** Timers driven by hand; callbacks run in order of their times. */
export class FakeTimers implements PlantTimers {
  #nowMs = 1_000_000;
  readonly #due = new Set<{ atMs: number; callback: () => void }>();

  nowMs(): number {
    return this.#nowMs;
  }

  setTimer(callback: () => void, delayMs: number): () => void {
    const entry = { atMs: this.#nowMs + Math.max(0, delayMs), callback };
    this.#due.add(entry);
    return () => this.#due.delete(entry);
  }

  get pendingCount(): number {
    return this.#due.size;
  }

  /** Lets `durationMs` pass; promises settle between timers. */
  async pass(durationMs: number): Promise<void> {
    const untilMs = this.#nowMs + durationMs;
    await settled();
    for (;;) {
      const next = [...this.#due].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#due.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.callback();
      await settled();
    }
    this.#nowMs = untilMs;
  }
}

/** Lets everything that is already decided happen. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 48; turn += 1) await Promise.resolve();
}
