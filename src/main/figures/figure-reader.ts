import { NO_TOTALS, plus, type Totals, totalsOf } from '../../shared/bucket-totals';
import type { LevelPieces } from '../../shared/level-pieces';
import type { OeeScore, SeriesKey } from '../../shared/series';
import type { FigurePeriod, ScoreFigure, UnitFigure } from '../../shared/shift-figures';
import type { Tile } from '../../shared/tile';
import { intersect, type TimeRange } from '../../shared/time';
import { minutePieces, periodPieces } from './period-pieces';

/** What figures need of history: the tiles of a level, from wherever they are at hand. */
export interface FigureHistory {
  /**
   * One answer per series, in their order.
   * @throws what {@link isRefused} knows, where one of the series cannot be read at this level; else what ends this run
   */
  answer(
    request: { readonly series: readonly SeriesKey[]; readonly range: TimeRange; readonly resolution: '1min' | '5min' },
    signal: AbortSignal,
  ): Promise<readonly FigureAnswer[]>;
  /** Whether the request can never be answered for one of its series, while the plant is as it is. */
  isRefused(error: unknown): boolean;
}

export interface FigureAnswer {
  readonly tiles: readonly Tile[];
  readonly missing: readonly TimeRange[];
  readonly preparing: readonly TimeRange[];
}

/** A unit with scores, and which it has. */
export interface FigureUnit {
  readonly workUnitId: string;
  readonly line: string | null;
  readonly scores: readonly OeeScore[];
}

/** Series of one request: what history takes at most. */
const MAX_SERIES = 256;
/** Stretches told per unit; more become one. */
const MAX_STRETCHES = 8;

interface Reading {
  readonly unit: FigureUnit;
  /** Undefined where it was refused. */
  readonly answers: readonly { readonly level: LevelPieces; readonly byScore: readonly FigureAnswer[] }[] | undefined;
}

/**
 * The figures of units that share a period. All of them are asked for in one request a level, which history makes one statement of,
 * whatever their number, and none where the tiles are at hand.
 * @param place the period's index in the message
 */
export async function readFigures(
  history: FigureHistory,
  units: readonly FigureUnit[],
  { period, place, nowMs }: { readonly period: FigurePeriod; readonly place: number; readonly nowMs: number },
  signal: AbortSignal,
): Promise<readonly UnitFigure[]> {
  const read = (of: readonly FigureUnit[], pieces: readonly LevelPieces[]) => readUnits(history, of, pieces, signal);
  const readings = await read(units, periodPieces(period, nowMs));
  const refused = readings.filter(({ answers }) => answers === undefined).map(({ unit }) => unit);
  const again = refused.length === 0 ? [] : await read(refused, minutePieces(period, nowMs));
  const finer = new Map(again.map((reading) => [reading.unit, reading]));
  return readings.map((reading) => unitFigure(finer.get(reading.unit) ?? reading, place));
}

async function readUnits(
  history: FigureHistory,
  units: readonly FigureUnit[],
  pieces: readonly LevelPieces[],
  signal: AbortSignal,
): Promise<readonly Reading[]> {
  const groups = await Promise.all(grouped(units).map((group) => readGroup(history, group, pieces, signal)));
  return groups.flat();
}

/** One refused series must not cost the others their figures: the group is halved until it stands alone. Refusals cost no statement. */
async function readGroup(
  history: FigureHistory,
  units: readonly FigureUnit[],
  pieces: readonly LevelPieces[],
  signal: AbortSignal,
): Promise<readonly Reading[]> {
  const series = units.flatMap(({ workUnitId, scores }) =>
    scores.map((name): SeriesKey => ({ table: 'oee', workUnitId, name })),
  );
  try {
    const levels = await Promise.all(
      pieces.map(async (level) => ({ level, answers: await askLevel(history, series, level, signal) })),
    );
    let at = 0;
    return units.map((unit) => {
      const from = at;
      at += unit.scores.length;
      const answers = levels.map(({ level, answers }) => ({ level, byScore: answers.slice(from, at) }));
      return { unit, answers };
    });
  } catch (error) {
    if (!history.isRefused(error)) throw error;
    const [only] = units;
    if (units.length === 1 && only !== undefined) return [{ unit: only, answers: undefined }];
    const middle = units.length >> 1;
    const halves = [units.slice(0, middle), units.slice(middle)];
    return (await Promise.all(halves.map((half) => readGroup(history, half, pieces, signal)))).flat();
  }
}

function askLevel(
  history: FigureHistory,
  series: readonly SeriesKey[],
  { resolution, ranges }: LevelPieces,
  signal: AbortSignal,
): Promise<readonly FigureAnswer[]> {
  const range = { fromMs: ranges[0]?.fromMs ?? 0, toMs: ranges.at(-1)?.toMs ?? 0 };
  return history.answer({ series, range, resolution: resolution === '1min' ? '1min' : '5min' }, signal);
}

function grouped(units: readonly FigureUnit[]): readonly FigureUnit[][] {
  const groups: FigureUnit[][] = [];
  let series = MAX_SERIES;
  for (const unit of units) {
    if (series + unit.scores.length > MAX_SERIES) {
      groups.push([]);
      series = 0;
    }
    groups.at(-1)?.push(unit);
    series += unit.scores.length;
  }
  return groups;
}

function unitFigure({ unit, answers }: Reading, place: number): UnitFigure {
  const { workUnitId, scores } = unit;
  const told = answers ?? [];
  const stretches = (of: (answer: FigureAnswer) => readonly TimeRange[]) =>
    few(
      told.flatMap(({ level, byScore }) =>
        byScore.flatMap((answer) =>
          of(answer).flatMap((stretch) => level.ranges.flatMap((range) => intersect(stretch, range) ?? [])),
        ),
      ),
    );
  return {
    ...{ workUnitId, period: place },
    scores: answers === undefined ? [] : scores.map((name, at) => scoreFigure(name, told, at)),
    levels: told.map(({ level }) => level.resolution),
    missing: stretches(({ missing }) => missing),
    preparing: stretches(({ preparing }) => preparing),
  };
}

function scoreFigure(name: OeeScore, told: NonNullable<Reading['answers']>, at: number): ScoreFigure {
  const { sum, count, badCount } = told.reduce<Totals>((total, { level, byScore }) => {
    const tiles = byScore[at]?.tiles ?? [];
    return plus(total, totalsOf(tiles, level.resolution, level.ranges));
  }, NO_TOTALS);
  return { name, average: count === 0 ? null : sum / count, count, badCount };
}

/** In order of time, joined where they touch; too many become one. */
function few(ranges: readonly TimeRange[]): { fromMs: number; toMs: number }[] {
  const joined: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of ranges.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = joined.at(-1);
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else joined.push({ fromMs, toMs });
  }
  const [first, last] = [joined[0], joined.at(-1)];
  if (joined.length <= MAX_STRETCHES || first === undefined || last === undefined) return joined;
  return [{ fromMs: first.fromMs, toMs: last.toMs }];
}
