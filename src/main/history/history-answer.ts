import type { HistoryAnswer } from '../../shared/history-frame';
import { BUCKET_MS } from '../../shared/series';
import type { Tile } from '../../shared/tile';
import { floorTo, intersect, type TimeRange } from '../../shared/time';
import type { CachedTile } from './cached-tile';
import type { AnswerEdge } from './edges';
import { missingFrom } from './on-board';
import type { SeriesPlan } from './series-plan';
import { joined, without } from './tile-grid';
import type { TileOutcome } from './tile-outcome';

/** What was found for one series. */
export interface Found {
  readonly plan: SeriesPlan;
  readonly outcomes: readonly TileOutcome[];
}

export interface Edges {
  readonly before: AnswerEdge | null;
  readonly after: AnswerEdge | null;
}

export interface AnswerFacts {
  readonly requestId: number;
  readonly range: TimeRange;
  /** Plant time of the request. */
  readonly nowMs: number;
  /** Plant time up to which a settled tile of this reading is known to be true. */
  readonly trueAtMs: (cached: CachedTile) => number;
  readonly edges: Edges;
}

/** Tiles of an answer, the edge buckets' included, in order of time. */
export function tilesOf({ outcomes }: Found): readonly CachedTile[] {
  return outcomes.flatMap(({ cached }) => cached ?? []);
}

/** The answer for one series, with what is to be said of how far it can be trusted. */
export function historyAnswer(found: Found, { requestId, range, nowMs, trueAtMs, edges }: AnswerFacts): HistoryAnswer {
  const { plan, outcomes } = found;
  const cached = tilesOf(found);
  const shown = cached.filter(({ tile }) => intersect(tile.range, range) !== undefined);
  // What is being made was not asked for: it is missing for another reason.
  const missing = missingFrom(range, shown, nowMs, plan.keptMs).flatMap((part) => without(part, plan.preparing));
  const droppedBeforeMs = nowMs - plan.keptMs;
  const dropped = intersect(range, { fromMs: Number.NEGATIVE_INFINITY, toMs: droppedBeforeMs });
  const onlyOnBoard = dropped === undefined ? [] : without(dropped, missing);
  return {
    requestId,
    series: plan.series,
    range,
    resolution: plan.resolution,
    cadenceMs: plan.cadenceMs ?? null,
    completeToMs: completeToMs(
      plan,
      cached.map(({ tile }) => tile),
      nowMs,
    ),
    asOfMs: shown.reduce((least, each) => Math.min(least, trueAtMs(each)), nowMs),
    preparing: [...plan.preparing],
    ...(plan.ambiguous.length === 0 ? {} : { ambiguous: plan.ambiguous.map(plain) }),
    revised: joined(shown.flatMap((each) => each.revised.flatMap((own) => intersect(own, range) ?? []))).map(plain),
    ...(onlyOnBoard.length === 0 ? {} : { onlyOnBoard: onlyOnBoard.map(plain) }),
    missing: missing.map(plain),
    missingReason: missing.length === 0 ? null : missingReason(outcomes, missing, droppedBeforeMs),
    ...edges,
    tiles: shown.map(({ tile }) => tile),
    encodedTiles: shown.map(({ bytes }) => bytes),
  };
}

type MissingReason = NonNullable<HistoryAnswer['missingReason']>;

/** One for all that is missing: the one that passes soonest, for it is then asked again. */
function missingReason(
  outcomes: readonly TileOutcome[],
  missing: readonly TimeRange[],
  droppedBeforeMs: number,
): MissingReason {
  const reasons = new Set(outcomes.map(({ missing: reason }) => reason));
  if (reasons.has('slow')) return 'plant-slow';
  if (reasons.has('failed')) return 'plant-failed';
  const isAllDropped = missing.every(({ toMs }) => toMs <= droppedBeforeMs);
  return isAllDropped && !reasons.has('unreachable') ? 'not-kept' : 'plant-away';
}

function plain({ fromMs, toMs }: TimeRange): { fromMs: number; toMs: number } {
  return { fromMs, toMs };
}

/**
 * The open bucket is not complete; raw is, up to the moment of reading. A tile that had ended by then is whole. From where a level
 * is being made on, the live values are all that there is.
 */
function completeToMs({ resolution, preparing }: SeriesPlan, tiles: readonly Tile[], nowMs: number): number {
  const asOfMs = tiles.reduce(
    (least, tile) => (tile.asOfMs < tile.range.toMs ? Math.min(least, tile.asOfMs) : least),
    nowMs,
  );
  if (resolution === 'raw') return asOfMs;
  return Math.min(floorTo(asOfMs, BUCKET_MS[resolution]), preparing[0]?.fromMs ?? nowMs);
}
