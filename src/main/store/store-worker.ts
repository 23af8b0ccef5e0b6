import { parentPort, workerData } from 'node:worker_threads';
import { EnteredFile } from './entered-file';
import { packRows, unpackRows } from './packed-rows';
import type { StoreCallName, StoreCalls, StoreQuestion, StoreReply, StoreWorkerData } from './store-messages';
import { TileCache } from './tile-cache';

/** The store's worker: the one thread that opens the SQLite files. Its main thread side is `SqliteStore`. */
const MAINTAIN_EVERY_MS = 1_000;

const { cachePath, enteredPath, budgetBytes } = workerData as StoreWorkerData;
const cache = new TileCache({ path: cachePath, budgetBytes, now: Date.now });
const entered = new EnteredFile({ path: enteredPath, now: Date.now });
const maintaining = setInterval(() => cache.maintain(), MAINTAIN_EVERY_MS);

const answers: { readonly [Name in StoreCallName]: (ask: StoreCalls[Name]['ask']) => StoreCalls[Name]['answer'] } = {
  read: ({ keys, isUse }) => cache.read(keys, isUse),
  write: ({ tiles }) => void cache.write(tiles),
  remove: ({ keys }) => void cache.remove(keys),
  list: ({ series, resolution, range }) => cache.list(series, resolution, range),
  loadCatalogue: ({ fromRow }) => {
    const part = cache.loadCatalogue(fromRow);
    return part && { ...part, rows: packRows(part.rows) };
  },
  saveCatalogue: (slice) => cache.saveCatalogue({ ...slice, rows: unpackRows(slice.rows) }),
  loadEntered: () => entered.load(),
  saveEntered: (rows) => entered.save(rows),
  setPinnedUnits: ({ workUnitIds }) => void cache.setPinnedUnits(workUnitIds),
  status: () => ({ cache: cache.status(), entered: entered.status() }),
  close: () => {
    clearInterval(maintaining);
    cache.close();
    entered.close();
    return undefined;
  },
};

function reply(question: StoreQuestion): StoreReply {
  try {
    const answer = answers[question.name] as (ask: unknown) => unknown;
    return { number: question.number, answer: answer(question.ask) };
  } catch (error) {
    return { number: question.number, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Bytes and columns change hands, they are not copied. */
function buffersIn(name: StoreCallName, answer: unknown): ArrayBuffer[] {
  if (name === 'read') {
    return (answer as StoreCalls['read']['answer']).flatMap((bytes) => (bytes === undefined ? [] : [bytes.buffer]));
  }
  if (name !== 'list') return [];
  return (answer as StoreCalls['list']['answer']).flatMap(({ fromMs, toMs, asOfMs, sealed }) =>
    [fromMs, toMs, asOfMs, sealed].map(({ buffer }) => buffer),
  );
}

parentPort?.on('message', (question: StoreQuestion) => {
  const replied = reply(question);
  parentPort?.postMessage(replied, 'answer' in replied ? buffersIn(question.name, replied.answer) : []);
  if (question.name === 'close') parentPort?.close();
});
