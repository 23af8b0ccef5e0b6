import type { PieceRule } from '../../shared/piece-rules';
import type { FigurePeriod } from '../../shared/shift-figures';
import { SECOND_MS, type TimeRange } from '../../shared/time';

/** How many good pieces there should be. */
export interface PieceTarget {
  /** By now, not rounded; null where the rule names no pace. */
  readonly soFar: number | null;
  /** By the end of the shift; null also where there is no shift. */
  readonly whole: number | null;
  /** From one good piece to the next, by the plan; null where nothing tells it. */
  readonly taktMs: number | null;
}

/** What of a stretch lies outside of stops, which may overlap, in ms. @param stops in order of their begin */
export function busyMs({ fromMs, toMs }: TimeRange, stops: readonly TimeRange[]): number {
  let busy = 0;
  let beginMs = fromMs;
  for (const stop of stops) {
    busy += Math.max(0, Math.min(stop.fromMs, toMs) - beginMs);
    beginMs = Math.max(beginMs, stop.toMs);
  }
  return busy + Math.max(0, toMs - beginMs);
}

/**
 * The target of a period: planned busy time (planned stops left out) over the takt, or a shift's target spread evenly over its planned busy time.
 * @param wholeMs planned busy time of the whole shift; undefined where the period is no shift
 */
export function pieceTarget(
  { taktSeconds, idealCycleSeconds, targetPerShift }: PieceRule,
  { fromMs, toMs, excluded }: FigurePeriod,
  { nowMs, wholeMs }: { readonly nowMs: number; readonly wholeMs: number | undefined },
): PieceTarget {
  const soFarMs = busyMs({ fromMs, toMs: Math.min(toMs, nowMs) }, excluded);
  const ownTaktMs = (taktSeconds ?? idealCycleSeconds ?? Number.NaN) * SECOND_MS;
  if (targetPerShift !== undefined && wholeMs !== undefined && wholeMs > 0) {
    const taktMs = Number.isNaN(ownTaktMs) ? wholeMs / targetPerShift : ownTaktMs;
    return { soFar: (targetPerShift * soFarMs) / wholeMs, whole: targetPerShift, taktMs };
  }
  if (Number.isNaN(ownTaktMs)) return { soFar: null, whole: null, taktMs: null };
  return {
    soFar: soFarMs / ownTaktMs,
    whole: wholeMs === undefined ? null : wholeMs / ownTaktMs,
    taktMs: ownTaktMs,
  };
}
