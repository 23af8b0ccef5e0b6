import { nextTurn } from './next-turn';
import type { StoreLink } from './store-link';
import type { CheckedRow, CheckedRows } from './stored-tile';

/** Rows of one message, and rows compared in one go: the main thread does either in about a millisecond. */
const ROWS_A_MESSAGE = 250;
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
  save(rows: Iterable<CheckedRow>): Promise<void> {
    this.#saving = this.#saving.then(() => this.#save(rows));
    return this.#saving;
  }

  async #save(rows: Iterable<CheckedRow>): Promise<void> {
    const kept = this.#kept ?? new Map<string, CheckedRow>();
    let onto = this.#kept?.size;
    const { wanted, put } = await changedRows(rows, kept);
    const drop = await rowsBeyond(wanted, kept);
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

/** Which rows are new or other than what is kept. */
async function changedRows(rows: Iterable<CheckedRow>, kept: ReadonlyMap<string, CheckedRow>) {
  const wanted = new Map<string, CheckedRow>();
  const put: CheckedRow[] = [];
  for (const row of rows) {
    if (wanted.size % ROWS_A_MESSAGE === ROWS_A_MESSAGE - 1) await nextTurn();
    const name = nameOf(row);
    wanted.set(name, row);
    if (kept.get(name)?.body !== row.body) put.push(row);
  }
  return { wanted, put };
}

/** Which kept rows are wanted no more. */
async function rowsBeyond(
  wanted: ReadonlyMap<string, CheckedRow>,
  kept: ReadonlyMap<string, CheckedRow>,
): Promise<readonly CheckedRow[]> {
  const drop: CheckedRow[] = [];
  let looked = 0;
  for (const [name, row] of kept) {
    looked += 1;
    if (looked % ROWS_A_MESSAGE === 0) await nextTurn();
    if (!isComplete(row) && !wanted.has(name)) drop.push(row);
  }
  return drop;
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

/** Kinds hold no colon, so ids may. */
function nameOf({ kind, id }: Pick<CheckedRow, 'kind' | 'id'>): string {
  return `${kind}:${id}`;
}

function isComplete({ kind, id }: CheckedRow): boolean {
  return kind === COMPLETE.kind && id === COMPLETE.id;
}
