import { BUCKET_MS, type Resolution } from './series';
import type { TimeRange } from './time';

/**
 * Where a line ends and begins again.
 *
 * A step between two samples above the longest allowed one is a gap. A bad sample (NaN) is neither a value nor a gap:
 * - it does not break: one bad sample between two good ones that are near enough leaves the line whole;
 * - it does not join: the line breaks wherever two good values are too far apart, whatever bad ones lie between;
 * - it is no gap: {@link gapsOf} is asked with the times of all samples, bad ones too, so a stretch of bad samples
 *   ends the line without being called missing. The same holds for a bucket with nothing but bad samples.
 */

/** A gap is an interval above this many cadences. */
const GAP_CADENCES = 3;

/** Indices `[from, to)`; both `from` and `to - 1` are good values. */
export interface Segment {
  readonly from: number;
  readonly to: number;
}

/**
 * The longest distance of two neighbours without a gap between them, in ms.
 * Raw samples: 3 × cadence. Buckets (start to start): one bucket, so that an empty one is a gap, but only where the
 * bucket is not shorter than the cadence; shorter buckets are empty by nature and follow the rule of raw samples.
 * @param cadenceMs usual distance of two samples; undefined (not known yet): raw tells no gaps, buckets tell empty ones
 */
export function longestStepMs(resolution: Resolution, cadenceMs: number | undefined): number {
  if (resolution === 'raw') return cadenceMs === undefined ? Number.POSITIVE_INFINITY : GAP_CADENCES * cadenceMs;
  const bucketMs = BUCKET_MS[resolution];
  return cadenceMs === undefined || bucketMs >= cadenceMs ? bucketMs : GAP_CADENCES * cadenceMs;
}

/**
 * The runs of values that a line may join, in order of time.
 * @param timesMs ascending: sample times, or starts of buckets
 * @param values as long; NaN where there is no good value (a bad sample, an empty bucket: pass averages or minima)
 * @param stepMs from {@link longestStepMs}
 */
export function segmentsOf(timesMs: Float64Array, values: Float64Array, stepMs: number): readonly Segment[] {
  const segments: Segment[] = [];
  let from = -1;
  let last = -1;
  for (let i = 0; i < timesMs.length; i++) {
    if (Number.isNaN(values[i] as number)) continue;
    if (from >= 0 && (timesMs[i] as number) - (timesMs[last] as number) > stepMs) {
      segments.push({ from, to: last + 1 });
      from = i;
    }
    if (from < 0) from = i;
    last = i;
  }
  if (from >= 0) segments.push({ from, to: last + 1 });
  return segments;
}

/**
 * The stretches in which samples are missing, in ms, in order of time.
 * @param timesMs ascending: times of all samples, bad ones too, or starts of all buckets that hold any sample
 * @param stepMs from {@link longestStepMs}
 * @param widthMs what one entry covers from its time on: 0 for a sample, the bucket's length for a bucket
 */
export function gapsOf(timesMs: Float64Array, stepMs: number, widthMs = 0): readonly TimeRange[] {
  const gaps: TimeRange[] = [];
  for (let i = 1; i < timesMs.length; i++) {
    const beforeMs = timesMs[i - 1] as number;
    const timeMs = timesMs[i] as number;
    if (timeMs - beforeMs > stepMs) gaps.push({ fromMs: beforeMs + widthMs, toMs: timeMs });
  }
  return gaps;
}

/** Whether a line can be drawn at all: each segment needs two points, above that only the envelope is truthful. */
export function lineServes(segmentCount: number, pointBudget: number): boolean {
  return segmentCount <= pointBudget / 2;
}
