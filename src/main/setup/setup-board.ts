import type { SetupState } from '../../shared/setup';

/** Changes that come faster are told together, ms: applying reports each window. */
const TELL_EVERY_MS = 100;

export interface BoardTimers {
  /** Runs `run` once after `delayMs`. */
  after(delayMs: number, run: () => void): void;
}

/** The one state of a set-up, told whole to whoever listens: at once after a pause, else at most ten times a second. */
export class SetupBoard {
  readonly #timers: BoardTimers;
  readonly #tell: (state: SetupState) => void;
  #state: SetupState;
  #isDue = false;

  constructor(initial: SetupState, timers: BoardTimers, tell: (state: SetupState) => void) {
    this.#state = initial;
    this.#timers = timers;
    this.#tell = tell;
  }

  get state(): SetupState {
    return this.#state;
  }

  /** Puts values over the present ones; `undefined` takes one away. */
  update(changes: { readonly [Key in keyof SetupState]?: SetupState[Key] | undefined }): void {
    const merged = Object.entries({ ...this.#state, ...changes }).filter(([, value]) => value !== undefined);
    this.#state = Object.fromEntries(merged) as SetupState;
    if (this.#isDue) return;
    this.#isDue = true;
    this.#timers.after(TELL_EVERY_MS, () => {
      this.#isDue = false;
      this.#tell(this.#state);
    });
  }
}
