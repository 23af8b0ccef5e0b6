import type { PieceRule } from '../../shared/piece-rules';
import type { OeeScore } from '../../shared/series';
import type { FigurePeriod } from '../../shared/shift-figures';

/** A unit with scores, and which it has; or with pieces. */
export interface FigureUnit {
  readonly workUnitId: string;
  readonly line: string | null;
  readonly scores: readonly OeeScore[];
  /** How its good pieces are told; absent: they are not. */
  readonly pieces?: PieceRule;
}

/** The period that units share. */
export interface PeriodOfUnits {
  readonly period: FigurePeriod;
  /** Its index in the message. */
  readonly place: number;
  readonly nowMs: number;
  /** Planned busy time of the whole shift, ms; undefined where it is none. */
  readonly wholeMs: number | undefined;
}
