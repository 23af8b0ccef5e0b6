import type { PlantEvent } from '../../../shared/events';
import { intersect, type TimeRange } from '../../../shared/time';

/** A stop as far as it lies in the time of a report. */
export interface ReportedStop extends TimeRange {
  readonly workUnitId: string;
  /** It began before, or went on after. */
  readonly isCut: boolean;
}

export interface StopsReported {
  /** The longest first. */
  readonly longest: readonly ReportedStop[];
  readonly count: number;
  /** Together, ms. */
  readonly lengthMs: number;
}

/**
 * The stops of some units, each within its own time.
 * @param events of any kind
 * @param rangeOf undefined for a unit that is not reported of
 * @param untilMs plant time up to which the events are known
 * @param most of the list; counted are all
 */
export function longestStops(
  events: readonly PlantEvent[],
  rangeOf: (workUnitId: string) => TimeRange | undefined,
  { untilMs, most }: { readonly untilMs: number; readonly most: number },
): StopsReported {
  const stops = events.flatMap(({ kind, workUnitId, fromMs, toMs, beganBefore }): readonly ReportedStop[] => {
    const range = rangeOf(workUnitId);
    const whole = { fromMs, toMs: toMs ?? untilMs };
    const part = kind === 'stop' && range !== undefined ? intersect(whole, range) : undefined;
    if (part === undefined) return [];
    const isCut = beganBefore === true || part.fromMs > fromMs || toMs === null || part.toMs < toMs;
    return [{ workUnitId, ...part, isCut }];
  });
  const lengthOf = ({ fromMs, toMs }: TimeRange) => toMs - fromMs;
  return {
    longest: stops.toSorted((a, b) => lengthOf(b) - lengthOf(a) || a.fromMs - b.fromMs).slice(0, most),
    count: stops.length,
    lengthMs: stops.reduce((sum, stop) => sum + lengthOf(stop), 0),
  };
}
