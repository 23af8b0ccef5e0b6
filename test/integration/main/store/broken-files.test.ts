import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { schemaMark } from '../../../../src/main/store/migrations';
import type { TileCache } from '../../../../src/main/store/tile-cache';
import { run } from '../../../support/child-output';
import { sampleTile, seededRandom } from '../../../support/sample-tiles';
import { inspect, newFolder, openCache, openEntered } from './open-files';

const TILES = Array.from({ length: 20 }, (_, index) => sampleTile({ index }));
const KEYS = TILES.map(({ key }) => key);
const NOBODY = 65_534;

const plain = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes);

/** Which of the tiles are there; a wrong one fails the test. */
function here(cache: TileCache): readonly number[] {
  return cache.read(KEYS).flatMap((bytes, at) => {
    if (bytes === undefined) return [];
    expect(plain(bytes)).toEqual(plain(TILES[at]?.bytes));
    return [at];
  });
}

/** A closed cache file with the tiles in it, harmed, and opened again. */
function reopenHarmed(harm: (path: string) => void): ReturnType<typeof openCache> {
  const rig = openCache();
  rig.cache.write(TILES);
  rig.cache.close();
  harm(rig.path);
  return { ...rig, cache: rig.reopen() };
}

function asideOf(path: string): readonly string[] {
  return readdirSync(dirname(path)).filter((name) => name.includes('.damaged-') && !name.endsWith('-wal'));
}

function works(cache: TileCache): void {
  cache.write(TILES.slice(0, 2));
  expect(here(cache)).toEqual([0, 1]);
  expect(cache.status()).toMatchObject({ state: 'ready', trouble: undefined });
}

function makeNewer(path: string): void {
  inspect(path, (db) => {
    db.pragma('user_version = 99');
    db.pragma(`application_id = ${schemaMark(99)}`);
  });
}

function overwriteByte(path: string, offset: number, value: number): void {
  const bytes = readFileSync(path);
  bytes[offset] = value;
  writeFileSync(path, bytes);
}

describe('a damaged cache file is set aside, said, and begun anew', () => {
  test.each([
    ['with a header of garbage', (path: string) => writeFileSync(path, Buffer.alloc(40_960, 'garbage!'))],
    ['that is a text', (path: string) => writeFileSync(path, 'this is no database at all, and it is a long line\n')],
    ['of a newer Taktline', makeNewer],
    [
      'whose schema number is not the one that was written',
      (path: string) => inspect(path, (db) => db.pragma('user_version = 99')),
    ],
    ['whose write format is unknown', (path: string) => overwriteByte(path, 18, 34)],
    [
      'whose schema is another',
      (path: string) => inspect(path, (db) => db.exec('DROP TABLE tile; CREATE TABLE tile (x)')),
    ],
  ])('%s', (_what, harm) => {
    const { cache, path } = reopenHarmed(harm);
    expect(here(cache)).toEqual([]);
    expect(cache.status().sentence).toMatch(
      /^The cache was damaged \(.+\): it was set aside as tiles\.sqlite\.damaged-.+, a new one begun\.$/,
    );
    expect(asideOf(path)).toHaveLength(1);
    works(cache);
  });

  test('cut short anywhere: what is left is intact, what is not is unknown', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 15; round++) {
      const { cache, path } = reopenHarmed((file) => truncateSync(file, Math.floor(random() * statSync(file).size)));
      here(cache);
      cache.write(TILES);
      here(cache);
      expect(cache.status().state).toBe('ready');
      cache.close();
      expect(asideOf(path).length).toBeLessThanOrEqual(2);
    }
  });

  test('emptied to nothing: a new one, nothing set aside', () => {
    const { cache, path } = reopenHarmed((file) => truncateSync(file, 0));
    expect(here(cache)).toEqual([]);
    works(cache);
    expect(asideOf(path)).toEqual([]);
  });

  test('while it is open: a page overwritten under our hands', () => {
    const rig = openCache();
    rig.cache.write(TILES);
    rig.cache.close();
    const cache = rig.reopen();
    expect(cache.loadCatalogue(0)).toMatchObject({ rows: [] });
    const bytes = readFileSync(rig.path);
    bytes.fill(0xa5, 4_096);
    writeFileSync(rig.path, bytes);
    expect(here(cache)).toEqual([]);
    cache.write(TILES.slice(0, 2));
    expect(here(cache).length).toBeLessThanOrEqual(2);
    expect(cache.status().state).toBe('ready');
  });

  test('again and again: the two newest are kept', () => {
    const rig = openCache();
    for (let day = 1; day <= 5; day++) {
      rig.clock.nowMs = Date.UTC(2026, 6, day);
      writeFileSync(rig.path, Buffer.alloc(9_000, day));
      const cache = rig.reopen();
      here(cache);
      cache.close();
    }
    expect(asideOf(rig.path).map((name) => name.split('-').slice(1, 4).join('-'))).toEqual([
      '2026-07-04T000000',
      '2026-07-05T000000',
    ]);
  });
});

describe('a WAL that was cut off or damaged', () => {
  /** The file and its WAL as a power cut leaves them: each tile in a transaction of its own. */
  function afterPowerCut(harm: (wal: Buffer) => Buffer): TileCache {
    const rig = openCache();
    for (const tile of TILES) rig.cache.write([tile]);
    const path = join(newFolder(), 'tiles.sqlite');
    copyFileSync(rig.path, path);
    writeFileSync(`${path}-wal`, harm(readFileSync(`${rig.path}-wal`)));
    return openCache({ path }).cache;
  }

  test('untouched: nothing is lost', () => {
    expect(here(afterPowerCut((wal) => wal))).toHaveLength(TILES.length);
  });

  test('cut anywhere, or with one bit flipped: the tiles up to there, and none after', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 20; round++) {
      const cache = afterPowerCut((wal) => {
        const at = Math.floor(random() * wal.length);
        if (round % 2 === 0) return wal.subarray(0, at);
        wal[at] = (wal[at] ?? 0) ^ (1 << Math.floor(random() * 8));
        return wal;
      });
      const found = here(cache);
      expect(found).toEqual(TILES.slice(0, found.length).map((_, at) => at));
      cache.close();
    }
  });
});

describe('a cache file that is not to be had is left alone, and done without', () => {
  test('locked by another process: nothing is changed, and it is taken when the other has gone', async () => {
    const rig = openCache();
    rig.cache.write(TILES);
    rig.cache.close();
    const before = readFileSync(rig.path);
    const script = `
      const db = new (require('better-sqlite3'))(process.argv[1]);
      db.pragma('locking_mode = EXCLUSIVE'); db.pragma('journal_mode = WAL'); db.exec('BEGIN IMMEDIATE; COMMIT');
      console.log('holds it'); setInterval(() => {}, 1000);`;
    const other = run(process.execPath, ['-e', script, rig.path]);
    await other.said(/holds it/);
    const cache = rig.reopen();
    expect(here(cache)).toEqual([]);
    cache.write(TILES);
    expect(cache.status()).toMatchObject({
      state: 'unavailable',
      trouble: 'locked',
      refused: TILES.length,
      setAside: 0,
    });
    expect(cache.status().sentence).toMatch(
      /is in use by another Taktline: this one works without it\. Close the other one/,
    );
    other.child.kill('SIGKILL');
    await other.ended;
    expect(readFileSync(rig.path).equals(before)).toBe(true);
    rig.clock.nowMs += 31_000;
    expect(here(cache)).toHaveLength(TILES.length);
    expect(cache.status()).toMatchObject({ state: 'ready', trouble: undefined });
  });

  test('opened by a second cache of this process: refused as well', () => {
    const rig = openCache();
    rig.cache.write(TILES);
    const second = rig.reopen();
    expect(here(second)).toEqual([]);
    expect(second.status()).toMatchObject({ state: 'unavailable', trouble: 'locked' });
    expect(here(rig.cache)).toHaveLength(TILES.length);
  });

  test('in a folder that may not be written', () => {
    const rig = openCache();
    rig.cache.write(TILES);
    rig.cache.close();
    const before = readFileSync(rig.path);
    chmodSync(dirname(rig.path), 0o555);
    chmodSync(rig.path, 0o444);
    asNobody(() => {
      const cache = rig.reopen();
      expect(here(cache)).toEqual([]);
      cache.write(TILES);
      expect(cache.status()).toMatchObject({ state: 'unavailable', trouble: 'unwritable', setAside: 0 });
      expect(cache.status().sentence).toMatch(/cannot be opened for writing .* Correct the rights of the folder\.$/);
    });
    expect(readFileSync(rig.path).equals(before)).toBe(true);
  });

  test('in the place of a folder, or in a folder that cannot be made', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'tiles.sqlite'));
    writeFileSync(join(folder, 'a-file'), '');
    for (const path of [join(folder, 'tiles.sqlite'), join(folder, 'a-file', 'tiles.sqlite')]) {
      const { cache } = openCache({ path });
      expect(here(cache)).toEqual([]);
      expect(cache.status()).toMatchObject({ state: 'unavailable', trouble: 'unwritable' });
    }
  });
});

describe('a full disk', () => {
  test('or rather the bound of the file: the least used tiles make room', () => {
    const { cache, clock } = openCache({ budgetBytes: 1e9, maxFileBytes: 300_000 });
    for (const tile of TILES) {
      clock.nowMs += 3_600_000;
      cache.write([tile]);
    }
    expect(here(cache)).toContain(19);
    expect(here(cache)).not.toContain(0);
    expect(cache.status()).toMatchObject({ state: 'ready', trouble: undefined, refused: 0 });
  });

  test('what is there is read, what is new is not kept, and nothing is taken out; later it is kept again', ({
    skip,
  }) => {
    const folder = newFolder();
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status !== 0) {
      skip('no file system of its own can be mounted here; it takes the rights of an administrator');
    }
    onTestFinished(() => void execFileSync('umount', [folder]));
    const { cache, clock } = openCache({ path: join(folder, 'cache', 'tiles.sqlite') });
    cache.write(TILES.slice(0, 5));
    writeFileSync(join(folder, 'filler'), Buffer.alloc(700_000));
    cache.write(TILES.slice(5));
    expect(cache.status()).toMatchObject({ state: 'ready', trouble: 'full', refused: 15, evicted: 0 });
    expect(cache.status().sentence).toMatch(
      /^There is no room for .* nothing new is kept in it\. Make room on the disk\.$/,
    );
    expect(here(cache)).toEqual([0, 1, 2, 3, 4]);
    truncateSync(join(folder, 'filler'), 0);
    cache.write(TILES.slice(5, 6));
    expect(here(cache)).toEqual([0, 1, 2, 3, 4]);
    clock.nowMs += 31_000;
    cache.write(TILES.slice(5, 6));
    expect(here(cache)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(cache.status()).toMatchObject({ state: 'ready', trouble: undefined });
    cache.close();
  });
});

describe('what people entered', () => {
  const rows = [{ kind: 'pin', id: 'press-01', body: '{"atMs":1}' }];

  test('is on the disk before it is called kept: it is there after a cut right afterwards', () => {
    const { file, path } = openEntered();
    expect(file.save(rows)).toBe(true);
    const copy = join(newFolder(), 'entered.sqlite');
    copyFileSync(path, copy);
    copyFileSync(`${path}-wal`, `${copy}-wal`);
    expect(openEntered(copy).file.load()).toEqual(rows);
  });

  test('comes back from its copy when the file is damaged, and the damaged file stays for good', () => {
    const { file, path } = openEntered();
    file.save(rows);
    file.close();
    writeFileSync(path, Buffer.alloc(9_000, 1));
    const again = openEntered(path).file;
    expect(again.load()).toEqual(rows);
    expect(again.status().sentence).toMatch(/^The file of what was entered was damaged .* its copy took its place\.$/);
    expect(asideOf(path)).toHaveLength(1);
  });

  test('is unknown, not empty, when file and copy are damaged, until it is entered again', () => {
    const { file, path } = openEntered();
    file.save(rows);
    file.close();
    for (const each of [path, `${path}.copy`]) writeFileSync(each, Buffer.alloc(9_000, 1));
    const again = openEntered(path).file;
    expect(again.load()).toBeUndefined();
    expect(again.status()).toMatchObject({ state: 'ready', begunAnew: true });
    expect(again.save(rows)).toBe(true);
    expect(again.load()).toEqual(rows);
  });

  test('in a file of a newer Taktline is left alone: unknown, not changed, and nothing is called kept', () => {
    const { file, path } = openEntered();
    file.save(rows);
    file.close();
    makeNewer(path);
    const again = openEntered(path).file;
    expect([again.load(), again.save(rows)]).toEqual([undefined, false]);
    expect(again.status()).toMatchObject({ state: 'unavailable', setAside: 0 });
    expect(again.status().sentence).toContain('made by a newer Taktline');
    expect(inspect(path, (db) => db.pragma('user_version', { simple: true }))).toBe(99);
  });
});

/** Does something without an administrator's rights, where we have them. */
function asNobody(action: () => void): void {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    action();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
