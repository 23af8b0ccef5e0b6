import { RESOLUTIONS, type Resolution, type SeriesKey, type SeriesTable } from '../../shared/series';
import { TileDamagedError } from '../../shared/tile-codec';
import { DAY_MS, type TimeRange } from '../../shared/time';
import { cachedTileOf } from './cached-tile';
import { isSameFingerprint, tileFingerprint } from './fingerprint';
import type { HistoryCatalogue, HistoryClock, PlantHistoryReader } from './history-plant';
import { readSweep, type SweepRead, sweepReads } from './sweep-reads';
import type { TileKey } from './tile-tier';

/** Where tiles lie over restarts. */
export interface TileShelf {
  /** What it holds, without the bytes; in portions. */
  list(
    series: readonly SeriesKey[],
    resolution: Resolution,
    range: TimeRange,
  ): AsyncIterable<readonly { readonly key: TileKey; readonly sealed: boolean }[]>;
  /** The bytes, in the order of the keys, without their counting as used; undefined: not there. */
  peek(keys: readonly TileKey[], signal: AbortSignal): Promise<readonly (Uint8Array | undefined)[]>;
}

export interface ShelfSweepOptions {
  readonly shelf: TileShelf;
  /** Reads at low priority. */
  readonly plant: PlantHistoryReader;
  readonly catalogue: HistoryCatalogue;
  readonly clock: HistoryClock;
  /** Told of tiles that do not hold what the database does. */
  readonly onDiffering: (keys: readonly TileKey[]) => void;
}

/** Series looked at in one step, of one table at one level. */
const SERIES_A_STEP = 32;
/** Tiles whose bytes are held at a time: some 5 MB. */
const TILES_A_LOOK = 256;
/** After each statement the plant is left alone for at least this, and for as long as it took. */
const LEAST_PAUSE_MS = 50;
const EVERY_MS = DAY_MS;

interface Step {
  readonly table: SeriesTable;
  readonly resolution: Resolution;
  readonly series: readonly SeriesKey[];
}

/**
 * Compares the sealed tiles of the disk with the database, once a day: what was changed while the appliance was off is not told by
 * anybody, and such a tile is believed when it is loaded. One small statement at a time with pauses; interrupted, it goes on where it
 * was.
 */
export class ShelfSweep {
  readonly #options: ShelfSweepOptions;
  #doneMs = Number.NEGATIVE_INFINITY;
  /** What is left of this day's round. */
  #steps: readonly Step[] | undefined;

  constructor(options: ShelfSweepOptions) {
    this.#options = options;
  }

  /** The rest of a round, where one is due. @throws what the reader throws; the signal's reason */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    if (this.#steps === undefined) {
      if (clock.plantNowMs() - this.#doneMs < EVERY_MS) return;
      this.#steps = stepsOf(this.#options.catalogue);
    }
    while (this.#steps.length > 0) {
      const [step, ...rest] = this.#steps;
      if (step !== undefined) await this.#look(step, signal);
      this.#steps = rest;
    }
    this.#steps = undefined;
    this.#doneMs = clock.plantNowMs();
  }

  async #look({ series, resolution }: Step, signal: AbortSignal): Promise<void> {
    const { shelf, plant, catalogue, clock } = this.#options;
    const nowMs = clock.plantNowMs();
    const sealed: { readonly key: TileKey }[] = [];
    for await (const marks of shelf.list(series, resolution, { fromMs: 0, toMs: nowMs }))
      sealed.push(...marks.filter((mark) => mark.sealed));
    for (const read of sweepReads(sealed, catalogue, nowMs)) {
      const startMs = clock.plantNowMs();
      const expected = await readSweep(read, plant, signal);
      const differing = await this.#differing(read, expected, signal);
      if (differing.length > 0) this.#options.onDiffering(differing);
      await pause(clock, Math.max(LEAST_PAUSE_MS, clock.plantNowMs() - startMs), signal);
    }
  }

  async #differing(
    { owners }: SweepRead<{ readonly key: TileKey }>,
    expected: Awaited<ReturnType<typeof readSweep>>,
    signal: AbortSignal,
  ): Promise<readonly TileKey[]> {
    const differing: TileKey[] = [];
    for (let at = 0; at < owners.length; at += TILES_A_LOOK) {
      const keys = owners.slice(at, at + TILES_A_LOOK).map(({ key }) => key);
      const found = await this.#options.shelf.peek(keys, signal);
      differing.push(...keys.filter((key, own) => differs(key, found[own], expected(key))));
    }
    return differing;
  }
}

type Expected = ReturnType<Awaited<ReturnType<typeof readSweep>>>;

/** A tile that has gone meanwhile is none; a damaged one is as good as wrong. */
function differs(key: TileKey, bytes: Uint8Array | undefined, expected: Expected): boolean {
  if (bytes === undefined || expected === undefined) return false;
  try {
    return !isSameFingerprint(tileFingerprint(cachedTileOf(key, bytes).tile), expected);
  } catch (error) {
    if (error instanceof TileDamagedError) return true;
    throw error;
  }
}

function stepsOf(catalogue: HistoryCatalogue): readonly Step[] {
  return (['metric', 'oee'] as const).flatMap((table) => {
    const series = (catalogue.workUnitIds?.() ?? []).flatMap((workUnitId) =>
      (catalogue.seriesOf?.(table, workUnitId) ?? []).map((name) => ({ table, workUnitId, name })),
    );
    const groups = Array.from({ length: Math.ceil(series.length / SERIES_A_STEP) }, (_, at) =>
      series.slice(at * SERIES_A_STEP, (at + 1) * SERIES_A_STEP),
    );
    return RESOLUTIONS.flatMap((resolution) => groups.map((own) => ({ table, resolution, series: own })));
  });
}

async function pause({ setTimer }: HistoryClock, ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = () => {
      cancel();
      resolve();
    };
    const cancel = setTimer(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal.addEventListener('abort', end, { once: true });
  });
  signal.throwIfAborted();
}
