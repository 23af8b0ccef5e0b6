import { z } from 'zod';
import { BUCKET_RESOLUTIONS, OEE_SCORES } from './series';

/**
 * Figures of a shift as the appliance tells them: per unit and score the sum of all good samples over their number, planned stops left
 * out. The OEE of a period is the average of its own samples: where the plant delivers scores and no times and pieces (ISO 22400-2),
 * nothing better can be had, and it differs from the product of the averages of the three factors.
 */
const timeMs = z.number().finite();
const Range = z.object({ fromMs: timeMs, toMs: timeMs });

/** A stretch of time over which lines are judged. */
export const FigurePeriod = z.object({
  /** recent: the last hour, where there is no calendar, or no shift just now. */
  kind: z.enum(['shift', 'recent']),
  /** The shift's name; null for recent. */
  name: z.string().nullable(),
  /** The production day that the shift belongs to: "2026-12-24"; null for recent. */
  productionDay: z.string().nullable(),
  fromMs: timeMs,
  /** Of a shift that is on: its planned end. */
  toMs: timeMs,
  /** Of the line's clocks; null where the line has no calendar. */
  timeZone: z.string().nullable(),
  /** Planned stops within it, as far as they have begun: no sample of theirs counts. They may overlap. */
  excluded: z.array(Range.extend({ name: z.string() })),
});
export type FigurePeriod = z.infer<typeof FigurePeriod>;

export const ScoreFigure = z.object({
  name: z.enum(OEE_SCORES),
  /** Sum of the good samples over their number; null where there is none. */
  average: z.number().nullable(),
  count: z.number().nonnegative(),
  /** Samples left out because they were bad. */
  badCount: z.number().nonnegative(),
});
export type ScoreFigure = z.infer<typeof ScoreFigure>;

/** Plan against actual, where the settings name a metric that tells good pieces. */
export const PieceFigure = z.object({
  /** Good pieces of the period so far, those made during planned stops too; null where none were told. */
  good: z.number().nullable(),
  /** Good pieces that there should be by now, not rounded: planned stops are left out; null where the settings name no pace. */
  target: z.number().nullable(),
  /** Those of the whole shift; null also where there is none. */
  wholeTarget: z.number().nullable(),
  /** From one good piece to the next, by the plan; null where nothing tells it. */
  taktMs: z.number().nullable(),
});
export type PieceFigure = z.infer<typeof PieceFigure>;

const Before = ScoreFigure.pick({ average: true, count: true });

/** What late, changed or deleted rows have made of a figure that had been told. Both sides are over the same buckets. */
export const FigureRevision = z.object({
  /** Plant time at which the appliance saw the last of it. */
  revisedMs: timeMs,
  /** End of the buckets that are compared; those after it are not closed yet. */
  untilMs: timeMs,
  /** Scores that differ: as their buckets were told first, and as they are. */
  scores: z.array(z.object({ name: ScoreFigure.shape.name, before: Before, now: Before })),
});
export type FigureRevision = z.infer<typeof FigureRevision>;

export const UnitFigure = z.object({
  workUnitId: z.string(),
  /** Index into the message's periods. */
  period: z.number().int().nonnegative(),
  /** Empty where the figure cannot be read: the plant keeps no level for it, and makes none on reading. */
  scores: z.array(ScoreFigure),
  /** Levels whose buckets were added up. */
  levels: z.array(z.enum(BUCKET_RESOLUTIONS)),
  /** Parts of the period, up to now, that are not on board and cannot be had just now. */
  missing: z.array(Range),
  /** Parts that are still being made. */
  preparing: z.array(Range),
  /** Absent where the settings name no metric that tells its good pieces. */
  pieces: PieceFigure.optional(),
  /** Absent where nothing has been revised since the appliance first told the figure. */
  revision: FigureRevision.optional(),
});
export type UnitFigure = z.infer<typeof UnitFigure>;

export const ShiftFigures = z.object({
  /** current: the shift that is on, so far, or the last hour. last: the last shift that has ended. */
  of: z.enum(['current', 'last']),
  /** Plant time at which they were made. */
  madeMs: timeMs,
  periods: z.array(FigurePeriod),
  units: z.array(UnitFigure),
});
export type ShiftFigures = z.infer<typeof ShiftFigures>;
