import { staleAfterMs } from '../freshness';
import { longestStepMs } from '../segments';
import { BUCKET_MS, type Resolution } from '../series';
import type { RunRules } from './runs';

/**
 * When a series counts as silent at a level: as on the wall, when its newest value would have been stale, and not before a whole bucket
 * is empty. A series whose cadence is not known is never silent between two samples.
 * @param cadenceMs usual distance of two samples; undefined where it is not known
 */
export function silenceRules(
  resolution: Resolution,
  cadenceMs: number | undefined,
): Pick<RunRules<unknown>, 'stepMs' | 'holdMs' | 'trailingMs'> {
  if (cadenceMs === undefined) {
    const never = Number.POSITIVE_INFINITY;
    return { stepMs: never, holdMs: never, trailingMs: never };
  }
  const stepMs = Math.max(longestStepMs(resolution, cadenceMs), staleAfterMs(cadenceMs));
  if (resolution === 'raw') return { stepMs, holdMs: cadenceMs, trailingMs: stepMs };
  const bucketMs = BUCKET_MS[resolution];
  // The bucket of the present is open: nothing is lost while it may still be filled.
  return { stepMs, holdMs: Math.min(stepMs, Math.max(bucketMs, cadenceMs)), trailingMs: stepMs + bucketMs };
}
