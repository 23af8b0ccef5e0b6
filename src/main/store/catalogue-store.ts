import { packRows, unpackRows } from './packed-rows';
import type { StoreLink } from './store-link';
import type { StoreCalls } from './store-messages';
import type { CheckedRow, CheckedRows } from './stored-tile';

/** Rows of one message: the main thread packs them within a millisecond. */
const ROWS_A_MESSAGE = 250;

/**
 * The main thread's side of the catalogue that is kept. It goes to the worker in slices of one text each and nothing of it
 * stays here: ten thousand rows that were held from save to save cost garbage collections of 30 ms.
 */
export class CatalogueStore {
  readonly #link: StoreLink;
  #saving: Promise<void> = Promise.resolve();

  constructor(link: StoreLink) {
    this.#link = link;
  }

  async load(): Promise<CheckedRows> {
    const rows: CheckedRow[] = [];
    let fromRow: number | undefined = 0;
    let isWhole = false;
    while (fromRow !== undefined) {
      const part: StoreCalls['loadCatalogue']['answer'] = await this.#link.call('loadCatalogue', { fromRow });
      if (part === undefined) return { rows: [], isWhole: false };
      for (const row of unpackRows(part.rows)) rows.push(row);
      isWhole = part.isWhole;
      fromRow = part.nextRow;
    }
    return { rows, isWhole };
  }

  /** One save after the other. */
  save(rows: Iterable<CheckedRow>): Promise<void> {
    this.#saving = this.#saving.then(() => this.#save(rows));
    return this.#saving;
  }

  async #save(rows: Iterable<CheckedRow>): Promise<void> {
    let slice: CheckedRow[] = [];
    let isFirst = true;
    for (const row of rows) {
      if (slice.length === ROWS_A_MESSAGE) {
        if (!(await this.#send(slice, isFirst, false))) return;
        isFirst = false;
        slice = [];
      }
      slice.push(row);
    }
    await this.#send(slice, isFirst, true);
  }

  async #send(rows: readonly CheckedRow[], isFirst: boolean, isLast: boolean): Promise<boolean> {
    return (await this.#link.call('saveCatalogue', { rows: packRows(rows), isFirst, isLast })) === true;
  }
}
