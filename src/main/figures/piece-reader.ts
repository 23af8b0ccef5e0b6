import { bucketsOf, NO_TOTALS, plus, type Totals, totalsOf } from '../../shared/bucket-totals';
import type { LevelPieces } from '../../shared/level-pieces';
import type { PieceRule } from '../../shared/piece-rules';
import { BUCKET_MS, type SeriesKey } from '../../shared/series';
import type { PieceFigure, UnitFigure } from '../../shared/shift-figures';
import type { TimeRange } from '../../shared/time';
import { type CounterBucket, countedPieces } from './counted-pieces';
import type { FigureUnit, PeriodOfUnits } from './figure-unit';
import { minutePieces, periodPieces } from './period-pieces';
import { type FigureHistory, type LevelAnswers, readPeriod, stretchesOf } from './period-reads';
import { pieceTarget } from './piece-target';

/** What was counted of one unit, and what of it is not at hand. */
export interface CountedPieces extends Pick<UnitFigure, 'missing' | 'preparing'> {
  readonly figure: PieceFigure;
}

type AskedPieces = { readonly workUnitId: string; readonly rule: PieceRule; readonly series: readonly SeriesKey[] };

/**
 * What was counted of good pieces in a period, and how many there should be, by unit. Every piece of the period counts, those made during a
 * planned stop too; the target leaves planned stops out.
 */
export async function readPieces(
  history: FigureHistory,
  units: readonly FigureUnit[],
  { period, nowMs, wholeMs }: PeriodOfUnits,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, CountedPieces>> {
  const asked = units.flatMap(({ workUnitId, pieces: rule }): AskedPieces[] =>
    rule === undefined ? [] : [{ workUnitId, rule, series: [{ table: 'metric', workUnitId, name: rule.metric }] }],
  );
  if (asked.length === 0) return new Map();
  const wholePeriod = { ...period, excluded: [] };
  const pieces = { pieces: periodPieces(wholePeriod, nowMs), finer: minutePieces(wholePeriod, nowMs) };
  const withBefore = { pieces: withOneBefore(pieces.pieces), finer: withOneBefore(pieces.finer) };
  const reads = await readPeriod(history, asked, withBefore, signal);
  return new Map(
    reads.map(({ asked: { workUnitId, rule }, answers = [] }) => {
      const { soFar, whole, taktMs } = pieceTarget(rule, period, { nowMs, wholeMs });
      const good = rule.counting === 'counter' ? counterPieces(answers, period.fromMs) : samplePieces(answers, period);
      const figure = { good: good ?? null, target: soFar, wholeTarget: whole, taktMs };
      const inPeriod = (ranges: readonly TimeRange[]) => ranges.filter(({ toMs }) => toMs > period.fromMs);
      const missing = inPeriod(stretchesOf(answers, (answer) => answer.missing));
      const preparing = inPeriod(stretchesOf(answers, (answer) => answer.preparing));
      return [workUnitId, { figure, missing: [...missing], preparing: [...preparing] }] as const;
    }),
  );
}

/** With one bucket before the period: what a counter read last before it. */
function withOneBefore(pieces: readonly LevelPieces[]): readonly LevelPieces[] {
  const first = pieces.toSorted((a, b) => (a.ranges[0]?.fromMs ?? 0) - (b.ranges[0]?.fromMs ?? 0))[0];
  return pieces.map((level) => {
    const [range, ...others] = level.ranges;
    if (level !== first || range === undefined) return level;
    return { ...level, ranges: [{ ...range, fromMs: range.fromMs - BUCKET_MS[level.resolution] }, ...others] };
  });
}

/** Undefined where the counter was not read in the period. */
function counterPieces(answers: readonly LevelAnswers[], fromMs: number): number | undefined {
  const buckets = answers
    .flatMap(({ level, bySeries }) => bucketsOf(bySeries[0]?.tiles ?? [], level.resolution, level.ranges))
    .sort((a, b) => a.fromMs - b.fromMs);
  const within: readonly CounterBucket[] = buckets.filter((bucket) => bucket.fromMs >= fromMs);
  const before = buckets.findLast((bucket) => bucket.fromMs < fromMs)?.max;
  return within.length === 0 ? undefined : countedPieces(within, before);
}

/** Undefined where nothing was told in the period. */
function samplePieces(answers: readonly LevelAnswers[], period: TimeRange): number | undefined {
  const totals = answers.reduce<Totals>((total, { level, bySeries }) => {
    const ranges = level.ranges.map((range) => ({ ...range, fromMs: Math.max(range.fromMs, period.fromMs) }));
    return plus(total, totalsOf(bySeries[0]?.tiles ?? [], level.resolution, ranges));
  }, NO_TOTALS);
  return totals.count === 0 ? undefined : totals.sum;
}
