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
      // Units come and go: a topic that nobody listens to any more is not kept. Another set may stand in its place by now.
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  /** Topics that somebody listens to. */
  get size(): number {
    return this.#listeners.size;
  }

  tell(topic: string): void {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener();
  }
}
