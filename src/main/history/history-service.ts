import type { HistoryAnswer } from '../../shared/history-frame';
import type { RevisedStretch } from '../../shared/protocol';
import { BUCKET_RESOLUTIONS } from '../../shared/series';
import { intersect } from '../../shared/time';
import { AnswerEdges, type Wait } from './answer-edges';
import { isBeingMade } from './being-made';
import type { CachedTile } from './cached-tile';
import { deadlineAfter } from './deadline';
import { type Edges, type Found, historyAnswer, tilesOf } from './history-answer';
import { HistoryFailure } from './history-failure';
import type { HistoryCatalogue, PlantHistoryReader } from './history-plant';
import { type CheckedRequest, checkRequest, type HistoryRequest } from './history-request';
import { mayBeDropped } from './kept-levels';
import { boardFound, coversWell, plansOnBoard } from './on-board';
import { RevisionNotices } from './revision-notices';
import { RevisionSweep } from './revision-sweep';
import { planSeries, type SeriesPlan } from './series-plan';
import { ShelfSweep, type TileShelf } from './shelf-sweep';
import { SweepRhythm } from './sweep-rhythm';
import { isSealedAt } from './tile-freshness';
import { tileSpanMs, tilesOver } from './tile-grid';
import { TileLoader, type TileLoaderOptions } from './tile-loader';
import { type TileKey, tileKeyOf, tileKeyText } from './tile-tier';
import type { Touch } from './touch-ledger';

export interface HistoryServiceOptions extends Omit<TileLoaderOptions, 'onRevision' | 'catalogue'> {
  readonly catalogue: HistoryCatalogue;
  /** Reads of sweeps, at low priority; default: the plant as for screens. */
  readonly backgroundPlant?: PlantHistoryReader;
  /** Longest that an answer waits for the plant, in ms: what is not there by then is said to be missing, and told of when it comes. Default: as long as the plant takes. */
  readonly patienceMs?: number;
  /** Plant time of the last sign of life of the plant, while it is away. */
  readonly plantSeenMs?: () => number | undefined;
  /** Where tiles lie over restarts: its sealed ones are compared with the plant once a day. Default: nowhere. */
  readonly shelf?: TileShelf;
  /** Told why a read failed for a reason that the asker is not told in full. */
  readonly onTrouble?: (error: unknown) => void;
  /** Told of stretches of which viewers may have been answered what is not true any more: they are to ask again. */
  readonly onRevision?: (stretches: readonly RevisedStretch[]) => void;
}

type Checked = CheckedRequest & { readonly nowMs: number };

/** Answers charts: which level, which tiles, what is missing and why. */
export class HistoryService {
  readonly #options: HistoryServiceOptions;
  readonly #tiles: TileLoader;
  readonly #edges: AnswerEdges;
  readonly #notices: RevisionNotices;
  readonly #rhythm: SweepRhythm;

  constructor(options: HistoryServiceOptions) {
    this.#options = options;
    this.#notices = new RevisionNotices({
      clock: options.clock,
      announce: (stretches) => options.onRevision?.(stretches),
    });
    this.#tiles = new TileLoader({
      ...options,
      onRevision: ({ series, range }) => this.#notices.add(series, range),
    });
    this.#edges = new AnswerEdges(options);
    const sweep = new RevisionSweep({
      ...{ plant: options.backgroundPlant ?? options.plant, catalogue: options.catalogue, clock: options.clock },
      memory: this.#tiles.memory,
      isKnown: (touch) => this.#tiles.touches.isCoveredSince(touch, this.#rhythm.sweptMs),
      onTouched: (touch) => {
        this.touched(touch);
        this.#notices.add(touch, touch.range);
      },
      onDiffering: (key, entry) => this.#tiles.readAgain(key, entry),
    });
    const shelfSweep = this.#shelfSweep(options);
    this.#rhythm = new SweepRhythm({
      ...options,
      sweep: (signal) => sweep.run(signal),
      sweepShelf: async (signal) => shelfSweep?.run(signal),
      recheck: () => this.#tiles.recheck(),
      onTrouble: (error) => {
        if (options.plant.troubleOf(error) !== 'unreachable') options.onTrouble?.(error);
      },
    });
  }

  #shelfSweep({ shelf, plant, backgroundPlant = plant, ...rest }: HistoryServiceOptions): ShelfSweep | undefined {
    if (shelf === undefined) return undefined;
    return new ShelfSweep({
      ...{ shelf, plant: backgroundPlant, catalogue: rest.catalogue, clock: rest.clock },
      onDiffering: (keys) => {
        this.#tiles.reopen(keys);
        for (const key of keys) {
          this.#notices.add(key.series, key.range);
          const entry = this.#tiles.memory.peek(tileKeyText(key));
          if (entry !== undefined) this.#tiles.readAgain(key, entry);
        }
      },
    });
  }

  /** Begins to look after what is in memory, until {@link close}. */
  start(): void {
    this.#rhythm.start();
  }

  /** Looks for what no wake-up has told of: after a start and after every reconnect. Resolves when it is done, well or not. */
  sweep(): Promise<void> {
    return this.#rhythm.sweep();
  }

  /** Looks after nothing and tells of no revision any more. */
  close(): void {
    this.#rhythm.close();
    this.#notices.close();
  }

  /**
   * One answer per series, in their order. With the plant away it is made of what is on board.
   * @param signal ends the wait; reads that nobody else waits for are stopped
   * @throws HistoryFailure: 'bad-message', 'too-much', 'unknown-series' or 'internal'; the signal's reason when aborted
   */
  async answer(request: HistoryRequest, signal: AbortSignal): Promise<readonly HistoryAnswer[]> {
    const checked: Checked = { ...checkRequest(request), nowMs: this.#options.clock.plantNowMs() };
    const asked = checked.series.map((series) => planSeries(series, checked, this.#options.catalogue));
    // One that fails ends the others' waits as well.
    const scope = new AbortController();
    const deadline = deadlineAfter(this.#options.patienceMs, this.#options.clock.setTimer);
    // Not `AbortSignal.any`: what that leaves to the garbage collector costs as much as an answer out of memory.
    const leave = () => scope.abort(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    const wait: Wait = { signal: scope.signal, deadline };
    try {
      const isAnyDropped = asked.some(({ dropped }) => dropped !== undefined);
      // Where nothing is dropped all is asked for at once, not after a turn of the loop.
      const plans = isAnyDropped ? await this.#orDropped(asked, checked) : asked;
      const found = await this.#find(plans, wait);
      return await Promise.all(found.map((each) => this.#answerOf(each, checked, wait)));
    } catch (error) {
      signal.throwIfAborted();
      throw this.#failureOf(error);
    } finally {
      deadline.cancel();
      signal.removeEventListener('abort', leave);
      scope.abort(REQUEST_ENDED);
    }
  }

  /**
   * Brings tiles into the tiers ahead of anybody's asking.
   * @returns in the order of the keys, whether each is at hand now; one that is still being made is not
   */
  async bring(keys: readonly TileKey[], signal: AbortSignal): Promise<readonly boolean[]> {
    const preparing = this.#options.catalogue.preparing();
    const ready = keys.filter((key) => !isBeingMade(key, preparing));
    const outcomes = await this.#tiles.load(
      ready.map((key) => ({ ...key, holes: [] })),
      { signal },
    );
    const here = new Set(ready.filter((_, at) => outcomes[at]?.cached !== undefined));
    return keys.map((key) => here.has(key));
  }

  /** How often each tier was asked since the start, and had what was asked for; in tiles. */
  counters(): ReturnType<TileLoader['counters']> {
    return this.#tiles.counters();
  }

  /** Rows of this stretch came late, were changed or deleted: what was read of it before is out of date. */
  touched(touch: Touch): void {
    this.#tiles.touched(touch);
    this.#edges.forget();
    this.#reopenSealed(touch);
  }

  /** What nobody expected to change any more is not to be believed either, also after a restart. */
  #reopenSealed({ table, workUnitId, range }: Touch): void {
    const { catalogue, clock } = this.#options;
    const sealed = { fromMs: range.fromMs, toMs: Math.min(range.toMs, clock.plantNowMs()) };
    if (!isSealedAt({ fromMs: range.fromMs, toMs: range.fromMs }, clock.plantNowMs())) return;
    const names = catalogue.seriesOf?.(table, workUnitId) ?? [];
    const keys = names.flatMap((name) => {
      const series = { table, workUnitId, name };
      const cadenceMs = catalogue.series(series)?.cadenceMs ?? undefined;
      return (['raw', ...BUCKET_RESOLUTIONS] as const).flatMap((resolution) =>
        tilesOver(sealed, tileSpanMs(resolution, cadenceMs)).map((own) => ({ series, resolution, range: own })),
      );
    });
    this.#tiles.reopen(keys.slice(0, MAX_REOPENED));
  }

  /** All tiles of a request are asked for in one go, so that they share statements. */
  async #find(plans: readonly SeriesPlan[], wait: Wait): Promise<readonly Found[]> {
    const wants = plans.flatMap((plan) => plan.wants);
    const outcomes = await this.#tiles.load(wants, wait);
    let at = 0;
    return plans.map((plan) => {
      const own = outcomes.slice(at, at + plan.wants.length);
      at += plan.wants.length;
      return { plan, outcomes: own };
    });
  }

  /** What the plant has dropped is shown where it is on board: nobody else has it any more. */
  async #orDropped(plans: readonly SeriesPlan[], { range, nowMs }: Checked): Promise<readonly SeriesPlan[]> {
    return Promise.all(
      plans.map(async (plan) => {
        const { dropped } = plan;
        if (dropped === undefined) return plan;
        const tiles = await this.#tiles.onBoard(dropped.wants);
        return coversWell(dropped, tiles, range, nowMs) ? dropped : plan;
      }),
    );
  }

  async #answerOf(found: Found, checked: Checked, wait: Wait): Promise<HistoryAnswer> {
    const isAway = found.outcomes.some(({ missing }) => missing === 'unreachable');
    const shown = isAway ? await this.#onBoard(found, checked) : found;
    const tiles = tilesOf(shown).map(({ tile }) => tile);
    const edges =
      checked.resolution === undefined ? await this.#edges.of(shown.plan, tiles, checked.range, wait) : NO_EDGES;
    const trueAtMs = (cached: CachedTile) => this.#trueAtMs(cached, checked);
    return historyAnswer(shown, { ...checked, trueAtMs, edges });
  }

  /** The finest level that is there for the range, where the one that was chosen cannot be had from the plant. */
  async #onBoard(found: Found, checked: Checked): Promise<Found> {
    const plans = plansOnBoard(found.plan, checked, this.#options.catalogue);
    const tiles = await this.#tiles.onBoard(plans.flatMap((plan) => plan.wants));
    return boardFound(plans, tiles, checked) ?? found;
  }

  /** Up to when a tile is known to be true: now where changes are followed, its reading where the plant may have dropped what is asked of it, the last sign of the plant where it is away. */
  #trueAtMs({ tile }: CachedTile, { nowMs, range }: Checked): number {
    const { followedSinceMs, isPlantAway, plantSeenMs, catalogue } = this.#options;
    const asked = { ...tileKeyOf(tile), range: intersect(tile.range, range) ?? tile.range };
    if (mayBeDropped(asked, catalogue, nowMs)) return tile.asOfMs;
    const presentMs = isPlantAway?.() === true ? (plantSeenMs?.() ?? tile.asOfMs) : nowMs;
    if (tile.asOfMs < tile.range.toMs) return Math.min(tile.asOfMs, presentMs);
    const sinceMs = followedSinceMs?.();
    const isFollowed = tile.sealed || (sinceMs !== undefined && tile.asOfMs >= sinceMs);
    return isFollowed ? Math.max(tile.asOfMs, presentMs) : tile.asOfMs;
  }

  #failureOf(error: unknown): HistoryFailure {
    if (error instanceof HistoryFailure) return error;
    if (this.#options.plant.troubleOf(error) === 'too-many-rows') {
      const message = 'This range holds too many raw samples; ask for a shorter one.';
      return new HistoryFailure('too-much', message, { cause: error });
    }
    this.#options.onTrouble?.(error);
    const message = 'Reading the history failed; the log of the appliance says why.';
    return new HistoryFailure('internal', message, { retryable: true, cause: error });
  }
}

/** Who keeps tiles draws no line. */
const NO_EDGES: Edges = { before: null, after: null };
/** Made once: an error of its own for each answer costs more than finding it in memory. */
const REQUEST_ENDED = new Error('the request has ended');
/** A change of years that reopens more than this is found by the daily sweep. */
const MAX_REOPENED = 20_000;
