/** Round trips that the median is taken over: one slow answer moves nothing, a stepped clock is followed within five. */
const WINDOW = 9;

/** How far the plant's clock is ahead of ours, in ms: the median over the last nine round trips. */
export class ClockOffset {
  readonly #offsetsMs: number[] = [];

  /**
   * Takes in one round trip.
   * @param sentMs our time when the question left
   * @param plantMs the plant's time in the answer
   * @param receivedMs our time when the answer came
   */
  add(sentMs: number, plantMs: number, receivedMs: number): void {
    this.#offsetsMs.push(plantMs - (sentMs + receivedMs) / 2);
    if (this.#offsetsMs.length > WINDOW) this.#offsetsMs.shift();
  }

  /** Plant time minus ours, in ms; 0 before the first round trip. */
  get offsetMs(): number {
    const sorted = [...this.#offsetsMs].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  }

  /** How many round trips it rests on, 0 to 9. */
  get sampleCount(): number {
    return this.#offsetsMs.length;
  }
}
