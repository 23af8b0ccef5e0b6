/**
 * Lets a person hold up a long piece of work and end it: the work waits at the gate wherever it may be interrupted.
 */
export class PauseGate {
  readonly #abort = new AbortController();
  readonly #onHeld: () => void;
  #held: { readonly opened: Promise<void>; readonly open: () => void } | undefined;

  /** @param onHeld told when the work stands at the closed gate */
  constructor(onHeld: () => void) {
    this.#onHeld = onHeld;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** For the work: passes at once while the gate is open, else when it is opened or the work is ended. */
  readonly pass = async (): Promise<void> => {
    if (this.#held === undefined) return;
    this.#onHeld();
    await this.#held.opened;
  };

  close(): void {
    if (this.#held !== undefined || this.#abort.signal.aborted) return;
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.#held = { opened, open };
  }

  open(): void {
    this.#held?.open();
    this.#held = undefined;
  }

  /** Ends the work where it stands next. */
  cancel(reason: Error): void {
    this.#abort.abort(reason);
    this.open();
  }
}
