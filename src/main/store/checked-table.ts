import { rowCheck } from './row-check';
import type { SqliteDatabase } from './sqlite';
import type { CheckedRow, CheckedRows } from './stored-tile';

/** Small texts under names. The summary counts rows and adds up their checksums, so that a lost row is noticed. */
export const CHECKED_ROWS_SCHEMA = `
   CREATE TABLE checked_row (
     kind TEXT NOT NULL,
     id TEXT NOT NULL,
     body TEXT NOT NULL,
     row_check INTEGER NOT NULL,
     PRIMARY KEY (kind, id)
   ) WITHOUT ROWID;
   CREATE TABLE checked_summary (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), row_count INTEGER NOT NULL, check_sum INTEGER NOT NULL);
   INSERT INTO checked_summary VALUES (1, 0, 0);`;

/** What changes in checked rows. */
export interface CheckedChange {
  readonly put: readonly CheckedRow[];
  readonly drop: readonly Pick<CheckedRow, 'kind' | 'id'>[];
}

interface Row extends CheckedRow {
  readonly row_check: number;
}

interface Sum {
  row_count: number;
  check_sum: number;
}
type Summary = Readonly<Sum>;

/** Catalogue rows in the cache, and what people entered in its own file. */
export class CheckedTable {
  readonly #db: SqliteDatabase;
  readonly #all;
  readonly #body;
  readonly #names;
  readonly #summary;
  readonly #takeOut;
  readonly #putIn;
  readonly #sumUp;

  constructor(db: SqliteDatabase) {
    this.#db = db;
    this.#all = db.prepare<[], Row>('SELECT kind, id, body, row_check FROM checked_row');
    this.#body = db.prepare<[string, string], string>('SELECT body FROM checked_row WHERE kind = ? AND id = ?').pluck();
    this.#names = db.prepare<[], Pick<CheckedRow, 'kind' | 'id'>>('SELECT kind, id FROM checked_row');
    this.#summary = db.prepare<[], Summary>('SELECT row_count, check_sum FROM checked_summary');
    this.#takeOut = db.prepare<[string, string], Row>(
      'DELETE FROM checked_row WHERE kind = ? AND id = ? RETURNING row_check',
    );
    this.#putIn = db.prepare<[string, string, string, number]>('INSERT INTO checked_row VALUES (?, ?, ?, ?)');
    this.#sumUp = db.prepare<[number, number]>('INSERT OR REPLACE INTO checked_summary VALUES (1, ?, ?)');
  }

  load(): CheckedRows {
    const stored = this.#all.all();
    const rows = stored.filter((row) => typeof row.body === 'string' && row.row_check === rowCheck(row));
    const summary = this.#summary.get();
    const isWhole =
      rows.length === stored.length && summary?.row_count === rows.length && summary.check_sum === sumOfChecks(rows);
    return { rows: rows.map(({ kind, id, body }) => ({ kind, id, body })), isWhole };
  }

  /** What a row says as it lies there, intact or not; undefined: there is none. */
  bodyOf({ kind, id }: Pick<CheckedRow, 'kind' | 'id'>): string | undefined {
    return this.#body.get(kind, id);
  }

  names(): readonly Pick<CheckedRow, 'kind' | 'id'>[] {
    return this.#names.all();
  }

  /** All of a change or nothing. The sum only ever changes by what changes: a row that was lost stays noticed. */
  change(change: CheckedChange): void {
    this.#db.transaction(() => this.#apply(this.#sumBefore(), change))();
  }

  /** These rows in the place of all that are there; all or nothing. */
  replaceAll(rows: readonly CheckedRow[]): void {
    this.#db.transaction(() => this.#apply(this.#clear(), { put: rows, drop: [] }))();
  }

  #apply(sum: Sum, { put, drop }: CheckedChange): void {
    for (const row of drop) take(sum, this.#takeOut.get(row.kind, row.id));
    for (const row of put) {
      take(sum, this.#takeOut.get(row.kind, row.id));
      const check = rowCheck(row);
      this.#putIn.run(row.kind, row.id, row.body, check);
      sum.row_count += 1;
      sum.check_sum += check;
    }
    this.#sumUp.run(sum.row_count, sum.check_sum);
  }

  #sumBefore(): Sum {
    // No summary is damage: a count that no number of rows can have says so for good.
    return { ...(this.#summary.get() ?? { row_count: -1e9, check_sum: 0 }) };
  }

  #clear(): Sum {
    this.#db.exec('DELETE FROM checked_row');
    return { row_count: 0, check_sum: 0 };
  }
}

/** Takes a row that has gone out of the sum. */
function take(sum: Sum, old: Row | undefined): void {
  if (old === undefined) return;
  sum.row_count -= 1;
  sum.check_sum -= old.row_check;
}

function sumOfChecks(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + row.row_check, 0);
}
