import type { HistoryAnswer } from '../../shared/history-frame';
import type { RevisedStretch } from '../../shared/protocol';
import { BUCKET_RESOLUTIONS } from '../../shared/series';
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeRange } from '../../shared/time';
import { isBeingMade } from './being-made';
import type { CachedTile } from './cached-tile';
import { type Deadline, deadlineAfter } from './deadline';
import { isRawDropped } from './dropped-raw';
import { answerEdge, bucketEdges, rawAfter, rawBefore } from './edges';
import { type Edges, type Found, historyAnswer, tilesOf } from './history-answer';
import { HistoryFailure } from './history-failure';
import type { HistoryCatalogue, Neighbours, PlantHistoryReader } from './history-plant';
import { checkRequest, type HistoryRequest } from './history-request';
import { NeighbourLoader } from './neighbour-loader';
import { coveredMs, levelOnBoard, plansOnBoard } from './on-board';
import { RevisionNotices } from './revision-notices';
import { RevisionSweep } from './revision-sweep';
import { planSeries, type SeriesPlan } from './series-plan';
import { isSealedAt } from './tile-freshness';
import { tileSpanMs, tilesOver } from './tile-grid';
import { TileLoader, type TileLoaderOptions, type TileOutcome } from './tile-loader';
import type { TileKey } from './tile-tier';
import type { Touch } from './touch-ledger';

export interface HistoryServiceOptions extends Omit<TileLoaderOptions, 'onRevision' | 'catalogue'> {
  readonly catalogue: HistoryCatalogue;
  /** Reads of sweeps, at low priority; default: the plant as for screens. */
  readonly backgroundPlant?: PlantHistoryReader;
  /** Longest that an answer waits for the plant, in ms: what is not there by then is said to be missing, and told of when it comes. Default: as long as the plant takes. */
  readonly patienceMs?: number;
  /** Plant time of the last sign of life of the plant, while it is away. */
  readonly plantSeenMs?: () => number | undefined;
  /** Told why a read failed for a reason that the asker is not told in full. */
  readonly onTrouble?: (error: unknown) => void;
  /** Told of stretches of which viewers may have been answered what is not true any more: they are to ask again. */
  readonly onRevision?: (stretches: readonly RevisedStretch[]) => void;
}

/** The sample beside a raw range is looked for as far as a line could lead to it (a gap is three cadences), an hour at least. */
const LEAST_REACH_MS = HOUR_MS;
const LONGEST_REACH_MS = 30 * DAY_MS;
const CADENCES_TO_A_GAP = 3;
/** How often it is looked whether a level has followed what was revised. */
const RECHECK_MS = 5_000;
/** The longest that a change stays unseen of which no wake-up told: rows were deleted, or changes are polled for. */
const SWEEP_EVERY_MS = 5 * MINUTE_MS;
/** After one that failed or could not be made, as where the plant has only just come back. */
const SWEEP_AGAIN_MS = 5_000;

type Checked = Required<HistoryRequest> & { readonly nowMs: number };

/** How long a request waits: until nobody does any more, or patience ends. */
interface Wait {
  readonly signal: AbortSignal;
  readonly deadline: Deadline;
}

/** Answers charts: which level, which tiles, what is missing and why. */
export class HistoryService {
  readonly #options: HistoryServiceOptions;
  readonly #tiles: TileLoader;
  readonly #neighbours: NeighbourLoader;
  readonly #notices: RevisionNotices;
  readonly #sweep: RevisionSweep;
  readonly #ended = new AbortController();
  #sweeping: Promise<void> | undefined;
  #sweptMs = Number.POSITIVE_INFINITY;
  #callOffRecheck: () => void = () => {};
  #callOffSweep: () => void = () => {};

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
    this.#neighbours = new NeighbourLoader(options.plant, options.clock);
    this.#sweep = new RevisionSweep({
      ...{ plant: options.backgroundPlant ?? options.plant, catalogue: options.catalogue, clock: options.clock },
      memory: this.#tiles.memory,
      isKnown: (touch) => this.#tiles.touches.isCoveredSince(touch, this.#sweptMs),
      onTouched: (touch) => {
        this.touched(touch);
        this.#notices.add(touch, touch.range);
      },
      onDiffering: (key, entry) => this.#tiles.readAgain(key, entry),
    });
  }

  /** Begins to look after what is in memory, until {@link close}. */
  start(): void {
    this.#recheckSoon();
    this.#sweepLater(SWEEP_EVERY_MS);
  }

  /** Looks for what no wake-up has told of: after a start and after every reconnect. Resolves when it is done, well or not. */
  sweep(): Promise<void> {
    this.#sweeping ??= this.#sweepOnce().finally(() => {
      this.#sweeping = undefined;
    });
    return this.#sweeping;
  }

  async #sweepOnce(): Promise<void> {
    this.#callOffSweep();
    const startMs = this.#options.clock.plantNowMs();
    let againMs = SWEEP_AGAIN_MS;
    try {
      if (this.#options.isPlantAway?.() !== true) {
        await this.#sweep.run(this.#ended.signal);
        this.#sweptMs = startMs;
        againMs = SWEEP_EVERY_MS;
      }
    } catch (error) {
      if (this.#ended.signal.aborted) return;
      if (this.#options.plant.troubleOf(error) !== 'unreachable') this.#options.onTrouble?.(error);
    }
    this.#sweepLater(againMs);
  }

  #sweepLater(afterMs: number): void {
    if (this.#ended.signal.aborted) return;
    this.#callOffSweep = this.#options.clock.setTimer(() => void this.sweep(), afterMs);
  }

  #recheckSoon(): void {
    this.#callOffRecheck = this.#options.clock.setTimer(() => {
      this.#tiles.recheck();
      this.#recheckSoon();
    }, RECHECK_MS);
  }

  /** Looks after nothing and tells of no revision any more. */
  close(): void {
    this.#ended.abort(new Error('the history has ended'));
    this.#callOffRecheck();
    this.#callOffSweep();
    this.#notices.close();
  }

  /**
   * One answer per series, in their order. With the plant away it is made of what is on board.
   * @param signal ends the wait; reads that nobody else waits for are stopped
   * @throws HistoryFailure: 'bad-message', 'too-much', 'unknown-series' or 'internal'; the signal's reason when aborted
   */
  async answer(request: HistoryRequest, signal: AbortSignal): Promise<readonly HistoryAnswer[]> {
    const checked: Checked = { ...checkRequest(request), nowMs: this.#options.clock.plantNowMs() };
    const plans = checked.series.map((series) => planSeries(series, checked, this.#options.catalogue));
    // One that fails ends the others' waits as well.
    const scope = new AbortController();
    const deadline = deadlineAfter(this.#options.patienceMs, this.#options.clock.setTimer);
    const wait: Wait = { signal: AbortSignal.any([signal, scope.signal]), deadline };
    try {
      const found = await this.#find(plans, wait);
      return await Promise.all(found.map((each) => this.#answerOf(each, checked, wait)));
    } catch (error) {
      signal.throwIfAborted();
      throw this.#failureOf(error);
    } finally {
      deadline.cancel();
      scope.abort(new Error('the request has ended'));
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
    this.#neighbours.forget();
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

  async #answerOf(found: Found, checked: Checked, wait: Wait): Promise<HistoryAnswer> {
    const isAway = found.outcomes.some(({ missing }) => missing === 'unreachable');
    const shown = isAway ? await this.#onBoard(found, checked) : found;
    const edges = await this.#edges(shown, checked.range, wait);
    const trueAtMs = (cached: CachedTile) => this.#trueAtMs(cached, checked.nowMs);
    return historyAnswer(shown, { ...checked, trueAtMs, edges });
  }

  /** The finest level that is there for the range, where the one that was chosen cannot be had from the plant. */
  async #onBoard(found: Found, { range, pointBudget, nowMs, ...rest }: Checked): Promise<Found> {
    const request = { ...rest, range, pointBudget, nowMs };
    const plans = plansOnBoard(found.plan, request, this.#options.catalogue);
    const wants = plans.flatMap((plan) => plan.wants);
    const tiles = await this.#tiles.onBoard(wants);
    let at = 0;
    const levels = plans.map((plan) => {
      const own = tiles.slice(at, at + plan.wants.length);
      at += plan.wants.length;
      const covered = coveredMs(
        range,
        own.flatMap((cached) => cached ?? []),
        nowMs,
      );
      return { ...plan, coveredMs: covered, outcomes: own.map(outcomeOf) };
    });
    const chosen = levelOnBoard(range, pointBudget, levels);
    const level = levels.find(({ resolution }) => resolution === chosen);
    return level === undefined ? found : { plan: level, outcomes: level.outcomes };
  }

  /** Up to when a tile is known to be true: now where changes are followed, its reading where the plant has dropped it, the last sign of the plant where it is away. */
  #trueAtMs({ tile }: CachedTile, nowMs: number): number {
    const { followedSinceMs, isPlantAway, plantSeenMs, catalogue } = this.#options;
    const resolution = tile.columns.kind === 'raw' ? 'raw' : tile.columns.resolution;
    if (isRawDropped({ ...tile, resolution }, catalogue, nowMs)) return tile.asOfMs;
    const presentMs = isPlantAway?.() === true ? (plantSeenMs?.() ?? tile.asOfMs) : nowMs;
    if (tile.asOfMs < tile.range.toMs) return Math.min(tile.asOfMs, presentMs);
    const sinceMs = followedSinceMs?.();
    const isFollowed = tile.sealed || (sinceMs !== undefined && tile.asOfMs >= sinceMs);
    return isFollowed ? Math.max(tile.asOfMs, presentMs) : tile.asOfMs;
  }

  async #edges(found: Found, range: TimeRange, wait: Wait): Promise<Edges> {
    const { plan } = found;
    const tiles = tilesOf(found).map(({ tile }) => tile);
    if (plan.resolution !== 'raw') {
      const { before, after } = bucketEdges(tiles, plan.resolution, range);
      return { before: answerEdge(before), after: answerEdge(after) };
    }
    const [first, last] = [tiles[0], tiles.at(-1)];
    if (first === undefined || last === undefined) return { before: null, after: null };
    const before = rawBefore(tiles, range.fromMs);
    const after = rawAfter(tiles, range.toMs);
    // Behind a tile that reaches beyond its own reading time there is nothing yet.
    const isEndKnown = after !== undefined || last.range.toMs > last.asOfMs;
    if (before !== undefined && isEndKnown) return { before: answerEdge(before), after: answerEdge(after) };
    const around = { fromMs: first.range.fromMs, toMs: last.range.toMs };
    const beside = await this.#beside(plan, around, wait);
    return { before: answerEdge(before ?? beside.before), after: answerEdge(after ?? beside.after) };
  }

  /** A line that ends at the edge of the chart is no reason to fail, nor to wait longer: without the plant there are no neighbours. */
  async #beside(plan: SeriesPlan, range: TimeRange, { signal, deadline }: Wait): Promise<Neighbours> {
    const { plant, isPlantAway } = this.#options;
    if (isPlantAway?.() === true) return NO_NEIGHBOURS;
    try {
      const want = { series: plan.series, range, reachMs: reachMs(plan.cadenceMs) };
      const loading = this.#neighbours.load(want, signal);
      // It may fail after the deadline has passed, when nobody listens any more.
      loading.catch(() => {});
      return (await Promise.race([loading, deadline.passed])) ?? NO_NEIGHBOURS;
    } catch (error) {
      if (signal.aborted || plant.troubleOf(error) !== 'unreachable') throw error;
      return NO_NEIGHBOURS;
    }
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

const NO_NEIGHBOURS: Neighbours = { before: undefined, after: undefined };
/** A change of years that reopens more than this is found by the daily sweep. */
const MAX_REOPENED = 20_000;

function outcomeOf(cached: CachedTile | undefined): TileOutcome {
  return cached === undefined ? { missing: 'unreachable' } : { cached };
}

function reachMs(cadenceMs: number | undefined): number {
  return Math.min(LONGEST_REACH_MS, Math.max(LEAST_REACH_MS, CADENCES_TO_A_GAP * (cadenceMs ?? 0)));
}
