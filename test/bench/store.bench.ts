import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CACHE_PAGE_BYTES } from '../../src/main/store/cache-schema';
import { SqliteStore } from '../../src/main/store/sqlite-store';
import type { StoredTile, TileKey } from '../../src/main/store/stored-tile';
import { TileCache } from '../../src/main/store/tile-cache';
import { TILE_SPAN_MS } from '../../src/shared/series';
import { quantile } from '../support/quantile';
import { sampleSeries, sampleTile, seededRandom } from '../support/sample-tiles';
import type { BenchContext, Figure } from './figure';
import { runSections } from './sections';
import { FORM_NAMES, type LayoutResult, measureLayout, PAGE_SIZES } from './store/layouts';

const figure = (name: string, value: number, unit: string, more: Partial<Figure> = {}): Figure => ({
  bench: 'store',
  figure: name,
  value,
  unit,
  ...more,
});
const never = new AbortController().signal;

/** Sizes of tiles as the codec makes them: without a sample, raw ones of 28 to 4,000 samples, and a level of buckets. */
const SMALL_TILES = [28, 100, 200].map((points) => sampleTile({ resolution: 'raw', points }).bytes.length);
const EMPTY_TILE = sampleTile({ resolution: 'raw', points: 0 }).bytes.length;
const LARGE_TILES = [
  ...[256, 300, 400, 600, 2_000, 4_000].map((points) => sampleTile({ resolution: 'raw', points }).bytes.length),
  ...(['1min', '5min', '1hour'] as const).map((resolution) => sampleTile({ resolution }).bytes.length),
];
const LAYOUT_BYTES = 3_000_000;

/** The table of docs/store.md, and what the chosen layout makes of each size. */
function measureLayouts({ say }: BenchContext): readonly Figure[] {
  const sizes = [EMPTY_TILE, ...SMALL_TILES, ...LARGE_TILES].toSorted((a, b) => a - b);
  say(
    `file size over the tiles' own, and µs a read:\n| page | form | ${sizes.map((size) => `${size} B`).join(' | ')} |`,
  );
  let chosen: readonly LayoutResult[] = [];
  for (const page of PAGE_SIZES) {
    for (const form of FORM_NAMES) {
      const results = sizes.map((size) => measureLayout(form, page, size, LAYOUT_BYTES));
      if (page === CACHE_PAGE_BYTES && form === FORM_NAMES[0]) chosen = results;
      const cells = results.map(({ fileRatio, readUs }) => `${fileRatio.toFixed(2)} · ${readUs.toFixed(0)}`);
      say(`| ${page} | ${form} | ${cells.join(' | ')} |`);
    }
  }
  const worst = (wanted: readonly number[]) =>
    Math.max(...chosen.filter((_, at) => wanted.includes(sizes[at] ?? 0)).map(({ fileRatio }) => fileRatio));
  return [
    figure('file_ratio_of_4kb_and_more_worst', worst(LARGE_TILES), 'x'),
    figure('file_ratio_below_4kb_worst', worst(SMALL_TILES), 'x'),
    figure('file_ratio_without_a_sample', worst([EMPTY_TILE]), 'x'),
  ];
}

const SERIES = Array.from({ length: 200 }, (_, at) => sampleSeries(`m${at % 10}`, `unit-${Math.floor(at / 10)}`));
/** A raw tile of a series at 1 Hz: 600 samples. */
const TEMPLATE = sampleTile({ resolution: 'raw', points: 600 });
const POINTS_A_TILE = 600;

function tileAt(at: number): StoredTile {
  const series = SERIES[at % SERIES.length] ?? TEMPLATE.key.series;
  const fromMs = TEMPLATE.key.range.fromMs + Math.floor(at / SERIES.length) * 600_000;
  return { ...TEMPLATE, key: { series, resolution: 'raw', range: { fromMs, toMs: fromMs + 600_000 } } };
}

/** A file with so many points in tiles; as large as it gets. */
function fill(folder: string, points: number): number {
  const path = join(folder, 'tiles.sqlite');
  const cache = new TileCache({ path, budgetBytes: 1e11, now: Date.now });
  const tiles = Math.ceil(points / POINTS_A_TILE);
  for (let at = 0; at < tiles; at += 400) {
    cache.write(Array.from({ length: Math.min(400, tiles - at) }, (_, offset) => tileAt(at + offset)));
  }
  cache.close();
  return tiles;
}

function openStore(context: BenchContext, folder: string): SqliteStore {
  return new SqliteStore({
    workerEntryPath: join(context.root, 'out/main/store-worker.js'),
    cachePath: join(folder, 'tiles.sqlite'),
    enteredPath: join(folder, 'entered.sqlite'),
    budgetBytes: 1e11,
    setTimer: (callback, delayMs) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
    onTrouble: (event, message) => context.say(`${event}: ${message}`),
  });
}

interface Subject {
  readonly store: SqliteStore;
  readonly tiles: number;
  readonly ms: number[];
}

const READ_ROUNDS = 3_000;

/** Random single reads, in turns, so that what else the machine does meets both alike. */
async function readInTurns(subjects: readonly Subject[]): Promise<void> {
  const random = seededRandom(99);
  for (let round = -200; round < READ_ROUNDS; round++) {
    for (const { store, tiles, ms } of subjects) {
      const { key } = tileAt(Math.floor(random() * tiles));
      const startMs = performance.now();
      const [bytes] = await store.read([key], never);
      const tookMs = performance.now() - startMs;
      if (bytes?.length !== TEMPLATE.bytes.length) throw new Error('a tile that was written is not there');
      if (round >= 0) ms.push(tookMs);
    }
  }
}

async function measureSizes(context: BenchContext, folder: string): Promise<readonly Figure[]> {
  const subjects: Subject[] = [];
  let fileRatio = 0;
  for (const points of [1_000_000, 100_000_000]) {
    context.say(`writing ${points} points in tiles of ${POINTS_A_TILE}`);
    const own = mkdtempSync(join(folder, 'size-'));
    const tiles = fill(own, points);
    fileRatio = statSync(join(own, 'tiles.sqlite')).size / (tiles * TEMPLATE.bytes.length);
    subjects.push({ store: openStore(context, own), tiles, ms: [] });
  }
  context.say(`${READ_ROUNDS} random reads of each`);
  await readInTurns(subjects);
  for (const { store } of subjects) await store.close();
  const [small, large] = subjects.map(({ ms }) => ms);
  if (small === undefined || large === undefined) throw new Error('two files were asked for');
  const against = (share: number) => {
    const [value, floor] = [quantile(large, share), quantile(small, share)];
    return { value, floor, ratio: value / floor };
  };
  return [
    { ...figure('read_p50_ms_100m_over_1m_points', 0, 'ms'), ...against(0.5) },
    { ...figure('read_p99_ms_100m_over_1m_points', 0, 'ms'), ...against(0.99) },
    figure('file_ratio_100m_points', fileRatio, 'x'),
  ];
}

interface Hold {
  /** The longest that the main thread was not free, ms; on a busy machine that includes waiting for a core. */
  readonly longestMs: number;
  /** The most that it computed in such a stretch, ms: collections of garbage are in it, waiting for a core is not. */
  readonly stretchMs: number;
  /** What the main thread computed in all, ms. */
  readonly computedMs: number;
}

async function holdOf(work: () => Promise<unknown>): Promise<Hold> {
  let longestMs = 0;
  let stretchMs = 0;
  let isDone = false;
  let lastMs = performance.now();
  let lastCpuMs = threadCpuMs();
  const look = () => {
    const [nowMs, cpuMs] = [performance.now(), threadCpuMs()];
    longestMs = Math.max(longestMs, nowMs - lastMs);
    stretchMs = Math.max(stretchMs, cpuMs - lastCpuMs);
    [lastMs, lastCpuMs] = [nowMs, cpuMs];
    if (!isDone) setTimeout(look, 1);
  };
  setTimeout(look, 1);
  const before = threadCpuMs();
  await work();
  const computedMs = threadCpuMs() - before;
  isDone = true;
  look();
  return { longestMs: Math.max(0, longestMs - 1), stretchMs, computedMs };
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

const HOLD_ROUNDS = 40;
const IDLE_MS = 30;

/** What the main thread spends on the store, at the largest that one call brings; the floor is a main thread that does nothing. */
async function measureMainThread(context: BenchContext, folder: string): Promise<readonly Figure[]> {
  const store = openStore(context, mkdtempSync(join(folder, 'main-thread-')));
  const tiles = Array.from({ length: 256 }, (_, at) => tileAt(at));
  const keys: readonly TileKey[] = tiles.map(({ key }) => key);
  const year = { fromMs: 0, toMs: Date.UTC(2027, 0, 1) };
  const minutes = Array.from({ length: 20 }, (_, at) => sampleSeries('long', `unit-${at}`));
  const template = sampleTile({ resolution: '1min' });
  for (const series of minutes) {
    const range = (at: number) => ({ fromMs: at * TILE_SPAN_MS['1min'], toMs: (at + 1) * TILE_SPAN_MS['1min'] });
    const day = Array.from({ length: 500 }, (_, at) => ({
      ...template,
      bytes: template.bytes.subarray(0, 64),
      key: { series, resolution: '1min' as const, range: range(60_000 + at) },
    }));
    await store.write(day);
  }
  // One after the other, as the catalogue gives them.
  function* rows(round: number) {
    for (let at = 0; at < 10_000; at += 1) {
      const id = `metric unit-${at % 100} m${at}`;
      yield { kind: 'series', id, body: JSON.stringify({ firstMs: 1, lastMs: round, cadenceMs: 1_000 }) };
    }
  }
  const works: Readonly<Record<string, (round: number) => Promise<unknown>>> = {
    write_256_tiles: (round) => store.write(tiles.map((tile) => ({ ...tile, asOfMs: tile.asOfMs + round }))),
    read_256_tiles: () => store.read(keys, never),
    list_10000_marks: async () => {
      let marks = 0;
      for await (const portion of store.list(minutes, '1min', year)) marks += portion.length;
      if (marks !== 10_000) throw new Error(`${marks} tiles are listed of 10,000`);
    },
    save_catalogue_of_10000_series: (round) => store.saveCatalogue(rows(round)),
    load_catalogue_of_10000_series: async () => {
      const { rows: loaded, isWhole } = await store.loadCatalogue();
      if (loaded.length !== 10_000 || !isWhole) throw new Error(`${loaded.length} series are there of 10,000`);
    },
  };
  const idle = await holdsOf(() => new Promise((resolve) => setTimeout(resolve, IDLE_MS)));
  const figures: Figure[] = [];
  for (const [name, work] of Object.entries(works)) {
    const holds = await holdsOf(work);
    const add = (what: string, share: number, of: (hold: Hold) => number) => {
      const [value, floor] = [quantile(holds.map(of), share), quantile(idle.map(of), share)];
      const at = share === 1 ? 'max' : `p${share * 100}`;
      figures.push({ ...figure(`main_thread_${what}_ms_${name}_${at}`, value, 'ms'), floor, ratio: value / floor });
    };
    for (const share of [0.5, 0.95, 1]) add('longest', share, ({ longestMs }) => longestMs);
    for (const share of [0.95, 1]) add('computes_in_one_go', share, ({ stretchMs }) => stretchMs);
    add('computes', 0.5, ({ computedMs }) => computedMs);
  }
  await store.close();
  return figures;
}

async function holdsOf(work: (round: number) => Promise<unknown>): Promise<readonly Hold[]> {
  const holds: Hold[] = [];
  for (let round = 0; round < HOLD_ROUNDS; round++) holds.push(await holdOf(() => work(round)));
  return holds;
}

/** Layout of the file, reads with a hundred times as much in it, and what the main thread has to do with it. */
export async function run(context: BenchContext): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'taktline-store-bench-'));
  try {
    return await runSections(
      {
        'main-thread': () => measureMainThread(context, folder),
        sizes: () => measureSizes(context, folder),
        layouts: async () => measureLayouts(context),
      },
      context.flags,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
