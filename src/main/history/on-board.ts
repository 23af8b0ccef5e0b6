import { offeredLevels, resolutionFor } from '../../shared/resolution';
import type { Resolution } from '../../shared/series';
import { intersect, MINUTE_MS, type TimeRange } from '../../shared/time';
import type { CachedTile } from './cached-tile';
import type { Found } from './history-answer';
import type { HistoryCatalogue } from './history-plant';
import { firmlyKeptMs, knownFromMs } from './kept-levels';
import { type PlanRequest, type SeriesPlan, tileWants } from './series-plan';
import { joined, without } from './tile-grid';
import type { TileOutcome } from './tile-outcome';

/** A level may serve where it covers this share of what the best one covers: a day's bucket is read more seldom than a minute's. */
const GOOD_SHARE = 0.95;
/** What has come since a tile was read is no more missing than what comes while an answer is on its way. */
const CURRENT_MS = MINUTE_MS;

/** What is on board of a series at one level. */
export interface BoardLevel {
  readonly resolution: Resolution;
  readonly expectedPoints: number;
  /** How much of the asked range is covered, in ms. */
  readonly coveredMs: number;
}

/** The same question at each level that could serve, whatever the plant could give. */
export function plansOnBoard(plan: SeriesPlan, request: PlanRequest, catalogue: HistoryCatalogue) {
  const { series, cadenceMs } = plan;
  const offered = offeredLevels(request.range, cadenceMs, ['raw', ...catalogue.levels(series.table)]);
  const wanted = offered.filter(({ resolution }) => resolution === (request.resolution ?? resolution));
  return wanted.map(({ resolution, expectedPoints }) => ({
    ...plan,
    resolution,
    expectedPoints,
    keptMs: firmlyKeptMs(series.table, resolution, catalogue),
    wants: tileWants(series, resolution, request, [], cadenceMs),
    preparing: [],
  }));
}

/**
 * The level to answer with from what is on board: of those that cover about as much as any does, the one that the ladder and the
 * budget say.
 * @returns undefined where nothing is on board
 */
export function levelOnBoard(
  range: TimeRange,
  pointBudget: number,
  levels: readonly BoardLevel[],
): Resolution | undefined {
  const best = levels.reduce((most, { coveredMs }) => Math.max(most, coveredMs), 0);
  if (best === 0) return undefined;
  return resolutionFor(
    range,
    pointBudget,
    levels.filter(({ coveredMs }) => coveredMs >= GOOD_SHARE * best),
  );
}

/** A plan at one level, with the points to expect there. */
type BoardPlan = SeriesPlan & { readonly expectedPoints: number };

/**
 * The answer from what is on board.
 * @param plans of {@link plansOnBoard}
 * @param tiles what is on board of their wants, in order
 * @returns undefined where nothing is
 */
export function boardFound(
  plans: readonly BoardPlan[],
  tiles: readonly (CachedTile | undefined)[],
  { range, pointBudget, nowMs }: PlanRequest,
): Found | undefined {
  let at = 0;
  const levels = plans.map((plan) => {
    const own = tiles.slice(at, at + plan.wants.length);
    at += plan.wants.length;
    const covered = coveredMs(range, here(own), nowMs, plan.keptMs);
    return { ...plan, plan, coveredMs: covered, outcomes: own.map(outcomeOf) };
  });
  const chosen = levelOnBoard(range, pointBudget, levels);
  return levels.find(({ resolution }) => resolution === chosen);
}

/** Whether these tiles of a plan cover its range well enough to be shown. */
export function coversWell(
  { keptMs }: SeriesPlan,
  tiles: readonly (CachedTile | undefined)[],
  range: TimeRange,
  nowMs: number,
): boolean {
  const pastMs = Math.min(range.toMs, nowMs) - range.fromMs;
  return pastMs > 0 && coveredMs(range, here(tiles), nowMs, keptMs) >= GOOD_SHARE * pastMs;
}

function here(tiles: readonly (CachedTile | undefined)[]): readonly CachedTile[] {
  return tiles.flatMap((cached) => cached ?? []);
}

function outcomeOf(cached: CachedTile | undefined): TileOutcome {
  return cached === undefined ? { missing: 'unreachable' } : { cached };
}

/**
 * The parts of a range, up to now, of which nothing is known from these tiles; in order of time.
 * @param keptMs how long the plant keeps their level: what it had dropped when a tile was read is not known from that
 */
export function missingFrom(
  range: TimeRange,
  tiles: readonly CachedTile[],
  nowMs: number,
  keptMs = Number.POSITIVE_INFINITY,
): readonly TimeRange[] {
  const past = { fromMs: range.fromMs, toMs: Math.min(range.toMs, nowMs) };
  if (past.fromMs >= past.toMs) return [];
  const known = tiles.map(({ tile }) => {
    const { range: own, asOfMs } = tile;
    const fromMs = knownFromMs(tile, keptMs);
    return { fromMs, toMs: asOfMs >= own.toMs || nowMs - asOfMs <= CURRENT_MS ? own.toMs : Math.max(fromMs, asOfMs) };
  });
  return without(past, joined(known.filter(({ fromMs, toMs }) => fromMs < toMs)));
}

/** How much of a range these tiles cover, in ms. */
export function coveredMs(
  range: TimeRange,
  tiles: readonly CachedTile[],
  nowMs: number,
  keptMs = Number.POSITIVE_INFINITY,
): number {
  const past = intersect(range, { fromMs: Number.NEGATIVE_INFINITY, toMs: nowMs });
  if (past === undefined) return 0;
  const missing = missingFrom(range, tiles, nowMs, keptMs).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  return past.toMs - past.fromMs - missing;
}
