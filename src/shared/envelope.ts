import type { TimeRange } from './time';

/** What {@link envelope} reads: for raw samples `mins` and `maxs` are the same array of values. */
export interface EnvelopeInput {
  /** Times in ms, ascending or not. */
  readonly timesMs: Float64Array;
  readonly mins: Float64Array;
  readonly maxs: Float64Array;
  /** Columns of pixels that the range is drawn on, a whole number of at least 1. */
  readonly pixelColumns: number;
  /** Half-open; points outside are left out. */
  readonly range: TimeRange;
  /** Part of the arrays to read, as indices; default all. */
  readonly from?: number;
  readonly to?: number;
}

/** Smallest and largest value in each column of pixels; both NaN where no point falls. */
export interface Envelope {
  readonly mins: Float64Array<ArrayBuffer>;
  readonly maxs: Float64Array<ArrayBuffer>;
}

/** The column of pixels that a time falls on; outside 0..pixelColumns-1 where it is outside the range. */
export function pixelColumnOf(timeMs: number, range: TimeRange, pixelColumns: number): number {
  return Math.floor(((timeMs - range.fromMs) / (range.toMs - range.fromMs)) * pixelColumns);
}

/**
 * Extremes per column of pixels over all points, so that no spike is lost whatever the line keeps.
 * NaN is left out: it is neither a value nor a gap.
 */
export function envelope(input: EnvelopeInput): Envelope {
  const { timesMs, mins, maxs, pixelColumns, range } = input;
  const columnMins = new Float64Array(pixelColumns).fill(Number.NaN);
  const columnMaxs = new Float64Array(pixelColumns).fill(Number.NaN);
  const to = input.to ?? timesMs.length;
  for (let i = input.from ?? 0; i < to; i++) {
    const timeMs = timesMs[i] as number;
    if (timeMs < range.fromMs || timeMs >= range.toMs) continue;
    // Rounding can carry the last times of a range past its last column.
    const column = Math.min(pixelColumnOf(timeMs, range, pixelColumns), pixelColumns - 1);
    const min = mins[i] as number;
    const max = maxs[i] as number;
    // Written so that NaN in the point changes nothing and NaN in the column is always replaced.
    if (min <= max) {
      if (!((columnMins[column] as number) <= min)) columnMins[column] = min;
      if (!((columnMaxs[column] as number) >= max)) columnMaxs[column] = max;
    }
  }
  return { mins: columnMins, maxs: columnMaxs };
}
