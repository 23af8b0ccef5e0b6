import { TOLD_STATES, type ToldState, type UnitStates } from '../../../shared/events';
import type { Preparing } from '../../../shared/protocol';
import { fewerRuns } from '../../../shared/states/state-durations';
import type { TimeRange } from '../../../shared/time';

/** What is not known because its level is still being made is not the same as what is not on board. */
export type ShownState = ToldState | 'preparing';

/** How long a state lasted in all. */
export interface StateShare {
  readonly state: ShownState;
  readonly durationMs: number;
  /** Of the whole range up to what is known, 0..1. */
  readonly share: number;
}

/**
 * The states that occurred, in the order of the andon strip, with their shares of the time; the shares make 1.
 * @param untilMs plant time at which the last one ends
 * @param preparing what the appliance says is still being made
 */
export function stateShares(
  states: UnitStates,
  untilMs: number,
  preparing: readonly Preparing[] = [],
): readonly StateShare[] {
  const { durationsMs } = states;
  const wholeMs = Object.values(durationsMs).reduce((sum, each) => sum + each, 0);
  const unknownMs = durationsMs.unknown ?? 0;
  const preparingMs = Math.min(unknownMs, preparingLengthMs(states, untilMs, preparing));
  const lastedMs: Readonly<Partial<Record<ShownState, number>>> = {
    ...durationsMs,
    preparing: preparingMs,
    unknown: unknownMs - preparingMs,
  };
  return [...TOLD_STATES, 'preparing' as const].flatMap((state) => {
    const durationMs = lastedMs[state] ?? 0;
    return durationMs > 0 ? [{ state, durationMs, share: durationMs / wholeMs }] : [];
  });
}

/** How much of the unknown stretches lies in what is still being made of the level that the states are told by. */
function preparingLengthMs(
  { source, resolution, fromMs, states }: UnitStates,
  untilMs: number,
  preparing: readonly Preparing[],
): number {
  const table = source === 'mapped' ? 'metric' : 'oee';
  const open = preparing.find((each) => each.table === table && each.resolution === resolution);
  if (open === undefined) return 0;
  return states.reduce((sum, state, at) => {
    if (state !== 'unknown') return sum;
    const from = Math.max(fromMs[at] ?? untilMs, open.preparedToMs);
    const to = Math.min(fromMs[at + 1] ?? untilMs, open.targetToMs);
    return sum + Math.max(0, to - from);
  }, 0);
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
