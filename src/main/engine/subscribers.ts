/** Those who want to hear of something, told in the order in which they came. */
export class Subscribers<Value> {
  readonly #listeners = new Set<(value: Value) => void>();

  /** Adds a listener; returns the way out. */
  readonly subscribe = (listener: (value: Value) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly publish = (value: Value): void => {
    for (const listener of [...this.#listeners]) listener(value);
  };

  /** Nobody is told any more. */
  clear(): void {
    this.#listeners.clear();
  }
}
