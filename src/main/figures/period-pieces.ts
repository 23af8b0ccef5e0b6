import { type LevelPieces, levelPieces } from '../../shared/level-pieces';
import { BUCKET_MS } from '../../shared/series';
import type { FigurePeriod } from '../../shared/shift-figures';
import { ceilTo, HOUR_MS, type TimeRange } from '../../shared/time';

/** Shorter periods are read at 1min alone: one level to read instead of two, and one tile either way. */
const ONE_LEVEL_UP_TO_MS = 2 * HOUR_MS;

/**
 * What a period is added up from: 5min buckets, and 1min ones where a piece begins or ends within one of them. Shifts and stops begin
 * and end at whole minutes, so nothing finer is needed; the bucket of the present minute is open and counts as far as it goes.
 * @param nowMs nothing beyond the bucket that holds it is counted
 */
export function periodPieces(period: FigurePeriod, nowMs: number): readonly LevelPieces[] {
  const stretches = countedStretches(period, nowMs);
  if (period.toMs - period.fromMs <= ONE_LEVEL_UP_TO_MS) return oneLevel(stretches);
  return levelPieces(stretches, ['5min', '1min']);
}

/** The same stretches from 1min buckets alone: for plants that give no 5min ones. */
export function minutePieces(period: FigurePeriod, nowMs: number): readonly LevelPieces[] {
  return oneLevel(countedStretches(period, nowMs));
}

function oneLevel(ranges: readonly TimeRange[]): readonly LevelPieces[] {
  return ranges.length === 0 ? [] : [{ resolution: '1min', ranges }];
}

/** The period up to the end of the 5min bucket of now, without its planned stops; on whole minutes. */
function countedStretches({ fromMs, toMs, excluded }: FigurePeriod, nowMs: number): readonly TimeRange[] {
  const endMs = Math.min(ceilTo(toMs, BUCKET_MS['1min']), ceilTo(nowMs, BUCKET_MS['5min']));
  const stretches: TimeRange[] = [];
  let beginMs = fromMs;
  for (const stop of excluded) {
    if (stop.fromMs > beginMs) stretches.push({ fromMs: beginMs, toMs: Math.min(stop.fromMs, endMs) });
    beginMs = Math.max(beginMs, stop.toMs);
  }
  if (beginMs < endMs) stretches.push({ fromMs: beginMs, toMs: endMs });
  return stretches;
}
