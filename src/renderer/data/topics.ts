/** Listeners by topic: telling one topic wakes nobody else, which is what keeps 48 tiles from repainting for one value. */
export class Topics {
  readonly #listeners = new Map<string, Set<() => void>>();

  /** @returns the way out */
  on(topic: string, listener: () => void): () => void {
    let listeners = this.#listeners.get(topic);
    if (listeners === undefined) {
      listeners = new Set();
      this.#listeners.set(topic, listeners);
    }
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  tell(topic: string): void {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener();
  }
}
