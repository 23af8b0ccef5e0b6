import { NO_TOTALS, plus, type Totals, totalsOf } from '../../../shared/bucket-totals';
import { countedStretches } from '../../../shared/calendar/named-ranges';
import type { ShiftCalendar } from '../../../shared/calendar/shift-calendar';
import type { HistoryAnswer } from '../../../shared/history-frame';
import { type LevelPieces, levelPieces } from '../../../shared/level-pieces';
import { type CatalogueUnit, MAX_SERIES_PER_REQUEST } from '../../../shared/protocol';
import { type BucketResolution, OEE_SCORES, type SeriesKey, seriesKeyText, TILE_SPAN_MS } from '../../../shared/series';
import type { Tile } from '../../../shared/tile';
import { ceilTo, DAY_MS, floorTo, intersect, MINUTE_MS, type TimeRange } from '../../../shared/time';
import type { UnitSeries } from '../../app/address-parts';
import type { TileWish } from '../../data/tile-query';
import { sameSeries } from './compare-choice';

/** A series and the stretches of time that its figures are of. */
interface Reckoning {
  readonly series: SeriesKey;
  readonly pieces: readonly LevelPieces[];
}

/** One unit's figures are to be made over this. */
export interface FigurePlan {
  readonly unit: CatalogueUnit;
  /** Undefined where the choice of time means nothing for its line. */
  readonly range: TimeRange | undefined;
  /** What the OEE counts: within shifts, without planned stops. */
  readonly counted: readonly TimeRange[];
  readonly reckonings: readonly Reckoning[];
}

/** Totals of one unit, by {@link figureKey}; absent where it has no such series. */
export interface UnitFigures {
  readonly plan: FigurePlan;
  readonly totals: ReadonlyMap<string, Totals>;
  /** How much of what is counted is not on board, or still being made, ms: of the worst of its series. */
  readonly missingMs: number;
  readonly preparingMs: number;
}

export function figureKey({ table, name }: UnitSeries): string {
  return `${table}:${name}`;
}

/** Planned stops lie on any five minutes: shorter ranges are added up of such buckets, longer ones of hours where one fits. */
const BY_FIVE_MINUTES_UP_TO_MS = 2 * DAY_MS;

/**
 * What is to be reckoned for a unit: its scores over what counts, the other metrics over all of the range up to now.
 * @param metrics which are shown beside the scores
 * @param nowMs plant time
 */
export function figurePlan(
  unit: CatalogueUnit,
  metrics: readonly UnitSeries[],
  at: { readonly range: TimeRange | undefined; readonly calendar: ShiftCalendar | undefined; readonly nowMs: number },
): FigurePlan {
  const { range, calendar, nowMs } = at;
  if (range === undefined) return { unit, range, counted: [], reckonings: [] };
  const counted = countedStretches(range, calendar, nowMs);
  const whole = countedStretches(range, undefined, nowMs);
  const isShort = range.toMs - range.fromMs <= BY_FIVE_MINUTES_UP_TO_MS;
  const pieces = (stretches: readonly TimeRange[]) =>
    levelPieces(stretches, isShort ? ['5min', '1min'] : ['1hour', '5min', '1min']);
  const reckonings = unit.series.flatMap(({ table, name }): readonly Reckoning[] => {
    const isScore = table === 'oee' && OEE_SCORES.some((score) => score === name);
    const isShown = isScore || metrics.some((metric) => sameSeries(metric, { table, name }));
    const series = { table, workUnitId: unit.workUnitId, name };
    return isShown ? [{ series, pieces: pieces(isScore ? counted : whole) }] : [];
  });
  return { unit, range, counted, reckonings };
}

/** What has to be read for some plans: as few requests as hold it, each of one level and one run of neighbouring tiles. */
export function figureWishes(plans: readonly FigurePlan[]): readonly TileWish[] {
  const byRun = new Map<string, { resolution: BucketResolution; range: TimeRange; series: Map<string, SeriesKey> }>();
  for (const { series, pieces } of plans.flatMap(({ reckonings }) => reckonings))
    for (const { resolution, ranges } of pieces)
      for (const range of tileRuns(ranges, resolution)) {
        const key = `${resolution} ${range.fromMs} ${range.toMs}`;
        const run = byRun.get(key) ?? { resolution, range, series: new Map() };
        byRun.set(key, run);
        run.series.set(seriesKeyText(series), series);
      }
  return [...byRun.values()].flatMap(({ resolution, range, series }) =>
    groupsOf([...series.values()], MAX_SERIES_PER_REQUEST).map((group) => ({ resolution, range, series: group })),
  );
}

/** The runs of tiles that hold some ranges: from the first bucket wanted of a run to its last. */
function tileRuns(ranges: readonly TimeRange[], resolution: BucketResolution): readonly TimeRange[] {
  const spanMs = TILE_SPAN_MS[resolution];
  const runs: TimeRange[] = [];
  for (const { fromMs, toMs } of ranges) {
    const last = runs.at(-1);
    // What lies in the same tile, or in the next one, is one request.
    if (last !== undefined && floorTo(fromMs, spanMs) <= ceilTo(last.toMs, spanMs))
      runs[runs.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, toMs) };
    else runs.push({ fromMs, toMs });
  }
  return runs;
}

function groupsOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** Answers by level and series, of whatever requests. */
export type AnswersByLevel = ReadonlyMap<string, readonly HistoryAnswer[]>;

export function answersByLevel(
  wishes: readonly TileWish[],
  answers: readonly (readonly HistoryAnswer[])[],
): AnswersByLevel {
  const byLevel = new Map<string, HistoryAnswer[]>();
  wishes.forEach(({ resolution }, at) => {
    for (const answer of answers[at] ?? []) {
      const key = levelKey(resolution, answer.series);
      byLevel.set(key, [...(byLevel.get(key) ?? []), answer]);
    }
  });
  return byLevel;
}

function levelKey(resolution: string, series: SeriesKey): string {
  return `${resolution} ${seriesKeyText(series)}`;
}

/** The figures of one unit, from sums and counts: averages are made of these alone. */
export function unitFigures(plan: FigurePlan, answers: AnswersByLevel): UnitFigures {
  const totals = new Map<string, Totals>();
  let [missingMs, preparingMs] = [0, 0];
  for (const { series, pieces } of plan.reckonings) {
    let [total, missing, preparing] = [NO_TOTALS, 0, 0];
    for (const { resolution, ranges } of pieces) {
      const told = answers.get(levelKey(resolution, series)) ?? [];
      total = plus(total, totalsOf(distinctTiles(told), resolution, ranges));
      const within = (of: (answer: HistoryAnswer) => readonly TimeRange[]) => lengthWithin(told.flatMap(of), ranges);
      missing += within((answer) => answer.missing);
      preparing += within((answer) => answer.preparing);
    }
    totals.set(figureKey(series), total);
    missingMs = Math.max(missingMs, missing);
    preparingMs = Math.max(preparingMs, preparing);
  }
  return { plan, totals, missingMs, preparingMs };
}

/** Two requests of one level may have brought the same tile. */
function distinctTiles(answers: readonly HistoryAnswer[]): readonly Tile[] {
  return [...new Map(answers.flatMap(({ tiles }) => tiles).map((tile) => [tile.range.fromMs, tile])).values()];
}

function lengthWithin(stretches: readonly TimeRange[], ranges: readonly TimeRange[]): number {
  let lengthMs = 0;
  for (const stretch of stretches)
    for (const range of ranges) {
      const common = intersect(stretch, range);
      if (common !== undefined) lengthMs += common.toMs - common.fromMs;
    }
  return lengthMs;
}

/** How long the counted stretches of a plan are, in whole minutes. */
export function countedMinutes({ counted }: FigurePlan): number {
  return counted.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs), 0) / MINUTE_MS;
}
