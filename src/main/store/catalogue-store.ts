import type { StoreLink } from './store-link';
import type { CheckedRow, CheckedRows } from './stored-tile';

/** Rows of one message: the main thread makes it in less than a millisecond. */
const ROWS_A_MESSAGE = 500;
/** Stands in the table while the catalogue is complete; missing after a crash between two messages. */
const COMPLETE: CheckedRow = { kind: 'catalogue', id: 'complete', body: '' };

/** Keeps the catalogue: of what is saved again every minute only the changes go to the worker. */
export class CatalogueStore {
  readonly #link: StoreLink;
  /** What the table holds, by name; undefined: not known, the next save replaces all. */
  #kept: Map<string, CheckedRow> | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(link: StoreLink) {
    this.#link = link;
  }

  async load(): Promise<CheckedRows> {
    const loaded = await this.#link.call('loadCatalogue', undefined);
    if (loaded === undefined) return { rows: [], isWhole: false };
    const rows = loaded.rows.filter((row) => !isComplete(row));
    const isWhole = loaded.isWhole && rows.length < loaded.rows.length;
    this.#kept = isWhole ? byName(loaded.rows) : undefined;
    return { rows, isWhole };
  }

  /** One save after the other. */
  save(rows: readonly CheckedRow[]): Promise<void> {
    this.#saving = this.#saving.then(() => this.#save(rows));
    return this.#saving;
  }

  async #save(rows: readonly CheckedRow[]): Promise<void> {
    const kept = this.#kept ?? new Map<string, CheckedRow>();
    let onto = this.#kept?.size;
    const wanted = byName(rows);
    const put = rows.filter((row) => kept.get(nameOf(row))?.body !== row.body);
    const drop = [...kept.values()].filter((row) => !isComplete(row) && !wanted.has(nameOf(row)));
    if (onto !== undefined && put.length === 0 && drop.length === 0) return;
    // Until all of it is written, what is there is not known.
    this.#kept = undefined;
    wanted.set(nameOf(COMPLETE), COMPLETE);
    const messages = messagesOf(put, drop);
    for (const [at, message] of messages.entries()) {
      const isFirst = at === 0 && messages.length > 1;
      const isLast = at === messages.length - 1;
      const change = {
        onto,
        put: isLast ? [...message.put, COMPLETE] : message.put,
        drop: isFirst ? [...message.drop, COMPLETE] : message.drop,
      };
      if (onto === undefined) kept.clear();
      if ((await this.#link.call('saveCatalogue', change)) !== true) return;
      for (const row of change.drop) kept.delete(nameOf(row));
      for (const row of change.put) kept.set(nameOf(row), row);
      onto = kept.size;
    }
    this.#kept = wanted;
  }
}

interface Message {
  readonly put: readonly CheckedRow[];
  readonly drop: readonly CheckedRow[];
}

/** At least one message, so that an empty catalogue is saved as one. */
function messagesOf(put: readonly CheckedRow[], drop: readonly CheckedRow[]): readonly Message[] {
  const messages: Message[] = [];
  let at = 0;
  do {
    messages.push({ put: put.slice(at, at + ROWS_A_MESSAGE), drop: at === 0 ? drop : [] });
    at += ROWS_A_MESSAGE;
  } while (at < put.length);
  return messages;
}

function byName(rows: readonly CheckedRow[]): Map<string, CheckedRow> {
  return new Map(rows.map((row) => [nameOf(row), row]));
}

function nameOf({ kind, id }: Pick<CheckedRow, 'kind' | 'id'>): string {
  return JSON.stringify([kind, id]);
}

function isComplete(row: CheckedRow): boolean {
  return nameOf(row) === nameOf(COMPLETE);
}
