import { TOLD_STATES, type ToldState, type UnitStates } from '../../../shared/events';
import { fewerRuns } from '../../../shared/states/state-durations';
import type { TimeRange } from '../../../shared/time';

/** How long a state lasted in all. */
export interface StateShare {
  readonly state: ToldState;
  readonly durationMs: number;
  /** Of the whole range up to what is known, 0..1. */
  readonly share: number;
}

/** The states that occurred, in the order of the andon strip, with their shares of the time; the shares make 1. */
export function stateShares({ durationsMs }: Pick<UnitStates, 'durationsMs'>): readonly StateShare[] {
  const wholeMs = Object.values(durationsMs).reduce((sum, each) => sum + each, 0);
  return TOLD_STATES.flatMap((state) => {
    const durationMs = durationsMs[state] ?? 0;
    return durationMs > 0 ? [{ state, durationMs, share: durationMs / wholeMs }] : [];
  });
}

/** A stretch of the strip, with its place in percent of the strip's width. */
export interface PlacedState extends TimeRange {
  readonly state: ToldState;
  readonly left: number;
  readonly width: number;
}

/** More stretches than this no strip can show. */
const MOST_PLACED = 300;

/** Where the states stand on a strip over `range`. @param untilMs plant time at which the last one ends */
export function placedStates(
  { fromMs, states }: Pick<UnitStates, 'fromMs' | 'states'>,
  range: TimeRange,
  untilMs: number,
): readonly PlacedState[] {
  const runs = states.map((kind, at) => ({ kind, fromMs: fromMs[at] ?? untilMs, toMs: fromMs[at + 1] ?? untilMs }));
  const percent = (ms: number) => (100 * ms) / (range.toMs - range.fromMs);
  return fewerRuns(runs, MOST_PLACED).flatMap((run) => {
    const part = { fromMs: Math.max(run.fromMs, range.fromMs), toMs: Math.min(run.toMs, range.toMs) };
    if (part.fromMs >= part.toMs) return [];
    const place = { left: percent(part.fromMs - range.fromMs), width: percent(part.toMs - part.fromMs) };
    return [{ state: run.kind, ...part, ...place }];
  });
}
