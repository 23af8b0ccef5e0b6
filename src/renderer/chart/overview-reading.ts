/** Reads what is on board or in the plant and shows it; resolves to false where parts of it could not be had. */
export type OverviewRead = (signal: AbortSignal) => Promise<boolean>;

/** The one reading of a chart's past from afar: done once, and begun anew on the next occasion where it failed. */
export class OverviewReading {
  #state: 'idle' | 'reading' | 'done' = 'idle';
  #abort = new AbortController();
  /** Of an occasion that came while another reading was under way. */
  #next: OverviewRead | undefined;

  /** An occasion to read: begins, unless it has been read. What is under way goes on; should it fail, this one follows. */
  begin(read: OverviewRead): void {
    if (this.#state === 'reading') this.#next = read;
    if (this.#state !== 'idle') return;
    this.#state = 'reading';
    const { signal } = this.#abort;
    const ended = (isWhole: boolean) => {
      if (signal.aborted) return;
      const next = this.#next;
      this.#next = undefined;
      this.#state = isWhole ? 'done' : 'idle';
      if (next !== undefined) this.begin(next);
    };
    // Without it a side is marked as being read; why something cannot be read is told where it is asked for.
    read(signal).then(ended, () => ended(false));
  }

  /** What was read is of no use any more: the next occasion begins from nothing. */
  end(): void {
    this.#abort.abort(new Error('another chart is shown'));
    this.#abort = new AbortController();
    this.#state = 'idle';
    this.#next = undefined;
  }
}
