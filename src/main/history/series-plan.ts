import { expectedPoints, MAX_RAW_POINTS, offeredLevels, resolutionFor } from '../../shared/resolution';
import { BUCKET_MS, type Resolution, type SeriesKey } from '../../shared/series';
import { ceilTo, intersect, type TimeRange } from '../../shared/time';
import { beingMade } from './being-made';
import { HistoryFailure } from './history-failure';
import type { HistoryCatalogue } from './history-plant';
import { droppedBeforeMs, firmlyKeptMs, keptFromMs } from './kept-levels';
import { gridMs, type TileWant } from './plant-tiles';
import { aligned, tileSpanMs, tilesOver, without } from './tile-grid';

/** What is read to answer for one series. */
export interface SeriesPlan {
  readonly series: SeriesKey;
  readonly cadenceMs: number | undefined;
  readonly resolution: Resolution;
  /** Tiles of the answer, and at aggregated levels those that hold the bucket on either side. */
  readonly wants: readonly TileWant[];
  /** Parts of the asked range that are still being made. */
  readonly preparing: readonly TimeRange[];
  /** Parts of the asked range in which the plant's local times came twice. */
  readonly ambiguous: readonly TimeRange[];
  /** How long the plant keeps the level, in ms: what is older is dropped; ∞ where it is kept for good. */
  readonly keptMs: number;
  /** The plan that range and budget speak for, where it is another: the plant has dropped (a part of) its level. */
  readonly dropped?: SeriesPlan;
}

export interface PlanRequest {
  readonly range: TimeRange;
  readonly pointBudget: number;
  readonly nowMs: number;
  /** The level whose tiles are wanted; undefined: the one that fits. */
  readonly resolution?: Resolution | undefined;
}

/** Most points a series of an answer at a level that was asked for: whole tiles at both ends beside what a chart can have. */
const MAX_TILE_POINTS = 2 * MAX_RAW_POINTS;

/**
 * Decides resolution and tiles for one series. A level of which the plant has dropped a part of the range is not offered, unless no
 * other has it either. Levels of which a part is still being made yield to complete ones; what is read leaves those parts out, for
 * on reading the plant would have to make them (seconds on the embedded one).
 * @throws HistoryFailure 'unknown-series' or 'too-much'
 */
export function planSeries(series: SeriesKey, request: PlanRequest, catalogue: HistoryCatalogue): SeriesPlan {
  const known = catalogue.series(series);
  if (known === undefined) {
    throw new HistoryFailure('unknown-series', `The plant has never sent ${series.name} of ${series.workUnitId}.`);
  }
  const cadenceMs = known.cadenceMs ?? undefined;
  const holesAt = (level: Resolution) => beingMade(series.table, level, catalogue.preparing());
  const levels = catalogue.levels(series.table).filter((level) => {
    const needed = neededAt(level, request, cadenceMs);
    if (needed === undefined) return true;
    // Whole tiles are read. Reckoned, not listed: a year has a thousand tiles at 1min.
    return catalogue.canRead?.(series, level, aligned(needed, tileSpanMs(level, cadenceMs))) ?? true;
  });
  const { nowMs, range } = request;
  const existing: readonly Resolution[] = ['raw', ...levels];
  if (request.resolution !== undefined) {
    checkLevel(request.resolution, request, cadenceMs, existing);
    return planAt(series, request.resolution, { request, catalogue, cadenceMs });
  }
  const choose = (among: readonly Resolution[]) => chooseResolution(request, cadenceMs, among, isWhole);
  const isWhole = (level: Resolution) =>
    !holesAt(level).some((hole) => intersect(hole, range) !== undefined) &&
    // What retention may have dropped would look like a gap.
    range.fromMs >= keptFromMs(series.table, level, catalogue, nowMs);
  const kept = existing.filter((level) => range.fromMs >= droppedBeforeMs(series.table, level, catalogue, nowMs));
  const resolution = choose(kept) ?? choose(existing);
  if (resolution === undefined) throw new HistoryFailure('too-much', TOO_MANY_RAW_SAMPLES);
  const at = (level: Resolution): SeriesPlan => planAt(series, level, { request, catalogue, cadenceMs });
  const ideal =
    kept.length === existing.length ? resolution : chooseResolution(request, cadenceMs, existing, () => true);
  return ideal === undefined || ideal === resolution ? at(resolution) : { ...at(resolution), dropped: at(ideal) };
}

/** @throws HistoryFailure 'too-much' for a level that cannot be read over this range */
function checkLevel(
  resolution: Resolution,
  { range }: PlanRequest,
  cadenceMs: number | undefined,
  existing: readonly Resolution[],
): void {
  if (existing.includes(resolution) && expectedPoints(resolution, range, cadenceMs) <= MAX_TILE_POINTS) return;
  throw new HistoryFailure('too-much', `This range cannot be read at ${resolution}; ask for a shorter one.`);
}

const TOO_MANY_RAW_SAMPLES =
  'The plant keeps no aggregates, and this range holds too many raw samples to make them on reading; ask for a shorter range, or have aggregates made (npm run provision -- plan).';

interface PlanFacts {
  readonly request: PlanRequest;
  readonly catalogue: HistoryCatalogue;
  readonly cadenceMs: number | undefined;
}

/** What is read to answer for one series at this resolution. */
function planAt(series: SeriesKey, resolution: Resolution, { request, catalogue, cadenceMs }: PlanFacts): SeriesPlan {
  const holes = beingMade(series.table, resolution, catalogue.preparing());
  // What is to come is not being made yet.
  const past = {
    fromMs: request.range.fromMs,
    toMs: Math.min(request.range.toMs, ceilTo(request.nowMs, gridMs(resolution))),
  };
  return {
    series,
    cadenceMs,
    resolution,
    wants: tileWants(series, resolution, request, holes, cadenceMs),
    preparing: holes.flatMap((hole) => intersect(hole, past) ?? []),
    ambiguous: catalogue.ambiguous?.(series.table, request.range) ?? [],
    keptMs: firmlyKeptMs(series.table, resolution, catalogue),
  };
}

/** @returns undefined where none of these can serve */
function chooseResolution(
  { range, pointBudget }: PlanRequest,
  cadenceMs: number | undefined,
  among: readonly Resolution[],
  isWhole: (level: Resolution) => boolean,
): Resolution | undefined {
  const offered = offeredLevels(range, cadenceMs, among);
  if (offered.length === 0) return undefined;
  const rated = offered.map((level) => ({ ...level, complete: isWhole(level.resolution) }));
  return resolutionFor(range, pointBudget, rated);
}

/** The tiles of one level over a range; without those that are holes as a whole. */
export function tileWants(
  series: SeriesKey,
  resolution: Resolution,
  request: PlanRequest,
  holes: readonly TimeRange[],
  cadenceMs: number | undefined,
): readonly TileWant[] {
  return tilesAt(resolution, request, cadenceMs)
    .filter((tile) => without(tile, holes).length > 0)
    .map((tile) => ({
      series,
      resolution,
      range: tile,
      holes: holes.filter((hole) => intersect(hole, tile) !== undefined),
    }));
}

/** The tiles that an answer at a resolution is made of, whatever can be read of them. */
function tilesAt(resolution: Resolution, request: PlanRequest, cadenceMs: number | undefined): readonly TimeRange[] {
  const needed = neededAt(resolution, request, cadenceMs);
  return needed === undefined ? [] : tilesOver(needed, tileSpanMs(resolution, cadenceMs));
}

/** What an answer at a resolution needs: the range, with the buckets beside it, and not much of what is to come. */
function neededAt(
  resolution: Resolution,
  { range, nowMs, resolution: asked }: PlanRequest,
  cadenceMs: number | undefined,
): TimeRange | undefined {
  const toMs = Math.min(range.toMs, nowMs + tileSpanMs(resolution, cadenceMs));
  if (range.fromMs >= toMs) return undefined;
  const known: TimeRange = { fromMs: range.fromMs, toMs };
  return resolution === 'raw' || asked !== undefined ? known : withEdgeBuckets(known, BUCKET_MS[resolution], nowMs);
}

/** The range with the bucket on either side, for a line that reaches the edges; what is to come has none. */
function withEdgeBuckets(range: TimeRange, bucketMs: number, nowMs: number): TimeRange {
  const { fromMs, toMs } = aligned(range, bucketMs);
  return { fromMs: fromMs - bucketMs, toMs: toMs < nowMs ? toMs + bucketMs : toMs };
}
