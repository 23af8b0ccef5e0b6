import { statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CACHE_MIGRATIONS } from '../../../../src/main/store/cache-schema';
import { ENTERED_MIGRATIONS } from '../../../../src/main/store/entered-file';
import { migrate } from '../../../../src/main/store/migrations';
import { openSqlite } from '../../../../src/main/store/sqlite';
import { tileId } from '../../../../src/main/store/tile-id';
import { TILE_STATEMENTS } from '../../../../src/main/store/tile-table';
import { BUCKET_RESOLUTIONS, type BucketResolution, TILE_SPAN_MS } from '../../../../src/shared/series';
import { DAY_MS, HOUR_MS } from '../../../../src/shared/time';
import { sampleSeries, sampleTile } from '../../../support/sample-tiles';
import { inspect, newFolder, openCache } from './open-files';

const plain = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes);

describe('the schema', () => {
  test.each([
    ['cache', CACHE_MIGRATIONS, ['checked_row', 'checked_summary', 'series', 'tile', 'tile_by_use']],
    ['entered', ENTERED_MIGRATIONS, ['checked_row', 'checked_summary']],
  ] as const)(
    'migration 1 of the %s file makes its tables, and its number is the file’s',
    (_name, migrations, names) => {
      const db = openSqlite(`${newFolder()}/x.sqlite`, { synchronous: 'NORMAL', pageSizeBytes: 2_048 });
      migrate(db, migrations.slice(0, 1));
      const found = db
        .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
        .all();
      expect(found.map(({ name }) => name)).toEqual(names);
      expect(db.pragma('user_version', { simple: true })).toBe(1);
      db.close();
    },
  );

  test('migration 2 of the cache forgets tiles at 1hour, whose numbers stood for another span, and keeps all others', () => {
    const db = openSqlite(`${newFolder()}/x.sqlite`, { synchronous: 'NORMAL', pageSizeBytes: 2_048 });
    migrate(db, CACHE_MIGRATIONS.slice(0, 1));
    const range = (resolution: BucketResolution) => ({ fromMs: 0, toMs: TILE_SPAN_MS[resolution] });
    const ids = BUCKET_RESOLUTIONS.map((resolution) => tileId(9, resolution, range(resolution)));
    const raw = tileId(2 ** 24 + 1, 'raw', { fromMs: 0, toMs: 8 * HOUR_MS });
    const insert = db.prepare<[unknown], unknown>("INSERT INTO tile VALUES (?, 0, 1, 0, 0, 0, x'')");
    for (const id of [...ids, raw]) insert.run(id);
    migrate(db, CACHE_MIGRATIONS);
    const kept = db.prepare<[], number>('SELECT id FROM tile ORDER BY id').pluck().all();
    expect(kept).toEqual([ids[0], ids[1], ids[3], raw]);
    db.close();
  });

  test('a step that fails leaves the file at the step before it', () => {
    const db = openSqlite(`${newFolder()}/x.sqlite`, { synchronous: 'NORMAL', pageSizeBytes: 2_048 });
    expect(() => migrate(db, ['CREATE TABLE a (x)', 'CREATE TABLE b (x); CREATE TABLE a (x)'])).toThrow(
      'already exists',
    );
    expect(db.pragma('user_version', { simple: true })).toBe(1);
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()).toEqual(['a']);
    db.close();
  });

  test('reading, listing and evicting go by key or by index, never over the whole table', () => {
    const { cache, path } = openCache();
    cache.write([sampleTile()]);
    cache.close();
    const plan = (sql: string) =>
      inspect(path, (db) => {
        const parameters = sql.split('?').length - 1;
        return db
          .prepare<number[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
          .all(...Array<number>(parameters).fill(1));
      }).map(({ detail }) => detail);
    expect(plan(TILE_STATEMENTS.read)).toEqual(['SEARCH tile USING INTEGER PRIMARY KEY (rowid=?)']);
    expect(plan(TILE_STATEMENTS.marks)).toEqual(['SEARCH tile USING INTEGER PRIMARY KEY (rowid=?)']);
    expect(plan(TILE_STATEMENTS.list)).toEqual(['SEARCH tile USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)']);
    expect(plan(TILE_STATEMENTS.leastUsed)).toEqual(['SCAN tile USING INDEX tile_by_use']);
    expect(plan(TILE_STATEMENTS.touch)).toEqual(['SEARCH tile USING INTEGER PRIMARY KEY (rowid=?)']);
  });

  test('the cache is in WAL mode, its pages have the measured size', () => {
    const { cache, path } = openCache();
    cache.write([sampleTile()]);
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
    cache.close();
    expect(inspect(path, (db) => db.pragma('page_size', { simple: true }))).toBe(2_048);
    expect(inspect(path, (db) => db.pragma('journal_mode', { simple: true }))).toBe('wal');
  });
});

describe('tiles', () => {
  test('a newer reading replaces a tile, an older or equal one does not', () => {
    const { cache } = openCache();
    const at = (asOfMs: number) => sampleTile({ asOfMs });
    cache.write([at(20)]);
    cache.write([at(10), at(20)]);
    expect(plain(cache.read([at(20).key])[0])).toEqual(plain(at(20).bytes));
    cache.write([at(30)]);
    expect(plain(cache.read([at(20).key])[0])).toEqual(plain(at(30).bytes));
    expect(cache.status()).toMatchObject({ written: 2, stale: 2 });
  });

  test('of several readings in one write the newest stays', () => {
    const { cache } = openCache();
    cache.write([20, 30, 10].map((asOfMs) => sampleTile({ asOfMs })));
    expect(plain(cache.read([sampleTile().key])[0])).toEqual(plain(sampleTile({ asOfMs: 30 }).bytes));
  });

  test('one that was taken out is a miss, and so is one of another span', () => {
    const { cache } = openCache();
    const tile = sampleTile({ resolution: 'raw' });
    cache.write([tile]);
    const { fromMs } = tile.key.range;
    const wider = { ...tile.key, range: { fromMs, toMs: fromMs + 8 * HOUR_MS } };
    expect(cache.read([wider])).toEqual([undefined]);
    cache.remove([tile.key]);
    expect(cache.read([tile.key])).toEqual([undefined]);
    expect(cache.status()).toMatchObject({ hits: 0, misses: 2 });
  });

  test('one that lies on no grid is refused and counted', () => {
    const { cache } = openCache();
    const tile = sampleTile();
    cache.write([{ ...tile, key: { ...tile.key, range: { fromMs: 1, toMs: 2 } } }]);
    expect(cache.status()).toMatchObject({ refused: 1, written: 0 });
  });

  test('names may hold anything', () => {
    const { cache, reopen } = openCache();
    const names = ['', ' ', '"', "'; DROP TABLE tile; --", '\u0000', '\ud800', '温度', 'a:b%{c}'];
    const tiles = names.map((name) => sampleTile({ series: sampleSeries(name) }));
    cache.write(tiles);
    cache.close();
    const again = reopen();
    const found = again.read(tiles.map(({ key }) => key)).map(plain);
    // A lone surrogate is no text that a file can hold: that one series is unknown after a restart.
    expect(found).toEqual(tiles.map((tile, at) => (names[at] === '\ud800' ? undefined : plain(tile.bytes))));
  });

  test('listing names what overlaps the range, series by series, in order of time', () => {
    const { cache } = openCache();
    const other = sampleSeries('pressure');
    cache.write([3, 1, 2, 0].map((index) => sampleTile({ index, sealed: index < 2 })));
    cache.write([sampleTile({ series: other, index: 5 })]);
    const from = sampleTile({ index: 1 }).key.range.fromMs;
    const range = { fromMs: from + 1, toMs: from + 8 * HOUR_MS + 1 };
    const [own, none, unknown] = cache.list([sampleSeries(), other, sampleSeries('never')], '1min', range);
    expect([...(own?.fromMs ?? [])]).toEqual([from, from + 8 * HOUR_MS]);
    expect([...(own?.sealed ?? [])]).toEqual([1, 0]);
    expect([none?.fromMs.length, unknown?.fromMs.length]).toEqual([0, 0]);
  });
});

describe('the budget', () => {
  const budgetBytes = 1_000_000;
  /** 19.4 kB each: some 50 fill the budget. */
  const tiles = Array.from({ length: 80 }, (_, index) => sampleTile({ index }));
  const here = (cache: { read(keys: readonly unknown[]): readonly unknown[] }, indexes: readonly number[]) =>
    indexes.filter((index) => cache.read([tiles[index]?.key])[0] !== undefined);

  test('is kept: the least recently used tile goes first', () => {
    const { cache, clock } = openCache({ budgetBytes });
    for (const tile of tiles.slice(0, 40)) {
      cache.write([tile]);
      clock.nowMs += HOUR_MS;
    }
    cache.read([tiles[0], tiles[1]].map((tile) => tile?.key ?? expect.fail()));
    cache.maintain();
    for (const tile of tiles.slice(40)) {
      clock.nowMs += HOUR_MS;
      cache.write([tile]);
      expect(cache.status().usedBytes).toBeLessThanOrEqual(budgetBytes);
    }
    const { evicted } = cache.status();
    expect(evicted).toBeGreaterThan(25);
    expect(here(cache as never, [0, 1])).toEqual([0, 1]);
    expect(here(cache as never, [2, 3, 4])).toEqual([]);
    expect(here(cache as never, [77, 78, 79])).toEqual([77, 78, 79]);
  });

  test('pinned units go last, and go when nothing else is left', () => {
    const { cache, clock } = openCache({ budgetBytes });
    const pinned = Array.from({ length: 30 }, (_, index) => sampleTile({ index, series: sampleSeries('x', 'pinned') }));
    cache.setPinnedUnits(['pinned']);
    cache.write(pinned);
    clock.nowMs += HOUR_MS;
    cache.write(tiles);
    expect(cache.read(pinned.map(({ key }) => key)).filter((bytes) => bytes !== undefined)).toHaveLength(30);
    cache.write(Array.from({ length: 80 }, (_, index) => sampleTile({ index, series: sampleSeries('y', 'pinned') })));
    expect(cache.status().usedBytes).toBeLessThanOrEqual(budgetBytes);
    expect(cache.read(pinned.map(({ key }) => key)).filter((bytes) => bytes !== undefined).length).toBeLessThan(30);
  });

  test('that was lowered gives the disk back', () => {
    const { cache, path, reopen } = openCache();
    cache.write(tiles);
    cache.close();
    const before = statSync(path).size;
    const again = reopen({ budgetBytes: 300_000 });
    for (let second = 0; second < 10; second++) again.maintain();
    again.close();
    expect([before > 1_500_000, statSync(path).size <= 310_000]).toEqual([true, true]);
  });

  test('a use is remembered over a restart', () => {
    const { cache, clock, reopen } = openCache({ budgetBytes });
    cache.write(tiles.slice(0, 10));
    clock.nowMs += DAY_MS;
    cache.read([tiles[0]?.key ?? expect.fail()]);
    cache.close();
    const again = reopen();
    again.write(tiles.slice(10, 55));
    expect(here(again as never, [0, 1, 2])).toEqual([0]);
  });
});

describe('catalogue rows', () => {
  const row = (id: string, body = `{"id":"${id}"}`) => ({ kind: 'series', id, body });

  const all = { isFirst: true, isLast: true };

  test('are there after a restart, whole', () => {
    const { cache, reopen } = openCache();
    cache.saveCatalogue({ rows: [row('a'), row('b')], ...all });
    cache.saveCatalogue({ rows: [row('b', 'new')], isFirst: true, isLast: false });
    cache.saveCatalogue({ rows: [row('c')], isFirst: false, isLast: true });
    cache.close();
    const rows = [row('b', 'new'), row('c')];
    expect(reopen().loadCatalogue(0)).toEqual({ rows, isWhole: true, nextRow: undefined });
  });

  test('a saving that was broken off leaves rows that are not called whole, and the next one makes them so', () => {
    const { cache, reopen } = openCache();
    cache.saveCatalogue({ rows: [row('a'), row('b')], ...all });
    cache.saveCatalogue({ rows: [row('a', 'new')], isFirst: true, isLast: false });
    cache.close();
    const again = reopen();
    expect(again.loadCatalogue(0)).toMatchObject({ rows: [row('a', 'new'), row('b')], isWhole: false });
    again.saveCatalogue({ rows: [row('a', 'new')], ...all });
    expect(again.loadCatalogue(0)).toMatchObject({ rows: [row('a', 'new')], isWhole: true });
  });

  test('a slice whose beginning was lost is refused', () => {
    const { cache } = openCache();
    expect(cache.saveCatalogue({ rows: [row('a')], isFirst: false, isLast: true })).toBe(false);
    expect(cache.loadCatalogue(0)).toMatchObject({ rows: [] });
    expect(cache.loadCatalogue(1_000)).toBeUndefined();
  });

  test('a row that is lost or changed from outside is noticed', () => {
    const { cache, path, reopen } = openCache();
    cache.saveCatalogue({ rows: [row('a'), row('b'), row('c')], ...all });
    cache.close();
    inspect(path, (db) =>
      db.exec("DELETE FROM checked_row WHERE id = 'a'; UPDATE checked_row SET body = 'x' WHERE id = 'b'"),
    );
    const again = reopen();
    expect(again.loadCatalogue(0)).toMatchObject({ rows: [row('c')], isWhole: false });
    again.saveCatalogue({ rows: [row('c'), row('d')], ...all });
    expect(again.loadCatalogue(0)).toMatchObject({ rows: [row('c'), row('d')], isWhole: true });
  });
});
