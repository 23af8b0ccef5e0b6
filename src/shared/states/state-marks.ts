import type { StateRules } from '../protocol';
import { BUCKET_MS } from '../series';
import { type BucketColumns, bucketStartMs, type Tile } from '../tile';
import { type WorkUnitState, workUnitState } from '../work-unit-state';
import type { Marks } from './runs';

/** Marks that grow; tiles are gone through in order of time. */
interface Growing<Kind> extends Marks<Kind> {
  readonly timesMs: number[];
  readonly kinds: Kind[];
}

/**
 * What the samples of a unit's state metric say. A bucket with two codes is divided between them by their numbers of samples, the
 * one that was so before first; of more than two the outer ones stand for all, which is why coarse levels tell durations only about.
 * @param tiles of the state metric, of one level, in order of time
 */
export function marksOfCodes(tiles: readonly Tile[], rules: StateRules): Marks<WorkUnitState> {
  const marks: Growing<WorkUnitState> = { timesMs: [], kinds: [] };
  const stateOf = codeReader(rules);
  for (const tile of tiles) {
    const { columns } = tile;
    if (columns.kind === 'buckets') addCodeBuckets(marks, tile, columns, stateOf);
    else for (let at = 0; at < columns.timesMs.length; at++) addCode(marks, columns, at, stateOf);
  }
  return marks;
}

/**
 * What availability and performance say by the thresholds of the settings, where a unit tells no state.
 * @param availability tiles of one level, in order of time
 * @param performance the same level over the same range; empty where the unit has none
 */
export function marksOfScores(
  availability: readonly Tile[],
  performance: readonly Tile[],
  rules: StateRules,
): Marks<WorkUnitState> {
  const marks: Growing<WorkUnitState> = { timesMs: [], kinds: [] };
  const speeds = [...valuesOf(performance)].values();
  let speed = speeds.next();
  for (const { timeMs, value } of valuesOf(availability)) {
    while (speed.done !== true && speed.value.timeMs < timeMs) speed = speeds.next();
    const beside = speed.done !== true && speed.value.timeMs === timeMs ? speed.value.value : undefined;
    marks.timesMs.push(timeMs);
    marks.kinds.push(workUnitState({ rules, availability: value, performance: beside, freshness: 'live' }));
  }
  return marks;
}

/** Of several words at one moment the one that a person must hear of. */
export function stateRank(state: WorkUnitState): number {
  return (['no-data', 'running', 'planned-stop', 'change-over', 'slow', 'stopped'] as const).indexOf(state);
}

/** Codes are few and samples many. */
function codeReader(rules: StateRules): (code: number) => WorkUnitState {
  const known = new Map<number, WorkUnitState>();
  return (code) => {
    const state =
      known.get(code) ?? workUnitState({ rules, stateSample: Number.isNaN(code) ? null : code, freshness: 'live' });
    known.set(code, state);
    return state;
  };
}

function addCode(
  marks: Growing<WorkUnitState>,
  { timesMs, values }: { readonly timesMs: Float64Array; readonly values: Float64Array },
  at: number,
  stateOf: (code: number) => WorkUnitState,
): void {
  const timeMs = timesMs[at] as number;
  const state = stateOf(values[at] as number);
  const last = marks.timesMs.length - 1;
  if (marks.timesMs[last] !== timeMs) {
    marks.timesMs.push(timeMs);
    marks.kinds.push(state);
  } else if (stateRank(state) > stateRank(marks.kinds[last] as WorkUnitState)) marks.kinds[last] = state;
}

function addCodeBuckets(
  { timesMs, kinds }: Growing<WorkUnitState>,
  tile: Tile,
  columns: BucketColumns,
  stateOf: (code: number) => WorkUnitState,
): void {
  const { resolution, counts, sums, mins, maxs, badCounts } = columns;
  for (let at = 0; at < counts.length; at++) {
    const count = counts[at] as number;
    if (count === 0 && badCounts[at] === 0) continue;
    const startMs = bucketStartMs(tile, resolution, at);
    const [least, most] = count === 0 ? [Number.NaN, Number.NaN] : [mins[at] as number, maxs[at] as number];
    const before = kinds.at(-1);
    timesMs.push(startMs);
    if (!(most > least)) {
      kinds.push(stateOf(least));
      continue;
    }
    const shareOfMost = ((sums[at] as number) / count - least) / (most - least);
    const mostFirst = before === stateOf(most);
    const firstShare = mostFirst ? shareOfMost : 1 - shareOfMost;
    timesMs.push(startMs + Math.min(1, Math.max(0, firstShare)) * BUCKET_MS[resolution]);
    kinds.push(stateOf(mostFirst ? most : least), stateOf(mostFirst ? least : most));
  }
}

/** Samples, or buckets by their averages; NaN where there is nothing good. */
function* valuesOf(tiles: readonly Tile[]): Generator<{ readonly timeMs: number; readonly value: number }> {
  for (const tile of tiles) {
    const { columns } = tile;
    if (columns.kind === 'raw') {
      for (let at = 0; at < columns.timesMs.length; at++)
        yield { timeMs: columns.timesMs[at] as number, value: columns.values[at] as number };
    } else {
      const { resolution, counts, sums, badCounts } = columns;
      for (let at = 0; at < counts.length; at++) {
        const count = counts[at] as number;
        if (count === 0 && badCounts[at] === 0) continue;
        const value = count === 0 ? Number.NaN : (sums[at] as number) / count;
        yield { timeMs: bucketStartMs(tile, resolution, at), value };
      }
    }
  }
}
