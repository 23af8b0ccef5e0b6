import { BUCKET_MS, RESOLUTIONS, type Resolution } from './series';
import { ceilTo, floorTo, HOUR_MS, SECOND_MS, type TimeRange } from './time';

/** Coarsest level that a range may be shown at; longer ranges fall through to `1day`. Bounds in ms, inclusive. */
const LADDER: readonly { readonly upToMs: number; readonly floor: Resolution }[] = [
  { upToMs: 1 * HOUR_MS, floor: '1min' },
  { upToMs: 6 * HOUR_MS, floor: '5min' },
  { upToMs: 48 * HOUR_MS, floor: '1hour' },
];

/** Raw answers above this are refused: a screen cannot use them, and the plant would pay for them. */
export const MAX_RAW_POINTS = 20_000;

/** What raw is taken to cost while the cadence is not known: the fastest usual one, so that the guess errs to caution. */
const UNKNOWN_CADENCE_MS = SECOND_MS;

/** One level that exists for a series over a range. */
export interface Level {
  readonly resolution: Resolution;
  /** Points to expect over the range at this level. */
  readonly expectedPoints: number;
  /** False where the level holds a part of the range only (still being made, dropped by retention); absent means true. */
  readonly complete?: boolean;
}

function fineness(resolution: Resolution): number {
  return RESOLUTIONS.indexOf(resolution);
}

/** The coarsest level that a range of this length may be shown at, whatever the budget says. */
export function ladderFloor(range: TimeRange): Resolution {
  const spanMs = range.toMs - range.fromMs;
  return LADDER.find((rung) => spanMs <= rung.upToMs)?.floor ?? '1day';
}

/**
 * The finest available level whose points fit the budget, never coarser than the ladder.
 *
 * In this order, complete levels before incomplete ones at each step:
 * 1. the finest level within ladder and budget;
 * 2. none fits the budget: the coarsest that the ladder allows (over budget, because the ladder forces it);
 * 3. none is allowed by the ladder: the finest there is. A coarse picture that names its level beats none.
 * @param range half-open, ms since the epoch
 * @param pointBudget most points that the asker can use (four per pixel for a chart, 1,000 for others)
 * @param available levels that exist for this series and range, in any order, with the points to expect
 * @throws RangeError where `available` is empty: there is nothing to choose from
 */
export function resolutionFor(range: TimeRange, pointBudget: number, available: readonly Level[]): Resolution {
  const floor = fineness(ladderFloor(range));
  const finestFirst = available.toSorted((a, b) => fineness(a.resolution) - fineness(b.resolution));
  const allowed = finestFirst.filter((level) => fineness(level.resolution) <= floor);
  const fitting = allowed.filter((level) => level.expectedPoints <= pointBudget);
  const chosen = firstComplete(fitting) ?? firstComplete(allowed.toReversed()) ?? firstComplete(finestFirst);
  if (chosen === undefined) throw new RangeError('no level is available for this series and range');
  return chosen.resolution;
}

function firstComplete(levels: readonly Level[]): Level | undefined {
  return levels.find((level) => level.complete !== false) ?? levels[0];
}

/**
 * Points to expect over a range at one level: buckets that the range touches, or samples at the cadence.
 * @param cadenceMs usual distance of two samples; undefined counts as one second
 */
export function expectedPoints(resolution: Resolution, range: TimeRange, cadenceMs: number | undefined): number {
  if (range.toMs <= range.fromMs) return 0;
  if (resolution === 'raw') return Math.ceil((range.toMs - range.fromMs) / (cadenceMs ?? UNKNOWN_CADENCE_MS));
  const bucketMs = BUCKET_MS[resolution];
  return (ceilTo(range.toMs, bucketMs) - floorTo(range.fromMs, bucketMs)) / bucketMs;
}

/**
 * The levels to offer to {@link resolutionFor}, out of those that exist: no aggregated level finer than the cadence
 * (raw serves there), and raw only up to {@link MAX_RAW_POINTS}. Where the two rules leave nothing (a slow series over
 * an enormous range), the coarsest existing aggregated level is offered, so that the answer stays bounded.
 * @param existing levels that the plant has, finest first or not
 * @returns complete levels, finest first; empty only where `existing` is, or holds nothing but a refused raw
 */
export function offeredLevels(
  range: TimeRange,
  cadenceMs: number | undefined,
  existing: readonly Resolution[],
): readonly Level[] {
  const levels = RESOLUTIONS.filter((resolution) => existing.includes(resolution)).map((resolution) => ({
    resolution,
    expectedPoints: expectedPoints(resolution, range, cadenceMs),
  }));
  const offered = levels.filter(({ resolution, expectedPoints: points }) =>
    resolution === 'raw' ? points <= MAX_RAW_POINTS : BUCKET_MS[resolution] >= (cadenceMs ?? 0),
  );
  return offered.length > 0 ? offered : levels.filter(({ resolution }) => resolution !== 'raw').slice(-1);
}
