import type { StoreStatus } from '../store/store-status';

export interface StoreWatchOptions {
  readonly status: () => Promise<StoreStatus>;
  readonly setTimer: (callback: () => void, delayMs: number) => () => void;
  /** One sentence for the log, when it has changed. */
  readonly say: (what: 'cache' | 'entered', sentence: string) => void;
}

const EVERY_MS = 10_000;
const FIRST_MS = 1_000;

/** Says in the log what is the matter with the files of the store, once for each change. */
export class StoreWatch {
  readonly #options: StoreWatchOptions;
  readonly #said = new Map<string, string>();
  #cancel: () => void;
  #isClosed = false;

  constructor(options: StoreWatchOptions) {
    this.#options = options;
    this.#cancel = options.setTimer(() => void this.#look(), FIRST_MS);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  async #look(): Promise<void> {
    const { cache, entered } = await this.#options.status();
    if (this.#isClosed) return;
    this.#tell('cache', cache.sentence);
    this.#tell('entered', entered.sentence);
    this.#cancel = this.#options.setTimer(() => void this.#look(), EVERY_MS);
  }

  #tell(what: 'cache' | 'entered', sentence: string | undefined): void {
    if (this.#said.get(what) === sentence) return;
    if (sentence === undefined) this.#said.delete(what);
    else this.#said.set(what, sentence);
    this.#options.say(what, sentence ?? 'all is well again');
  }
}
