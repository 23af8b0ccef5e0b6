import type { HistoryAnswer } from '../../shared/history-frame';
import { BUCKET_MS, type Resolution } from '../../shared/series';
import type { Tile } from '../../shared/tile';
import { floorTo, intersect, type TimeRange } from '../../shared/time';
import type { CachedTile } from './cached-tile';
import type { AnswerEdge } from './edges';
import { missingFrom } from './on-board';
import type { SeriesPlan } from './series-plan';
import { joined, without } from './tile-grid';
import type { TileOutcome } from './tile-loader';

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
  const why = outcomes.find(({ missing: reason }) => reason !== undefined)?.missing;
  // What is being made was not asked for: it is missing for another reason.
  const missing = missingFrom(range, shown, nowMs).flatMap((part) => without(part, plan.preparing));
  return {
    requestId,
    series: plan.series,
    range,
    resolution: plan.resolution,
    cadenceMs: plan.cadenceMs ?? null,
    completeToMs: completeToMs(
      plan.resolution,
      cached.map(({ tile }) => tile),
      nowMs,
    ),
    asOfMs: shown.reduce((least, each) => Math.min(least, trueAtMs(each)), nowMs),
    preparing: [...plan.preparing],
    ...(plan.ambiguous.length === 0 ? {} : { ambiguous: plan.ambiguous.map(plain) }),
    revised: joined(shown.flatMap((each) => each.revised.flatMap((own) => intersect(own, range) ?? []))).map(plain),
    missing: missing.map(plain),
    missingReason: missing.length === 0 ? null : why === 'slow' ? 'plant-slow' : 'plant-away',
    ...edges,
    tiles: shown.map(({ tile }) => tile),
    encodedTiles: shown.map(({ bytes }) => bytes),
  };
}

function plain({ fromMs, toMs }: TimeRange): { fromMs: number; toMs: number } {
  return { fromMs, toMs };
}

/** The open bucket is not complete; raw is, up to the moment of reading. A tile that had ended by then is whole. */
function completeToMs(resolution: Resolution, tiles: readonly Tile[], nowMs: number): number {
  const asOfMs = tiles.reduce(
    (least, tile) => (tile.asOfMs < tile.range.toMs ? Math.min(least, tile.asOfMs) : least),
    nowMs,
  );
  return resolution === 'raw' ? asOfMs : floorTo(asOfMs, BUCKET_MS[resolution]);
}
