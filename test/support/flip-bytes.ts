import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { EnteredFile } from '../../src/main/store/entered-file';
import type { CheckedRow, StoredTile } from '../../src/main/store/stored-tile';
import { TileCache } from '../../src/main/store/tile-cache';
import { RESOLUTIONS, type Resolution, type SeriesKey } from '../../src/shared/series';
import { FAST_FOLDER } from './fast-folder';
import { sampleSeries, sampleTile, seededRandom } from './sample-tiles';

const NOW_MS = Date.UTC(2026, 5, 1);
const EVER = { fromMs: 0, toMs: Date.UTC(2199, 0, 1) };

const SERIES: readonly SeriesKey[] = [
  sampleSeries('temperature'),
  sampleSeries('temperature', 'press-02'),
  { table: 'oee', workUnitId: 'press-01', name: 'availability' },
];
/** Some fill part of a page, some several. */
const TILES: readonly StoredTile[] = SERIES.flatMap((series, at) => [
  sampleTile({ series, resolution: 'raw', index: at, points: 3 }),
  sampleTile({ series, resolution: 'raw', index: at + 1, points: 100 + at, sealed: true }),
  sampleTile({ series, resolution: 'raw', index: at + 2, points: 0 }),
]);
const TILE_MARKS: ReadonlySet<string> = new Set(
  TILES.map(({ key: { series, resolution, range }, asOfMs, sealed }) =>
    [SERIES.indexOf(series), resolution, range.fromMs, range.toMs, asOfMs, Number(sealed)].join(' '),
  ),
);
const CATALOGUE: readonly CheckedRow[] = SERIES.map((series, at) => ({
  kind: 'series',
  id: JSON.stringify(series),
  body: JSON.stringify({ cadenceMs: 1_000 * at, lastMs: NOW_MS }),
}));
const ENTERED: readonly CheckedRow[] = ['press-01', 'press-02'].map((id) => ({ kind: 'pin', id, body: '{"atMs":1}' }));

/** What came of flipping one bit in each of many bytes. */
export interface FlipOutcome {
  readonly flipped: number;
  /** Files that were set aside, tiles that were found damaged: what the damage was noticed by. */
  readonly setAside: number;
  readonly damagedTiles: number;
  /** Answers that were neither the original nor "unknown". */
  readonly wrong: readonly string[];
  /** Of all answers asked for, how many were "unknown". */
  readonly unknownShare: number;
}

interface FlipOptions {
  readonly seed: number;
  /** Every n-th byte, from a start that the seed chooses. */
  readonly step: number;
}

/** Flips bits in a cache file of a few pages and compares every answer with what was written. */
export function flipCacheBytes(options: FlipOptions): FlipOutcome {
  return flipEach('tiles.sqlite', options, {
    make: (path) => {
      const cache = openCacheAt(path);
      for (const tile of TILES) cache.write([tile]);
      cache.saveCatalogue({ rows: CATALOGUE, isFirst: true, isLast: true });
      cache.close();
    },
    check: checkCache,
  });
}

/** The same with the file of what people entered, with its copy beside it or without. */
export function flipEnteredBytes(options: FlipOptions, withCopy: boolean): FlipOutcome {
  return flipEach('entered.sqlite', options, {
    make: (path) => {
      const file = new EnteredFile({ path, now: () => NOW_MS });
      expect(file.save(ENTERED)).toBe(true);
      file.close();
      if (!withCopy) rmSync(`${path}.copy`);
    },
    check: (path, wrong) => {
      const file = new EnteredFile({ path, now: () => NOW_MS });
      const rows = file.load();
      if (rows !== undefined && !isSame(rows, ENTERED)) wrong(`entered: ${JSON.stringify(rows)}`);
      if (rows === undefined && withCopy) wrong('entered: unknown in spite of the copy');
      const { setAside } = file.status();
      file.close();
      return { asked: 1, unknown: rows === undefined ? 1 : 0, setAside, damagedTiles: 0 };
    },
  });
}

interface Checked {
  readonly asked: number;
  readonly unknown: number;
  readonly setAside: number;
  readonly damagedTiles: number;
}

interface FlipSubject {
  readonly make: (path: string) => void;
  readonly check: (path: string, wrong: (what: string) => void) => Checked;
}

function flipEach(name: string, { seed, step }: FlipOptions, { make, check }: FlipSubject): FlipOutcome {
  const folder = mkdtempSync(join(FAST_FOLDER, 'taktline-flip-'));
  const random = seededRandom(seed);
  const wrong: string[] = [];
  const sum = { flipped: 0, setAside: 0, damagedTiles: 0, asked: 0, unknown: 0 };
  try {
    mkdirSync(join(folder, 'original'));
    make(join(folder, 'original', name));
    const original = readFileSync(join(folder, 'original', name));
    for (let at = Math.floor(random() * step); at < original.length; at += step) {
      const work = join(folder, 'work');
      cpSync(join(folder, 'original'), work, { recursive: true });
      const bit = Math.floor(random() * 8);
      const bytes = Buffer.from(original);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      writeFileSync(join(work, name), bytes);
      const found = check(join(work, name), (what) => wrong.push(`byte ${at} bit ${bit}: ${what}`));
      rmSync(work, { recursive: true });
      sum.flipped += 1;
      for (const field of ['setAside', 'damagedTiles', 'asked', 'unknown'] as const) sum[field] += found[field];
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { ...sum, wrong, unknownShare: sum.unknown / sum.asked };
}

function openCacheAt(path: string): TileCache {
  return new TileCache({ path, budgetBytes: 1e8, now: () => NOW_MS });
}

/** Everything that a cache can be asked, and again after writing into it. */
function checkCache(path: string, wrong: (what: string) => void): Checked {
  const cache = openCacheAt(path);
  let [asked, unknown] = [0, 0];
  const ask = (tiles: readonly StoredTile[], when: string) => {
    asked += tiles.length;
    for (const [at, bytes] of cache.read(tiles.map(({ key }) => key)).entries()) {
      if (bytes === undefined) unknown += 1;
      else if (Buffer.compare(bytes, tiles[at]?.bytes ?? new Uint8Array()) !== 0) wrong(`tile ${at} ${when}`);
    }
  };
  for (const resolution of RESOLUTIONS) checkList(cache, resolution, wrong);
  ask(TILES, 'at first');
  const { rows = [], isWhole = false } = cache.loadCatalogue(0) ?? {};
  for (const row of rows)
    if (!CATALOGUE.some((each) => isSame(each, row))) wrong(`catalogue row ${JSON.stringify(row)}`);
  if (isWhole && !isSame(byId(rows), byId(CATALOGUE)) && cache.status().setAside === 0) wrong('catalogue called whole');
  const more = SERIES.map((series) => sampleTile({ series, resolution: 'raw', index: 9, points: 50 }));
  cache.write(more);
  cache.remove(TILES.slice(0, 1).map(({ key }) => key));
  ask([...TILES.slice(1), ...more], 'after writing');
  const { setAside, damaged } = cache.status();
  cache.close();
  return { asked, unknown, setAside, damagedTiles: damaged };
}

function checkList(cache: TileCache, resolution: Resolution, wrong: (what: string) => void): void {
  for (const [at, columns] of cache.list(SERIES, resolution, EVER).entries()) {
    for (const [row, fromMs] of columns.fromMs.entries()) {
      const marks = [at, resolution, fromMs, columns.toMs[row], columns.asOfMs[row], columns.sealed[row]];
      if (!TILE_MARKS.has(marks.join(' '))) wrong(`listed ${resolution} tile at ${fromMs} of series ${at}`);
    }
  }
}

function byId(rows: readonly CheckedRow[]): readonly CheckedRow[] {
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
