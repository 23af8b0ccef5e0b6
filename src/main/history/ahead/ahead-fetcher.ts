import type { Resolution, SeriesKey } from '../../../shared/series';
import { MINUTE_MS, type TimeRange } from '../../../shared/time';
import type { HistoryClock } from '../history-plant';
import { type TileKey, tileKeyText } from '../tile-tier';
import { type AheadSeries, type BoardMark, isDue, type WantedTile, wantedTiles } from './ahead-plan';

/** How far a pinned unit is on board. */
export interface AheadProgress {
  readonly workUnitId: string;
  /** waiting: something is missing and the plant is away. limited: all that the disk budget allows is on board. */
  readonly state: 'fetching' | 'waiting' | 'complete' | 'limited';
  readonly tilesOnBoard: number;
  readonly tilesWanted: number;
}

export interface AheadFetcherOptions {
  readonly seriesOf: (workUnitId: string) => readonly AheadSeries[];
  /** What the store holds, without the bytes; in portions. */
  readonly list: (
    series: readonly SeriesKey[],
    resolution: Resolution,
    range: TimeRange,
  ) => AsyncIterable<readonly ({ readonly key: TileKey } & BoardMark)[]>;
  /** Reads tiles from the plant into the store. @returns which of them are there now */
  readonly bring: (keys: readonly TileKey[], signal: AbortSignal) => Promise<readonly boolean[]>;
  readonly isPlantAway: () => boolean;
  readonly budgetBytes: number;
  readonly clock: HistoryClock;
  readonly onProgress: (progress: readonly AheadProgress[]) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Tiles of one statement: the same stretch of some series. */
const TILES_A_STATEMENT = 50;
/** After each statement the plant is left alone for at least this, and for as long as it took. */
const LEAST_PAUSE_MS = 50;
/** From the end of one round to the next: open tiles grow, new series appear. */
const ROUND_EVERY_MS = MINUTE_MS;
const ALL_RESOLUTIONS: readonly Resolution[] = ['1day', '1hour', '5min', '1min', 'raw'];

/**
 * Brings the past of pinned units on board in the background: one small statement at a time, with pauses, so that no screen
 * waits for it. What is on board already is asked of the store, so that it goes on where it was after any interruption.
 */
export class AheadFetcher {
  readonly #options: AheadFetcherOptions;
  readonly #ended = new AbortController();
  #workUnitIds: readonly string[] = [];
  #progress: readonly AheadProgress[] = [];
  #running: Promise<void> | undefined;
  #isAskedAgain = false;
  #cancelNext: () => void = () => {};
  #endPause: () => void = () => {};

  constructor(options: AheadFetcherOptions) {
    this.#options = options;
  }

  /** How far each pinned unit is, in their order; empty before the first look. */
  progress(): readonly AheadProgress[] {
    return this.#progress;
  }

  /** These units are carried along from now on; takes effect at once. */
  setUnits(workUnitIds: readonly string[]): void {
    this.#workUnitIds = workUnitIds;
    this.wake();
  }

  /** The plant is back, or the catalogue has changed: looks now. */
  wake(): void {
    this.#cancelNext();
    if (this.#ended.signal.aborted) return;
    if (this.#running !== undefined) {
      this.#isAskedAgain = true;
      return;
    }
    this.#running = this.#round().finally(() => {
      this.#running = undefined;
      if (this.#isAskedAgain) {
        this.#isAskedAgain = false;
        this.wake();
      } else if (!this.#ended.signal.aborted) {
        this.#cancelNext = this.#options.clock.setTimer(() => this.wake(), ROUND_EVERY_MS);
      }
    });
  }

  /** Ends the round that runs; resolves when it has. */
  async close(): Promise<void> {
    this.#ended.abort(new Error('fetching ahead ends'));
    this.#cancelNext();
    this.#endPause();
    await this.#running;
  }

  /** Never rejects. */
  async #round(): Promise<void> {
    try {
      const { clock, seriesOf, budgetBytes } = this.#options;
      const nowMs = clock.plantNowMs();
      const series = this.#workUnitIds.flatMap(seriesOf);
      const { tiles, limited } = wantedTiles(series, budgetBytes, nowMs);
      const marks = await this.#marksOf(series, nowMs);
      const board = new Board(this.#workUnitIds, tiles, limited, marks);
      this.#publish(board);
      const due = tiles.filter(({ key, text }) => isDue(key, marks.get(text), nowMs));
      for (const statement of statementsOf(due)) {
        if (this.#ended.signal.aborted || this.#isAskedAgain || this.#options.isPlantAway()) break;
        await this.#fetch(statement, board);
        this.#publish(board);
      }
      this.#publish(board, true);
    } catch (error) {
      if (!this.#ended.signal.aborted) this.#options.onTrouble(error);
    }
  }

  async #fetch(tiles: readonly WantedTile[], board: Board): Promise<void> {
    const { bring, clock } = this.#options;
    const startMs = clock.plantNowMs();
    const here = await bring(
      tiles.map(({ key }) => key),
      this.#ended.signal,
    );
    for (const [at, tile] of tiles.entries()) if (here[at] === true) board.add(tile);
    const pauseMs = Math.max(LEAST_PAUSE_MS, clock.plantNowMs() - startMs);
    await new Promise<void>((resolve) => {
      const cancel = clock.setTimer(resolve, pauseMs);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
  }

  async #marksOf(series: readonly AheadSeries[], nowMs: number): Promise<ReadonlyMap<string, BoardMark>> {
    const marks = new Map<string, BoardMark>();
    const keys = series.map(({ key }) => key);
    for (const resolution of ALL_RESOLUTIONS) {
      for await (const portion of this.#options.list(keys, resolution, { fromMs: 0, toMs: nowMs })) {
        for (const mark of portion) marks.set(tileKeyText(mark.key), mark);
      }
    }
    return marks;
  }

  #publish(board: Board, isRoundOver = false): void {
    const before = JSON.stringify(this.#progress);
    this.#progress = board.progress(this.#options.isPlantAway(), isRoundOver);
    if (JSON.stringify(this.#progress) !== before) this.#options.onProgress(this.#progress);
  }
}

/** What is on board of what is wanted, unit by unit. */
class Board {
  readonly #workUnitIds: readonly string[];
  readonly #limited: ReadonlySet<string>;
  readonly #wanted = new Map<string, number>();
  readonly #missing = new Map<string, Set<string>>();

  constructor(
    workUnitIds: readonly string[],
    tiles: readonly WantedTile[],
    limited: ReadonlySet<string>,
    marks: ReadonlyMap<string, BoardMark>,
  ) {
    this.#workUnitIds = workUnitIds;
    this.#limited = limited;
    for (const workUnitId of workUnitIds) this.#missing.set(workUnitId, new Set());
    for (const { workUnitId, text } of tiles) {
      this.#wanted.set(workUnitId, (this.#wanted.get(workUnitId) ?? 0) + 1);
      if (!marks.has(text)) this.#missing.get(workUnitId)?.add(text);
    }
  }

  add({ workUnitId, text }: WantedTile): void {
    this.#missing.get(workUnitId)?.delete(text);
  }

  progress(isPlantAway: boolean, isRoundOver: boolean): readonly AheadProgress[] {
    return this.#workUnitIds.map((workUnitId) => {
      const tilesWanted = this.#wanted.get(workUnitId) ?? 0;
      const missing = this.#missing.get(workUnitId)?.size ?? 0;
      const ended = this.#limited.has(workUnitId) ? 'limited' : 'complete';
      const going = isPlantAway || isRoundOver ? 'waiting' : 'fetching';
      return { workUnitId, state: missing === 0 ? ended : going, tilesOnBoard: tilesWanted - missing, tilesWanted };
    });
  }
}

/** Tiles of one stretch and level share a statement, whatever their series; in the order of the first of each. */
function statementsOf(tiles: readonly WantedTile[]): readonly (readonly WantedTile[])[] {
  const groups = new Map<string, WantedTile[]>();
  for (const tile of tiles) {
    const { series, resolution, range } = tile.key;
    const name = `${series.table} ${resolution} ${range.fromMs} ${range.toMs}`;
    groups.set(name, [...(groups.get(name) ?? []), tile]);
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / TILES_A_STATEMENT) }, (_, at) =>
      group.slice(at * TILES_A_STATEMENT, (at + 1) * TILES_A_STATEMENT),
    ),
  );
}
