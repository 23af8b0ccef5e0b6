import type { CheckedTable } from './checked-table';
import type { CheckedRow } from './stored-tile';

/** Some rows of a catalogue that is loaded. */
export interface CataloguePart {
  readonly rows: readonly CheckedRow[];
  /** Whether all of the catalogue is what was saved. */
  readonly isWhole: boolean;
  /** Where the next part begins; undefined: this was the last. */
  readonly nextRow: number | undefined;
}

/** Some rows of a catalogue that is saved in the place of the one before. */
export interface CatalogueSlice {
  readonly rows: readonly CheckedRow[];
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Stands in the table while the catalogue is complete; missing after a crash between two slices. */
const COMPLETE: CheckedRow = { kind: 'catalogue', id: 'complete', body: '' };
/** Rows of one part: what the main thread takes in within a millisecond. */
const ROWS_A_PART = 1_000;

/**
 * The catalogue in its table, told and taken in parts, so that neither thread is held by all of it. Of what is saved again
 * every minute only what differs is written.
 */
export class CatalogueTable {
  readonly #table: CheckedTable;
  /** What is being loaded in parts. */
  #loading: { readonly rows: readonly CheckedRow[]; readonly isWhole: boolean } | undefined;
  /** Names of what the replacing under way has told so far; undefined: there is none. */
  #told: Set<string> | undefined;
  /** Whether the table's rows are all that were written; undefined: not looked at yet. */
  #isSound: boolean | undefined;

  constructor(table: CheckedTable) {
    this.#table = table;
  }

  /** The rows from a number on, 0 first; undefined: no loading is under way that goes on there. */
  load(fromRow: number): CataloguePart | undefined {
    if (fromRow === 0) this.#loading = this.#loadAll();
    if (this.#loading === undefined) return undefined;
    const { rows, isWhole } = this.#loading;
    const toRow = fromRow + ROWS_A_PART;
    const nextRow = toRow < rows.length ? toRow : undefined;
    if (nextRow === undefined) this.#loading = undefined;
    return { rows: rows.slice(fromRow, toRow), isWhole, nextRow };
  }

  /** @returns false: it does not go on what was told before, which was lost with its file or its worker */
  replace({ rows, isFirst, isLast }: CatalogueSlice): boolean {
    if (isFirst) this.#begin();
    const told = this.#told;
    if (told === undefined) return false;
    const put = rows.filter((row) => this.#table.bodyOf(row) !== row.body);
    for (const row of rows) told.add(nameOf(row));
    this.#write(put, isLast ? this.#beyond(told) : [], isLast);
    if (isLast) this.#told = undefined;
    return true;
  }

  #begin(): void {
    this.#told = new Set();
    this.#isSound ??= this.#table.load().isWhole;
    // A sum that damage has put out would be out for good.
    if (!this.#isSound) this.#table.replaceAll([]);
    this.#isSound = true;
  }

  /** Until all of it is written, what is there is not known: the mark goes with the first change, and comes back last. */
  #write(put: readonly CheckedRow[], drop: readonly CheckedName[], isLast: boolean): void {
    const isComplete = this.#table.bodyOf(COMPLETE) !== undefined;
    const isChanged = put.length > 0 || drop.length > 0;
    const marked = {
      put: isLast && !isComplete ? [...put, COMPLETE] : put,
      drop: !isLast && isComplete && isChanged ? [...drop, COMPLETE] : drop,
    };
    if (marked.put.length > 0 || marked.drop.length > 0) this.#table.change(marked);
  }

  /** What the table holds and was not told. */
  #beyond(told: ReadonlySet<string>): readonly CheckedName[] {
    return this.#table.names().filter((name) => !told.has(nameOf(name)) && !isMark(name));
  }

  #loadAll(): { readonly rows: readonly CheckedRow[]; readonly isWhole: boolean } {
    const loaded = this.#table.load();
    this.#isSound = loaded.isWhole;
    const rows = loaded.rows.filter((row) => !isMark(row));
    return { rows, isWhole: loaded.isWhole && rows.length < loaded.rows.length };
  }
}

type CheckedName = Pick<CheckedRow, 'kind' | 'id'>;

/** Kinds hold no colon, so ids may. */
function nameOf({ kind, id }: CheckedName): string {
  return `${kind}:${id}`;
}

function isMark({ kind, id }: CheckedName): boolean {
  return kind === COMPLETE.kind && id === COMPLETE.id;
}
