import type { HistoryAnswer } from '../../shared/history-frame';
import type { RevisedStretch } from '../../shared/protocol';
import { BUCKET_MS, type Resolution } from '../../shared/series';
import type { Tile } from '../../shared/tile';
import { DAY_MS, floorTo, HOUR_MS, intersect, type TimeRange } from '../../shared/time';
import type { CachedTile } from './cached-tile';
import { type AnswerEdge, answerEdge, bucketEdges, rawAfter, rawBefore } from './edges';
import { HistoryFailure } from './history-failure';
import type { HistoryCatalogue } from './history-plant';
import { checkRequest, type HistoryRequest } from './history-request';
import { NeighbourLoader } from './neighbour-loader';
import { RevisionNotices } from './revision-notices';
import { planSeries, type SeriesPlan } from './series-plan';
import { TileLoader, type TileLoaderOptions, type TileOutcome } from './tile-loader';
import type { Touch } from './touch-ledger';

export interface HistoryServiceOptions extends Omit<TileLoaderOptions, 'onRevision'> {
  readonly catalogue: HistoryCatalogue;
  /** Told why a read failed for a reason that the asker is not told in full. */
  readonly onTrouble?: (error: unknown) => void;
  /** Told of stretches of which viewers may have been answered what is not true any more: they are to ask again. */
  readonly onRevision?: (stretches: readonly RevisedStretch[]) => void;
}

/** The sample beside a raw range is looked for as far as a line could lead to it (a gap is three cadences), an hour at least. */
const LEAST_REACH_MS = HOUR_MS;
const LONGEST_REACH_MS = 30 * DAY_MS;
const CADENCES_TO_A_GAP = 3;
const UNREACHABLE = "The plant's database cannot be reached just now.";

/** Answers charts: which level, which tiles, what is missing and why. */
export class HistoryService {
  readonly #options: HistoryServiceOptions;
  readonly #tiles: TileLoader;
  readonly #neighbours: NeighbourLoader;
  readonly #notices: RevisionNotices;

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
  }

  /**
   * One answer per series, in their order.
   * @param signal ends the wait; reads that nobody else waits for are stopped
   * @throws HistoryFailure: 'bad-message', 'too-much', 'unknown-series', 'plant-unreachable' or 'internal'; the signal's
   *   reason when aborted
   */
  async answer(request: HistoryRequest, signal: AbortSignal): Promise<readonly HistoryAnswer[]> {
    const checked = checkRequest(request);
    const nowMs = this.#options.clock.plantNowMs();
    const plans = checked.series.map((series) => planSeries(series, { ...checked, nowMs }, this.#options.catalogue));
    // One that fails ends the others' waits as well.
    const scope = new AbortController();
    const waiting = AbortSignal.any([signal, scope.signal]);
    try {
      // All tiles of a request are asked for in one go, so that they share statements.
      const outcomes = await this.#tiles.load(
        plans.flatMap((plan) => plan.wants),
        { signal: waiting },
      );
      const tiles = outcomes.map(presentTile);
      let at = 0;
      const answers = plans.map((plan) => {
        const own = tiles.slice(at, at + plan.wants.length);
        at += plan.wants.length;
        return this.#answerOf(plan, own, { ...checked, nowMs }, waiting);
      });
      return await Promise.all(answers);
    } catch (error) {
      signal.throwIfAborted();
      throw this.#failureOf(error);
    } finally {
      scope.abort(new Error('the request has ended'));
    }
  }

  /** Rows of this stretch came late, were changed or deleted: what was read of it before is out of date. */
  touched(touch: Touch): void {
    this.#tiles.touched(touch);
  }

  /** Tells of no revision any more. */
  close(): void {
    this.#notices.close();
  }

  /** How often each tier was asked, and had what was asked for. */
  counters(): ReturnType<TileLoader['counters']> {
    return this.#tiles.counters();
  }

  async #answerOf(
    plan: SeriesPlan,
    cached: readonly CachedTile[],
    { requestId, range, nowMs }: Required<HistoryRequest> & { readonly nowMs: number },
    signal: AbortSignal,
  ): Promise<HistoryAnswer> {
    const tiles = cached.map(({ tile }) => tile);
    const shown = cached.filter(({ tile }) => intersect(tile.range, range) !== undefined);
    return {
      requestId,
      series: plan.series,
      range,
      resolution: plan.resolution,
      cadenceMs: plan.cadenceMs ?? null,
      completeToMs: completeToMs(plan.resolution, tiles, nowMs),
      preparing: [...plan.preparing],
      ...(await this.#edges(plan, tiles, range, signal)),
      tiles: shown.map(({ tile }) => tile),
      encodedTiles: shown.map(({ bytes }) => bytes),
    };
  }

  async #edges(plan: SeriesPlan, tiles: readonly Tile[], range: TimeRange, signal: AbortSignal): Promise<Edges> {
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
    const beside = await this.#neighbours.load(
      {
        series: plan.series,
        range: { fromMs: first.range.fromMs, toMs: last.range.toMs },
        reachMs: reachMs(plan.cadenceMs),
      },
      signal,
    );
    return { before: answerEdge(before ?? beside.before), after: answerEdge(after ?? beside.after) };
  }

  #failureOf(error: unknown): HistoryFailure {
    if (error instanceof HistoryFailure) return error;
    switch (this.#options.plant.troubleOf(error)) {
      case 'unreachable':
        return new HistoryFailure('plant-unreachable', UNREACHABLE, {
          retryable: true,
          cause: error,
        });
      case 'too-many-rows':
        return new HistoryFailure('too-much', 'This range holds too many raw samples; ask for a shorter one.', {
          cause: error,
        });
      case 'other':
        this.#options.onTrouble?.(error);
        return new HistoryFailure('internal', 'Reading the history failed; the log of the appliance says why.', {
          retryable: true,
          cause: error,
        });
    }
  }
}

interface Edges {
  readonly before: AnswerEdge | null;
  readonly after: AnswerEdge | null;
}

/** The open bucket is not complete; raw is, up to the moment of reading. A tile that had ended by then is whole. */
function completeToMs(resolution: Resolution, tiles: readonly Tile[], nowMs: number): number {
  const asOfMs = tiles.reduce(
    (least, tile) => (tile.asOfMs < tile.range.toMs ? Math.min(least, tile.asOfMs) : least),
    nowMs,
  );
  return resolution === 'raw' ? asOfMs : floorTo(asOfMs, BUCKET_MS[resolution]);
}

function presentTile({ cached }: TileOutcome): CachedTile {
  if (cached === undefined) throw new HistoryFailure('plant-unreachable', UNREACHABLE, { retryable: true });
  return cached;
}

function reachMs(cadenceMs: number | undefined): number {
  return Math.min(LONGEST_REACH_MS, Math.max(LEAST_REACH_MS, CADENCES_TO_A_GAP * (cadenceMs ?? 0)));
}
