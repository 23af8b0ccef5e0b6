import { offeredLevels, resolutionFor } from '../../shared/resolution';
import type { Resolution } from '../../shared/series';
import { intersect, MINUTE_MS, type TimeRange } from '../../shared/time';
import type { CachedTile } from './cached-tile';
import type { HistoryCatalogue } from './history-plant';
import { type PlanRequest, type SeriesPlan, tileWants } from './series-plan';
import { joined, without } from './tile-grid';

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
  return offered.map(({ resolution, expectedPoints }) => ({
    ...plan,
    resolution,
    expectedPoints,
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

/** The parts of a range, up to now, of which nothing is known from these tiles; in order of time. */
export function missingFrom(range: TimeRange, tiles: readonly CachedTile[], nowMs: number): readonly TimeRange[] {
  const past = { fromMs: range.fromMs, toMs: Math.min(range.toMs, nowMs) };
  if (past.fromMs >= past.toMs) return [];
  const known = tiles.map(({ tile: { range: own, asOfMs } }) => ({
    fromMs: own.fromMs,
    toMs: asOfMs >= own.toMs || nowMs - asOfMs <= CURRENT_MS ? own.toMs : Math.max(own.fromMs, asOfMs),
  }));
  return without(past, joined(known.filter(({ fromMs, toMs }) => fromMs < toMs)));
}

/** How much of a range these tiles cover, in ms. */
export function coveredMs(range: TimeRange, tiles: readonly CachedTile[], nowMs: number): number {
  const past = intersect(range, { fromMs: Number.NEGATIVE_INFINITY, toMs: nowMs });
  if (past === undefined) return 0;
  const missing = missingFrom(range, tiles, nowMs).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  return past.toMs - past.fromMs - missing;
}
