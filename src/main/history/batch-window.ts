export interface BatchWindowOptions<Item> {
  /** Calls back once after `delayMs`; returns the way to take it back. */
  readonly setTimer: (callback: () => void, delayMs: number) => () => void;
  /** How long items gather while an earlier batch is in flight, in ms. */
  readonly windowMs: number;
  /** Sends one batch; settles when it has been answered, well or not, and never rejects. */
  readonly dispatch: (items: readonly Item[]) => Promise<void>;
}

/**
 * Gathers what is asked at about the same time into batches (as DataLoader does): while nothing is in flight the first
 * goes at once, and what comes while a batch is in flight waits for at most `windowMs`.
 */
export class BatchWindow<Item> {
  readonly #options: BatchWindowOptions<Item>;
  #gathering: Item[] = [];
  #inFlight = 0;
  #isWindowOpen = false;

  constructor(options: BatchWindowOptions<Item>) {
    this.#options = options;
  }

  /** Items that belong together: they go in one batch. */
  add(items: readonly Item[]): void {
    if (items.length === 0) return;
    this.#gathering.push(...items);
    if (this.#inFlight === 0 && !this.#isWindowOpen) this.#send();
    else if (!this.#isWindowOpen) this.#openWindow();
  }

  #openWindow(): void {
    this.#isWindowOpen = true;
    this.#options.setTimer(() => {
      this.#isWindowOpen = false;
      this.#send();
    }, this.#options.windowMs);
  }

  #send(): void {
    const batch = this.#gathering;
    this.#gathering = [];
    this.#inFlight += 1;
    void this.#options.dispatch(batch).finally(() => {
      this.#inFlight -= 1;
    });
  }
}
