import { bucketStartMs, type Tile } from '../tile';
import type { Marks } from './runs';

/** How a metric stands to its limits; silent: it tells nothing. */
export type LimitKind = 'within' | 'high' | 'low' | 'silent';

export interface Limits {
  readonly lowLimit: number | null;
  readonly highLimit: number | null;
}

/** The same with the largest and the least value under each mark; NaN where there is none. */
export interface LimitMarks extends Marks<LimitKind> {
  readonly highs: readonly number[];
  readonly lows: readonly number[];
}

/**
 * How the samples of a metric stand to its limits. A bucket stands outside where one of its samples does. A bad sample is neither: what
 * was so before it goes on.
 * @param tiles of one level, in order of time
 */
export function limitMarks(tiles: readonly Tile[], limits: Limits): LimitMarks {
  const marks = { timesMs: [] as number[], kinds: [] as LimitKind[], highs: [] as number[], lows: [] as number[] };
  const add = (timeMs: number, low: number, high: number) => {
    const last = marks.timesMs.length - 1;
    const isBad = Number.isNaN(high);
    const kind = isBad ? (marks.kinds[last] ?? 'within') : limitKind(low, high, limits);
    // Of several at one moment the one outside counts.
    if (marks.timesMs[last] === timeMs && kind === 'within') return;
    const at = marks.timesMs[last] === timeMs ? last : last + 1;
    marks.timesMs[at] = timeMs;
    marks.kinds[at] = kind;
    marks.highs[at] = high;
    marks.lows[at] = low;
  };
  for (const tile of tiles) {
    const { columns } = tile;
    if (columns.kind === 'raw') {
      const { timesMs, values } = columns;
      for (let at = 0; at < timesMs.length; at++)
        add(timesMs[at] as number, values[at] as number, values[at] as number);
    } else {
      const { counts, badCounts, mins, maxs, resolution } = columns;
      for (let at = 0; at < counts.length; at++)
        if ((counts[at] as number) > 0 || (badCounts[at] as number) > 0)
          add(bucketStartMs(tile, resolution, at), mins[at] as number, maxs[at] as number);
    }
  }
  return marks;
}

/** How the least and the largest value of a stretch stand to the limits. */
export function limitKind(low: number, high: number, { lowLimit, highLimit }: Limits): LimitKind {
  if (highLimit !== null && high > highLimit) return 'high';
  return lowLimit !== null && low < lowLimit ? 'low' : 'within';
}
