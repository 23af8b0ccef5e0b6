/** The time that a person points at, on one chart or on all of a page that are linked. */
export class CursorStore {
  #timeMs: number | undefined;
  readonly #listeners = new Set<() => void>();

  /** Undefined where nobody points at anything. */
  timeMs = (): number | undefined => this.#timeMs;

  point(timeMs: number | undefined): void {
    if (timeMs === this.#timeMs) return;
    this.#timeMs = timeMs;
    for (const listener of this.#listeners) listener();
  }

  /** Returns the way out. */
  on = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };
}
