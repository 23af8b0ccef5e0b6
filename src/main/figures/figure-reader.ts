import { NO_TOTALS, plus, type Totals, totalsOf } from '../../shared/bucket-totals';
import type { OeeScore, SeriesKey } from '../../shared/series';
import type { ScoreFigure, UnitFigure } from '../../shared/shift-figures';
import type { TimeRange } from '../../shared/time';
import type { FigureRevisions } from './figure-revisions';
import type { FigureUnit, PeriodOfUnits } from './figure-unit';
import { minutePieces, periodPieces } from './period-pieces';
import { type FigureHistory, type LevelAnswers, type PeriodRead, readPeriod, stretchesOf } from './period-reads';
import { type CountedPieces, readPieces } from './piece-reader';

/** Stretches told per unit; more become one. */
const MAX_STRETCHES = 8;

type AskedUnit = { readonly unit: FigureUnit; readonly series: readonly SeriesKey[] };

/**
 * The figures of units that share a period.
 * @param revisions what was told of them before
 */
export async function readFigures(
  history: FigureHistory,
  units: readonly FigureUnit[],
  of: PeriodOfUnits & { readonly revisions: FigureRevisions },
  signal: AbortSignal,
): Promise<readonly UnitFigure[]> {
  const { period, nowMs } = of;
  const asked = units.map((unit): AskedUnit => {
    const { workUnitId, scores } = unit;
    return { unit, series: scores.map((name) => ({ table: 'oee', workUnitId, name })) };
  });
  const pieces = { pieces: periodPieces(period, nowMs), finer: minutePieces(period, nowMs) };
  const [reads, counted] = await Promise.all([
    readPeriod(history, asked, pieces, signal),
    readPieces(history, units, of, signal),
  ]);
  return reads.map((read) => unitFigure(read, of, counted.get(read.asked.unit.workUnitId)));
}

function unitFigure(
  { asked: { unit }, answers }: PeriodRead<AskedUnit>,
  { period, place, nowMs, revisions }: Parameters<typeof readFigures>[2],
  counted: CountedPieces | undefined,
): UnitFigure {
  const { workUnitId, scores } = unit;
  const told = answers ?? [];
  const revision = told.length === 0 ? undefined : revisions.note(unit, period, told, nowMs);
  return {
    ...{ workUnitId, period: place },
    scores: answers === undefined ? [] : scores.map((name, at) => scoreFigure(name, told, at)),
    levels: told.map(({ level }) => level.resolution),
    missing: few([...stretchesOf(told, ({ missing }) => missing), ...(counted?.missing ?? [])]),
    preparing: few([...stretchesOf(told, ({ preparing }) => preparing), ...(counted?.preparing ?? [])]),
    ...(counted === undefined ? {} : { pieces: counted.figure }),
    ...(revision === undefined ? {} : { revision }),
  };
}

function scoreFigure(name: OeeScore, told: readonly LevelAnswers[], at: number): ScoreFigure {
  const { sum, count, badCount } = told.reduce<Totals>((total, { level, bySeries }) => {
    const tiles = bySeries[at]?.tiles ?? [];
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
