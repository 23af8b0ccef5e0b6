import type { SeriesKey } from '../../shared/series';
import { bytesCheck, marksCheck } from './row-check';
import type { SqliteDatabase } from './sqlite';

/** The SQL of tiles, here so that a test can ask for its query plan. */
export const TILE_STATEMENTS = {
  read: 'SELECT id, as_of_ms, sealed, used_at, marks_check, bytes_check, bytes FROM tile WHERE id = ?',
  marks: 'SELECT id, as_of_ms, sealed, used_at, marks_check, bytes_check FROM tile WHERE id = ?',
  list: 'SELECT id, as_of_ms, sealed, used_at, marks_check, bytes_check FROM tile WHERE id >= ? AND id < ?',
  write: 'INSERT OR REPLACE INTO tile VALUES (?, ?, ?, ?, ?, ?, ?)',
  remove: 'DELETE FROM tile WHERE id = ?',
  touch: 'UPDATE tile SET used_at = ? WHERE id = ?',
  leastUsed: 'SELECT id, length(bytes) AS sizeBytes FROM tile ORDER BY used_at',
} as const;

export interface MarksRow {
  readonly id: number;
  readonly as_of_ms: number;
  readonly sealed: number;
  readonly used_at: number;
  readonly marks_check: number;
  readonly bytes_check: number;
}

export interface TileRow extends MarksRow {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A tile as an eviction sees it. */
export interface UsedTile {
  readonly id: number;
  readonly sizeBytes: number;
}

export interface NewTile {
  readonly id: number;
  readonly series: SeriesKey;
  readonly asOfMs: number;
  readonly sealed: boolean;
  readonly bytes: Uint8Array;
  readonly usedAt: number;
}

/** Tiles by number: one statement a method; checksums are made and compared here. */
export class TileTable {
  readonly #read;
  readonly #marks;
  readonly #list;
  readonly #write;
  readonly #remove;
  readonly #touch;
  readonly #leastUsed;

  constructor(db: SqliteDatabase) {
    this.#read = db.prepare<[number], TileRow>(TILE_STATEMENTS.read);
    this.#marks = db.prepare<[number], MarksRow>(TILE_STATEMENTS.marks);
    this.#list = db.prepare<[number, number], MarksRow>(TILE_STATEMENTS.list);
    this.#write = db.prepare<[number, number, number, number, number, number, Uint8Array]>(TILE_STATEMENTS.write);
    this.#remove = db.prepare<[number]>(TILE_STATEMENTS.remove);
    this.#touch = db.prepare<[number, number]>(TILE_STATEMENTS.touch);
    this.#leastUsed = db.prepare<[], UsedTile>(TILE_STATEMENTS.leastUsed);
  }

  /** A tile with its bytes; 'damaged' where a checksum differs. */
  read(id: number, series: SeriesKey): TileRow | 'damaged' | undefined {
    const row = this.#read.get(id);
    if (row === undefined) return undefined;
    if (!areMarksIntact(row, series) || !(row.bytes instanceof Uint8Array)) return 'damaged';
    return bytesCheck(row.bytes) === row.bytes_check ? row : 'damaged';
  }

  /** The marks of a tile; undefined where there is none, or none that can be believed. */
  marks(id: number, series: SeriesKey): MarksRow | undefined {
    const row = this.#marks.get(id);
    return row !== undefined && areMarksIntact(row, series) ? row : undefined;
  }

  /** The tiles numbered `[from, to)`, those left out that cannot be believed. */
  list(from: number, to: number, series: SeriesKey): readonly MarksRow[] {
    return this.#list.all(from, to).filter((row) => row.id >= from && row.id < to && areMarksIntact(row, series));
  }

  write({ id, series, asOfMs, sealed, bytes, usedAt }: NewTile): void {
    const row = { id, as_of_ms: asOfMs, sealed: Number(sealed), bytes_check: bytesCheck(bytes) };
    this.#write.run(id, asOfMs, row.sealed, usedAt, marksCheck(series, row), row.bytes_check, bytes);
  }

  remove(id: number): void {
    this.#remove.run(id);
  }

  touch(id: number, usedAt: number): void {
    this.#touch.run(usedAt, id);
  }

  /** All tiles, the least recently used first; to be read only as far as needed. */
  leastUsed(): Iterable<UsedTile> {
    return this.#leastUsed.iterate();
  }
}

function areMarksIntact(row: MarksRow, series: SeriesKey): boolean {
  return row.marks_check === marksCheck(series, row);
}
