/** One small text that a person entered. */
interface EnteredRow {
  readonly kind: string;
  readonly id: string;
  readonly body: string;
}

/** The part of the store that keeps what people entered. */
export interface EnteredShelf {
  loadEntered(): Promise<readonly EnteredRow[] | undefined>;
  saveEntered(rows: readonly EnteredRow[]): Promise<boolean>;
  /** Tiles of these units go last when room is made. */
  setPinnedUnits(workUnitIds: readonly string[]): void;
}

export type PinOutcome = { readonly isKept: true } | { readonly isKept: false; readonly reason: string };

const KIND = 'pin';
/** More would not fit any disk budget, and each is looked after every minute. */
const MOST_PINS = 200;

/** Which units a person wants to have on board without the plant; on the disk before it is called kept. */
export class PinnedUnits {
  readonly #shelf: EnteredShelf | undefined;
  readonly #onChange: (workUnitIds: readonly string[]) => void;
  readonly #nowMs: () => number;
  #rows: readonly EnteredRow[] = [];
  #changing: Promise<unknown> = Promise.resolve();

  /** @param shelf undefined: nothing can be kept */
  constructor(
    shelf: EnteredShelf | undefined,
    nowMs: () => number,
    onChange: (workUnitIds: readonly string[]) => void,
  ) {
    this.#shelf = shelf;
    this.#nowMs = nowMs;
    this.#onChange = onChange;
  }

  ids(): readonly string[] {
    return this.#rows.filter(({ kind }) => kind === KIND).map(({ id }) => id);
  }

  /** Reads what was kept. What cannot be read is not known: nothing is pinned until somebody pins it again. */
  load(): Promise<void> {
    return this.#inTurn(async () => {
      const rows = await this.#shelf?.loadEntered();
      if (rows === undefined) return;
      this.#rows = rows;
      this.#tell();
    });
  }

  /** Pins a unit or lets it go; what is pinned is pinned once. */
  set(workUnitId: string, isPinned: boolean): Promise<PinOutcome> {
    return this.#inTurn(async (): Promise<PinOutcome> => {
      if (this.ids().includes(workUnitId) === isPinned) return { isKept: true };
      if (isPinned && this.ids().length >= MOST_PINS) {
        return { isKept: false, reason: `At most ${MOST_PINS} units can be kept on board; let one go first.` };
      }
      const others = this.#rows.filter(({ kind, id }) => kind !== KIND || id !== workUnitId);
      const body = JSON.stringify({ pinnedAtMs: this.#nowMs() });
      const rows = isPinned ? [...others, { kind: KIND, id: workUnitId, body }] : others;
      if ((await this.#shelf?.saveEntered(rows)) !== true) {
        return { isKept: false, reason: 'This could not be written to the disk of the appliance; its log says why.' };
      }
      this.#rows = rows;
      this.#tell();
      return { isKept: true };
    });
  }

  #tell(): void {
    const ids = this.ids();
    this.#shelf?.setPinnedUnits(ids);
    this.#onChange(ids);
  }

  /** One change after the other: each builds on the one before. */
  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const result = this.#changing.then(change);
    this.#changing = result.catch(() => undefined);
    return result;
  }
}
