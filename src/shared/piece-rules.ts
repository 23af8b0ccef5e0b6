import { z } from 'zod';

const number = z.number('it is no number; write one such as 12.5');
const seconds = number
  .positive('it is not above 0; write how many seconds')
  .max(604_800, 'it is more than a week; write fewer seconds');

/** How the good pieces of a unit are told, and how many there should be. */
export const PieceRule = z.strictObject({
  /** The metric that tells them. */
  metric: z.string().min(1, 'it names no metric; choose one').max(1_000),
  /** counter: a running total, which may start again at zero at any time. samples: each sample is the pieces since the one before it. */
  counting: z.enum(['counter', 'samples']).default('counter'),
  /** Seconds from one good piece to the next that the plan asks for: the target goes by it. */
  taktSeconds: seconds.optional(),
  /** Seconds of a piece at full speed: the target goes by it where no takt is given. */
  idealCycleSeconds: seconds.optional(),
  /** Good pieces of a whole shift, spread evenly over its planned busy time: the target goes by it before all else. */
  targetPerShift: number.positive('it is not above 0; write how many there should be').max(1e12).optional(),
});
export type PieceRule = z.infer<typeof PieceRule>;

/** Those of a plant: one for all units, those of lines and of units that differ, each as a whole. */
export const PieceRules = z.strictObject({
  default: PieceRule.optional(),
  lines: z.record(z.string(), PieceRule).default({}),
  units: z.record(z.string(), PieceRule).default({}),
});
export type PieceRules = z.infer<typeof PieceRules>;

/** The rule of a unit: its own, else its line's, else the one of all; undefined where its pieces are not told. */
export function pieceRuleOf(rules: PieceRules, workUnitId: string, line: string | null): PieceRule | undefined {
  return ownOf(rules.units, workUnitId) ?? (line === null ? undefined : ownOf(rules.lines, line)) ?? rules.default;
}

/** Names come from the plant: a record must not answer for those that every object has. */
function ownOf(record: Readonly<Record<string, PieceRule>>, name: string): PieceRule | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
