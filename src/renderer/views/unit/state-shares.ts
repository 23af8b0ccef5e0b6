import { TOLD_STATES, type ToldState, type UnitStates } from '../../../shared/events';
import { preparingStretch } from '../../../shared/preparing-stretch';
import type { Preparing } from '../../../shared/protocol';
import type { Run } from '../../../shared/states/runs';
import { fewerRuns } from '../../../shared/states/state-durations';
import { intersect, type TimeRange } from '../../../shared/time';
import type { TimeWindow } from '../../data/time-window';

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

/** What the states are told by, level and stretches. */
export type ToldStates = Pick<UnitStates, 'source' | 'resolution' | 'fromMs' | 'states'>;

/**
 * Whether an answer's range is the one that a window asks for, not one that the chart showed before. One that follows the present is
 * asked for again and again: its answer is some seconds old.
 */
export function isOfWindow(answered: TimeRange, window: TimeWindow, nowMs: number): boolean {
  if (window.kind === 'fixed') return answered.fromMs === window.range.fromMs && answered.toMs === window.range.toMs;
  return answered.toMs - answered.fromMs === window.spanMs && answered.toMs + window.spanMs > nowMs;
}

/** The stretches; of an unknown one that part stands alone which lies in what is still being made of their level. */
function shownRuns(
  { source, resolution, fromMs, states }: ToldStates,
  untilMs: number,
  preparing: readonly Preparing[],
): readonly Run<ShownState>[] {
  const runs = states.map((kind, at) => ({ kind, fromMs: fromMs[at] ?? untilMs, toMs: fromMs[at + 1] ?? untilMs }));
  const table = source === 'mapped' ? 'metric' : 'oee';
  const open = preparing.find((each) => each.table === table && each.resolution === resolution);
  const stretch = open === undefined ? undefined : preparingStretch(open);
  return stretch === undefined ? runs : runs.flatMap((run) => parted(run, stretch));
}

function parted(run: Run<ToldState>, stretch: TimeRange): readonly Run<ShownState>[] {
  const made = run.kind === 'unknown' ? intersect(run, stretch) : undefined;
  if (made === undefined) return [run];
  const parts: readonly Run<ShownState>[] = [
    { ...run, toMs: made.fromMs },
    { ...made, kind: 'preparing' },
    { ...run, fromMs: made.toMs },
  ];
  return parts.filter(({ fromMs, toMs }) => fromMs < toMs);
}

function preparingLengthMs(states: ToldStates, untilMs: number, preparing: readonly Preparing[]): number {
  return shownRuns(states, untilMs, preparing).reduce(
    (sum, { kind, fromMs, toMs }) => (kind === 'preparing' ? sum + toMs - fromMs : sum),
    0,
  );
}

/** A stretch of the strip, with its place in percent of the strip's width. */
export interface PlacedState extends TimeRange {
  readonly state: ShownState;
  readonly left: number;
  readonly width: number;
}

/** More stretches than this no strip can show. */
const MOST_PLACED = 300;

/**
 * Where the states stand on a strip over `range`.
 * @param untilMs plant time at which the last one ends
 * @param preparing what the appliance says is still being made
 */
export function placedStates(
  states: ToldStates,
  range: TimeRange,
  untilMs: number,
  preparing: readonly Preparing[] = [],
): readonly PlacedState[] {
  const percent = (ms: number) => (100 * ms) / (range.toMs - range.fromMs);
  return fewerRuns(shownRuns(states, untilMs, preparing), MOST_PLACED).flatMap((run) => {
    const part = intersect(run, range);
    if (part === undefined) return [];
    const place = { left: percent(part.fromMs - range.fromMs), width: percent(part.toMs - part.fromMs) };
    return [{ state: run.kind, ...part, ...place }];
  });
}
