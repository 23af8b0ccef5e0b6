import { type SeriesKey, seriesKeyText } from '../../shared/series';
import { seriesCheck } from './row-check';
import type { SqliteDatabase } from './sqlite';

interface SeriesRow {
  readonly id: number;
  readonly table_name: string;
  readonly work_unit_id: string;
  readonly name: string;
  readonly row_check: number;
}

/** Series by number, all in memory: a text key would cost a tenth of the file. */
export class SeriesTable {
  readonly #db: SqliteDatabase;
  readonly #idOf = new Map<string, number>();
  readonly #keyOf = new Map<number, SeriesKey>();
  #nextId = 1;

  constructor(db: SqliteDatabase) {
    this.#db = db;
    for (const row of db.prepare<[], SeriesRow>('SELECT * FROM series').iterate()) this.#adopt(row);
  }

  idOf(key: SeriesKey): number | undefined {
    return this.#idOf.get(seriesKeyText(key));
  }

  keyOf(id: number): SeriesKey | undefined {
    return this.#keyOf.get(id);
  }

  /** The number of a series, a new one where it has none; within the caller's transaction. */
  idFor(key: SeriesKey): number {
    const known = this.idOf(key);
    if (known !== undefined) return known;
    const id = this.#nextId;
    this.#db
      .prepare('INSERT INTO series VALUES (?, ?, ?, ?, ?)')
      .run(id, key.table, key.workUnitId, key.name, seriesCheck(id, key));
    this.#remember(id, key);
    return id;
  }

  /** After a transaction that was rolled back: what it had added is forgotten. */
  forgetFrom(firstId: number): void {
    for (const [id, key] of this.#keyOf) {
      if (id < firstId) continue;
      this.#keyOf.delete(id);
      this.#idOf.delete(seriesKeyText(key));
    }
    this.#nextId = firstId;
  }

  get nextId(): number {
    return this.#nextId;
  }

  #adopt({ id, table_name, work_unit_id, name, row_check }: SeriesRow): void {
    // A damaged row keeps its number taken: the tiles under it belong to nobody, and go as the least used.
    this.#nextId = Math.max(this.#nextId, id + 1);
    if (table_name !== 'metric' && table_name !== 'oee') return;
    const key: SeriesKey = { table: table_name, workUnitId: work_unit_id, name };
    if (row_check === seriesCheck(id, key)) this.#remember(id, key);
  }

  #remember(id: number, key: SeriesKey): void {
    this.#idOf.set(seriesKeyText(key), id);
    this.#keyOf.set(id, key);
    this.#nextId = Math.max(this.#nextId, id + 1);
  }
}
