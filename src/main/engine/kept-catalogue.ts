import { type CatalogueRecord, type RecordRow, recordOfRows, rowsOfRecord } from '../plant/catalogue-record';

/** The part of the store that keeps the catalogue. */
export interface CatalogueShelf {
  loadCatalogue(): Promise<{ readonly rows: readonly RecordRow[]; readonly isWhole: boolean }>;
  saveCatalogue(rows: Iterable<RecordRow>): Promise<void>;
}

/** The catalogue over restarts: units, names, cadences and ages are there without the plant. */
export class KeptCatalogue {
  readonly #shelf: CatalogueShelf | undefined;
  readonly #onTrouble: (sentence: string) => void;

  /** @param shelf undefined: nothing is kept */
  constructor(shelf: CatalogueShelf | undefined, onTrouble: (sentence: string) => void) {
    this.#shelf = shelf;
    this.#onTrouble = onTrouble;
  }

  /** What was known when the appliance last ran; undefined: nothing. What damage has left of it is better than nothing. */
  async load(): Promise<CatalogueRecord | undefined> {
    const kept = await this.#shelf?.loadCatalogue();
    if (kept === undefined) return undefined;
    if (!kept.isWhole && kept.rows.length > 0)
      this.#onTrouble('Some of the kept catalogue is lost; the plant tells it again.');
    return recordOfRows(kept.rows);
  }

  save(record: CatalogueRecord): void {
    void this.#shelf?.saveCatalogue(rowsOfRecord(record));
  }
}
