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

export type MarkOutcome = { readonly isKept: true } | { readonly isKept: false; readonly reason: string };

/** pin: its past is kept on board. hide: it is left out of the wall. */
export type UnitMark = 'pin' | 'hide';

const MARKS: Readonly<Record<UnitMark, { readonly since: string; readonly most: number; readonly tooMany: string }>> = {
  // More would not fit any disk budget, and each is looked after every minute.
  pin: { since: 'pinnedAtMs', most: 200, tooMany: 'can be kept on board; let one go first.' },
  hide: { since: 'hiddenAtMs', most: 2_000, tooMany: 'can be hidden; show one again first.' },
};

/** How people have marked units; on the disk before it is called kept. */
export class MarkedUnits {
  readonly #shelf: EnteredShelf | undefined;
  readonly #onChange: (mark: UnitMark, workUnitIds: readonly string[]) => void;
  readonly #nowMs: () => number;
  #rows: readonly EnteredRow[] = [];
  #changing: Promise<unknown> = Promise.resolve();

  /** @param shelf undefined: nothing can be kept */
  constructor(
    shelf: EnteredShelf | undefined,
    nowMs: () => number,
    onChange: (mark: UnitMark, workUnitIds: readonly string[]) => void,
  ) {
    this.#shelf = shelf;
    this.#nowMs = nowMs;
    this.#onChange = onChange;
  }

  ids(mark: UnitMark): readonly string[] {
    return this.#rows.filter(({ kind }) => kind === mark).map(({ id }) => id);
  }

  /** Reads what was kept. What cannot be read is not known: nothing is marked until somebody marks it again. */
  load(): Promise<void> {
    return this.#inTurn(async () => {
      const rows = await this.#shelf?.loadEntered();
      if (rows === undefined) return;
      this.#rows = rows;
      this.#tell('pin');
      this.#tell('hide');
    });
  }

  /** Marks a unit, or takes the mark away; what is marked is marked once. */
  set(mark: UnitMark, workUnitId: string, isMarked: boolean): Promise<MarkOutcome> {
    return this.#inTurn(async (): Promise<MarkOutcome> => {
      const { since, most, tooMany } = MARKS[mark];
      if (this.ids(mark).includes(workUnitId) === isMarked) return { isKept: true };
      if (isMarked && this.ids(mark).length >= most) {
        return { isKept: false, reason: `At most ${most} units ${tooMany}` };
      }
      const others = this.#rows.filter(({ kind, id }) => kind !== mark || id !== workUnitId);
      const body = JSON.stringify({ [since]: this.#nowMs() });
      const rows = isMarked ? [...others, { kind: mark, id: workUnitId, body }] : others;
      if ((await this.#shelf?.saveEntered(rows)) !== true) {
        return { isKept: false, reason: 'This could not be written to the disk of the appliance; its log says why.' };
      }
      this.#rows = rows;
      this.#tell(mark);
      return { isKept: true };
    });
  }

  #tell(mark: UnitMark): void {
    const ids = this.ids(mark);
    if (mark === 'pin') this.#shelf?.setPinnedUnits(ids);
    this.#onChange(mark, ids);
  }

  /** One change after the other: each builds on the one before. */
  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const result = this.#changing.then(change);
    this.#changing = result.catch(() => undefined);
    return result;
  }
}
