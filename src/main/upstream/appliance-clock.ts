/** Heartbeats that the clock is taken from: the one that was least held up tells best. */
const WINDOW = 9;

/** The plant's time as another appliance tells it. Words come late by their way, never early: the least late counts. */
export class ApplianceClock {
  readonly #nowMs: () => number;
  readonly #offsetsMs: number[] = [];

  /** @param nowMs ms since the epoch by this machine's clock, which never steps */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** @param plantTimeMs as it was just told */
  heard(plantTimeMs: number): void {
    this.#offsetsMs.push(plantTimeMs - this.#nowMs());
    if (this.#offsetsMs.length > WINDOW) this.#offsetsMs.shift();
  }

  /** The plant's time now; our own before it was told. */
  plantNowMs(): number {
    return this.#nowMs() + (this.offsetMs() ?? 0);
  }

  /** How far the plant's clock is ahead of this machine's, ms; undefined before it was told. */
  offsetMs(): number | undefined {
    return this.#offsetsMs.length === 0 ? undefined : Math.max(...this.#offsetsMs);
  }
}
