import type { HistoryAnswer } from '../../shared/history-frame';
import type { Segment } from '../../shared/segments';
import type { Resolution } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import { firstAtOrAfter } from './first-at-or-after';
import type { FullPiece } from './full-picture';
import { type PreparedSeries, preparedSeries } from './prepared-series';
import { common } from './ranges';
import type { Samples, Tail } from './samples';

/** Everything that is to be drawn of one series over one range, before it is thinned out to pixels. */
export interface SeriesPicture {
  readonly resolution: Resolution;
  /** Good points: sample times, or middles of buckets (of the part that has passed, for the open one). */
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  readonly mins: Float64Array;
  readonly maxs: Float64Array;
  /** Runs of points that the line joins, as indices into the columns above; those outside the range are left out. */
  readonly segments: readonly Segment[];
  /** Where a mark says that bad samples were left out. */
  readonly badTimesMs: readonly number[];
  /** Missing: known to hold no sample. */
  readonly gaps: readonly TimeRange[];
  /** Still being made: neither data nor a gap. */
  readonly preparing: readonly TimeRange[];
  /** Not known to the appliance just now: neither data nor a gap. */
  readonly unknown: readonly TimeRange[];
  /** Right as shown, but rows came late or were changed, and the plant's own aggregate lacks it yet. */
  readonly revised: readonly TimeRange[];
  /** Good samples in the range, however many points stand for them. */
  readonly sampleCount: number;
  /** Every sample, where that is shown in place of the level's points: in order of time, without overlap. */
  readonly every?: readonly FullPiece[];
  /** From here on values come from the live tail; undefined where it adds none. */
  readonly tailFromMs: number | undefined;
}

export interface PictureInput {
  readonly answer: HistoryAnswer | undefined;
  readonly tail: Tail;
  readonly range: TimeRange;
  /** Plant time: nothing after it is missing. */
  readonly nowMs: number;
}

/** What history and tail show over the range, split where samples are missing. */
export function seriesPicture(input: PictureInput): SeriesPicture {
  const { answer, range } = input;
  const prepared = preparedSeries(input);
  const { timesMs, values, mins, maxs, samples } = prepared;
  return {
    resolution: answer?.resolution ?? 'raw',
    timesMs,
    values,
    mins,
    maxs,
    segments: segmentsWithin(prepared, range),
    badTimesMs: badTimes(samples, range),
    gaps: common(prepared.gaps, [range]),
    preparing: common(prepared.preparing, [range]),
    unknown: common(prepared.unknown, [range]),
    revised: common(prepared.revised, [range]),
    sampleCount: samplesWithin(samples, range),
    tailFromMs: tailFromMs(input),
  };
}

/** A range of the past ends before the tail adds anything. */
function tailFromMs({ answer, tail, range }: PictureInput): number | undefined {
  const completeToMs = answer?.completeToMs ?? Number.NEGATIVE_INFINITY;
  const [firstMs, lastMs] = [tail.timesMs[0], tail.timesMs.at(-1)];
  if (firstMs === undefined || lastMs === undefined || lastMs < completeToMs) return undefined;
  return Math.max(completeToMs, firstMs) < range.toMs ? completeToMs : undefined;
}

/** The runs of points that the range shows, each with one point more on either side. */
export function segmentsWithin(
  { segments, timesMs }: Pick<PreparedSeries, 'segments' | 'timesMs'>,
  range: TimeRange,
): readonly Segment[] {
  return segments.flatMap((segment) => {
    const first = firstAtOrAfter(timesMs, range.fromMs, segment.from, segment.to);
    const end = firstAtOrAfter(timesMs, range.toMs, segment.from, segment.to);
    const from = Math.max(segment.from, first - 1);
    const to = Math.min(segment.to, end + 1);
    const isOutside = (timesMs[to - 1] as number) < range.fromMs || (timesMs[from] as number) >= range.toMs;
    return isOutside ? [] : [{ from, to }];
  });
}

function badTimes({ timesMs, badCounts, widthMs }: Samples, range: TimeRange): readonly number[] {
  const bad: number[] = [];
  const end = firstAtOrAfter(timesMs, range.toMs - widthMs / 2);
  for (let i = firstAtOrAfter(timesMs, range.fromMs - widthMs / 2); i < end; i++) {
    if ((badCounts[i] as number) > 0) bad.push((timesMs[i] as number) + widthMs / 2);
  }
  return bad;
}

function samplesWithin({ timesMs, counts }: Samples, range: TimeRange): number {
  let sum = 0;
  const end = firstAtOrAfter(timesMs, range.toMs);
  for (let i = firstAtOrAfter(timesMs, range.fromMs); i < end; i++) sum += counts[i] as number;
  return sum;
}
