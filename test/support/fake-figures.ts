import type { CatalogueUnit } from '../../src/shared/protocol';
import { OEE_SCORES, type OeeScore } from '../../src/shared/series';
import type { FigurePeriod, PieceFigure, ShiftFigures, UnitFigure } from '../../src/shared/shift-figures';
import { floorTo, HOUR_MS, MINUTE_MS } from '../../src/shared/time';

const AVERAGES: Readonly<Record<OeeScore, number>> = {
  oee_score: 0.834,
  availability: 0.912,
  performance: 0.935,
  quality: 0.981,
};

/** One unit is far ahead of it: a number of five digits takes more room. */
const PLAN = { target: 1_310.5, wholeTarget: 2_860, taktMs: 10_070 };
/** What is made by the hundred thousand takes most. */
const SMALL_PARTS = { good: 123_456, target: 140_000.5, wholeTarget: 280_000, taktMs: 103 };

function piecesOf(index: number): PieceFigure {
  return index === 19 ? SMALL_PARTS : { good: index === 7 ? 12_912 : 1_204 + 7 * index, ...PLAN };
}

/** Late rows came after the shift. */
function revised({ toMs }: FigurePeriod, nowMs: number): NonNullable<UnitFigure['revision']> {
  return {
    ...{ revisedMs: nowMs, untilMs: toMs },
    scores: [
      { name: 'oee_score', before: { average: 0.804, count: 2_398 }, now: { average: 0.83, count: 2_412 } },
      { name: 'availability', before: { average: 0.898, count: 2_398 }, now: { average: 0.908, count: 2_412 } },
    ],
  };
}

/** Figures of a shop with shifts of eight hours; performance of the second unit is above 100 %; of every second line pieces are counted. */
export function fakeFigures(of: ShiftFigures['of'], units: readonly CatalogueUnit[], nowMs: number): ShiftFigures {
  const startMs = floorTo(nowMs, 8 * HOUR_MS) - (of === 'last' ? 8 * HOUR_MS : 0);
  const stop = { name: 'Break', fromMs: startMs + HOUR_MS, toMs: startMs + HOUR_MS + 15 * MINUTE_MS };
  const period: FigurePeriod = {
    ...{ kind: 'shift', name: of === 'current' ? 'Early shift' : 'Night shift', productionDay: '2026-11-25' },
    ...{ fromMs: startMs, toMs: startMs + 8 * HOUR_MS, timeZone: 'UTC', excluded: stop.fromMs < nowMs ? [stop] : [] },
  };
  const scored = units.filter(({ series }) => series.some(({ table }) => table === 'oee'));
  const figure = (workUnitId: string, index: number): UnitFigure => ({
    ...{ workUnitId, period: 0, levels: ['5min', '1min'], missing: [], preparing: [] },
    scores: OEE_SCORES.map((name) => ({
      name,
      average: name === 'performance' && index === 1 ? 1.042 : AVERAGES[name] - index * 0.004,
      count: 2_412,
      badCount: index === 0 ? 3 : 0,
    })),
    ...(of === 'last' && index === 1 ? { revision: revised(period, nowMs) } : {}),
    ...(index % 12 < 6 ? {} : { pieces: piecesOf(index) }),
  });
  return { of, madeMs: nowMs, periods: [period], units: scored.map(({ workUnitId }, at) => figure(workUnitId, at)) };
}
