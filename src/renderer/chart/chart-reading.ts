import type { TimeRange } from '../../shared/time';
import { firstAtOrAfter } from './first-at-or-after';
import { covers } from './ranges';
import { newestSample, type SampleReading, sampleAt } from './sample-at';
import type { SeriesPicture } from './series-picture';

/** What a series says at a time. */
export type ChartReading =
  | {
      readonly kind: 'value';
      readonly timeMs: number;
      readonly value: number;
      /** Extremes behind the point; equal to the value for a sample. */
      readonly min: number;
      readonly max: number;
      /** It is a sample, though the picture's level has averages. */
      readonly isSample?: true;
    }
  | { readonly kind: 'no-data' | 'preparing' | 'not-on-board' | 'unknown' };

/** The point nearest to a time, out of all points and not only the drawn ones; or why there is none. */
export function readingAt(picture: SeriesPicture, timeMs: number): ChartReading {
  const sample = picture.every && sampleAt(picture.every, timeMs);
  if (sample !== undefined) return covers(picture.gaps, timeMs) ? { kind: 'no-data' } : ofSample(sample);
  if (covers(picture.preparing, timeMs)) return { kind: 'preparing' };
  if (covers(picture.unknown, timeMs)) return { kind: 'not-on-board' };
  if (covers(picture.gaps, timeMs)) return { kind: 'no-data' };
  const { timesMs, segments } = picture;
  let nearest: number | undefined;
  for (const segment of segments) {
    const at = firstAtOrAfter(timesMs, timeMs, segment.from, segment.to);
    for (const i of [at - 1, at]) {
      if (i < segment.from || i >= segment.to) continue;
      if (nearest === undefined || distance(timesMs, i, timeMs) < distance(timesMs, nearest, timeMs)) nearest = i;
    }
  }
  return nearest === undefined ? { kind: 'unknown' } : pointAt(picture, nearest);
}

/** The newest point of the range. */
export function newestReading(picture: SeriesPicture, range: TimeRange): ChartReading {
  const sample = picture.every && newestSample(picture.every, range);
  if (sample !== undefined) return ofSample(sample);
  const last = picture.segments.at(-1);
  return last === undefined ? { kind: 'unknown' } : pointAt(picture, last.to - 1);
}

function ofSample(sample: SampleReading): ChartReading {
  if (sample.kind !== 'value') return sample;
  return { ...sample, min: sample.value, max: sample.value, isSample: true };
}

function distance(timesMs: Float64Array, index: number, timeMs: number): number {
  return Math.abs((timesMs[index] as number) - timeMs);
}

function pointAt({ timesMs, values, mins, maxs }: SeriesPicture, i: number): ChartReading {
  return {
    kind: 'value',
    timeMs: timesMs[i] as number,
    value: values[i] as number,
    min: mins[i] as number,
    max: maxs[i] as number,
  };
}
