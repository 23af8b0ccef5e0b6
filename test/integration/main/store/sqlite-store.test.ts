import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SqliteStore } from '../../../../src/main/store/sqlite-store';
import type { TileKey, TileMarks } from '../../../../src/main/store/stored-tile';
import { STORE_WORKER_ENTRY } from '../../../support/demo-programs';
import { sampleSeries, sampleTile } from '../../../support/sample-tiles';
import { temporaryFolder } from '../../../support/temporary-folder';
import { describeTileTier } from '../../../support/tile-tier-contract';

describeTileTier('SQLite behind its worker', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-store-'));
  const store = startStore(folder, []);
  return {
    tier: store,
    stop: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
});

const never = new AbortController().signal;

function startStore(folder: string, said: string[], workerEntryPath = STORE_WORKER_ENTRY): SqliteStore {
  return new SqliteStore({
    workerEntryPath,
    cachePath: join(folder, 'tiles.sqlite'),
    enteredPath: join(folder, 'entered.sqlite'),
    budgetBytes: 1e8,
    setTimer: (callback, delayMs) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
    onTrouble: (event, message) => said.push(`${event}: ${message}`),
  });
}

function openStore(
  folder = temporaryFolder(),
  workerEntryPath?: string,
): { store: SqliteStore; folder: string; said: string[] } {
  const said: string[] = [];
  const store = startStore(folder, said, workerEntryPath);
  onTestFinished(() => store.close());
  return { store, folder, said };
}

describe('the SQLite tier behind its worker', () => {
  test('a tile comes back byte for byte, in the order of the keys, and the caller keeps its own bytes', async () => {
    const { store, said } = openStore();
    const tiles = [0, 1, 2, 3].map((index) => sampleTile({ index }));
    await store.write(tiles.slice(0, 3));
    const [a, b, c, d] = tiles;
    const keys = [c, d, a, b].map((tile) => tile?.key ?? expect.fail());
    const found = await store.read(keys, never);
    expect(found.map((bytes) => bytes && Buffer.from(bytes))).toEqual(
      [c, undefined, a, b].map((tile) => tile && Buffer.from(tile.bytes)),
    );
    expect(a?.bytes.length).toBeGreaterThan(10_000);
    expect(said).toEqual([]);
  });
  test('what was written is there for the next start', async () => {
    const { store, folder } = openStore();
    const tile = sampleTile();
    await store.write([tile]);
    await store.close();
    const again = openStore(folder).store;
    expect(await again.read([tile.key], never)).toEqual([tile.bytes]);
    expect(await listed(again, tile.key)).toEqual([{ key: tile.key, asOfMs: tile.asOfMs, sealed: false }]);
    expect((await again.status()).cache).toMatchObject({ state: 'ready', hits: 1, misses: 0 });
  });

  test('the catalogue is there whole after a restart, however many messages it takes; only changes are written', async () => {
    const { store, folder } = openStore();
    const row = (at: number, body = 'x') => ({ kind: 'series', id: `s${at}`, body: `${at} ${body}` });
    const rows = Array.from({ length: 1_700 }, (_, at) => row(at));
    expect(await store.loadCatalogue()).toEqual({ rows: [], isWhole: false });
    await store.saveCatalogue(rows);
    const later = [row(0, 'new'), ...rows.slice(2), row(2_000)];
    await store.saveCatalogue(later);
    await store.saveCatalogue(later);
    await store.close();
    const again = openStore(folder).store;
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    const loaded = await again.loadCatalogue();
    expect([loaded.isWhole, loaded.rows]).toEqual([true, later.toSorted(byId)]);
    await again.saveCatalogue([]);
    expect(await again.loadCatalogue()).toEqual({ rows: [], isWhole: true });
  });

  test('a worker that ends is started again; meanwhile everything is a miss, and nothing is left waiting', async () => {
    const folder = temporaryFolder();
    const { store, said } = openStore(folder, mortalWorker(folder));
    const tile = sampleTile();
    await store.write([tile]);
    writeFileSync(join(folder, 'die'), '');
    const answers = await Promise.all([store.read([tile.key], never), listed(store, tile.key)]);
    expect(answers).toEqual([[undefined], []]);
    expect(await store.read([tile.key], never)).toEqual([undefined]);
    expect((await store.status()).worker).toBe('restarting');
    await expect.poll(() => store.read([tile.key], never)).toEqual([tile.bytes]);
    expect((await store.status()).givenUp).toBeGreaterThan(0);
    expect(said).toEqual([]);
  });

  test('more than may wait is given up and counted, not queued', async () => {
    const { store } = openStore();
    await store.loadEntered();
    const reads = Array.from({ length: 1_500 }, (_, index) =>
      store.read([sampleTile({ index: index % 3 }).key], never),
    );
    expect(await Promise.all(reads)).toEqual(reads.map(() => [undefined]));
    expect((await store.status()).givenUp).toBe(500);
  });

  test('what was entered is kept apart from the cache', async () => {
    const { store, folder } = openStore();
    const rows = [{ kind: 'pin', id: 'press-01', body: '{}' }];
    expect(await store.loadEntered()).toEqual([]);
    expect(await store.saveEntered(rows)).toBe(true);
    await store.close();
    for (const name of readdirSync(folder)) if (name.startsWith('tiles')) rmSync(join(folder, name));
    expect(await openStore(folder).store.loadEntered()).toEqual(rows);
  });

  test('after closing everything is a miss, and closing twice is once', async () => {
    const { store } = openStore();
    await Promise.all([store.close(), store.close()]);
    await store.write([sampleTile()]);
    expect(await store.read([sampleTile().key], never)).toEqual([undefined]);
    expect((await store.status()).worker).toBe('closed');
  });
});

async function listed(store: SqliteStore, { resolution, range }: TileKey): Promise<readonly TileMarks[]> {
  const all: TileMarks[] = [];
  for await (const marks of store.list([sampleSeries()], resolution, range)) all.push(...marks);
  return all;
}

/** The store's worker, which ends at the next message when a file "die" lies in its folder. */
function mortalWorker(folder: string): string {
  const entry = join(folder, 'mortal-worker.js');
  writeFileSync(
    entry,
    `require('node:worker_threads').parentPort.on('message', () => {
       try { require('node:fs').unlinkSync(${JSON.stringify(join(folder, 'die'))}); } catch { return; }
       process.exit(1);
     });
     require(${JSON.stringify(STORE_WORKER_ENTRY)});`,
  );
  return entry;
}
