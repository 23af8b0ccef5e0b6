import type { HistoryAnswer } from '../../shared/history-frame';
import { gapsOf, longestStepMs, type Segment, segmentsOf } from '../../shared/segments';
import type { Resolution } from '../../shared/series';
import { ceilTo, floorTo, type TimeRange } from '../../shared/time';
import { common, united, without } from './ranges';
import { type Samples, samplesOf, type Tail } from './samples';

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
  const { answer, tail, range, nowMs } = input;
  const resolution = answer?.resolution ?? 'raw';
  const stepMs = longestStepMs(resolution, answer?.cadenceMs ?? undefined);
  const samples = samplesOf(answer, tail);
  const good = withEdges(goodPoints(samples, nowMs), samples, answer);
  const segments = segmentsOf(good.startsMs, good.values, stepMs).flatMap((segment) => inView(segment, good, range));
  const completeToMs = answer?.completeToMs ?? Number.NEGATIVE_INFINITY;
  const [firstTailMs, lastTailMs] = [tail.timesMs[0], tail.timesMs.at(-1)];
  // A range of the past ends before the tail adds anything.
  const tailFromMs = Math.max(completeToMs, firstTailMs ?? Number.POSITIVE_INFINITY);
  const showsTail = lastTailMs !== undefined && lastTailMs >= completeToMs && tailFromMs < range.toMs;
  return {
    resolution,
    timesMs: good.timesMs,
    values: good.values,
    mins: good.mins,
    maxs: good.maxs,
    segments,
    badTimesMs: badTimes(samples, range),
    gaps: missing(samples, input, stepMs),
    preparing: without(common(united(answer?.preparing ?? []), [range]), liveStretch(input, samples.widthMs)),
    unknown: unknownStretches(input),
    revised: common(united(answer?.revised ?? []), [range]),
    sampleCount: samplesWithin(samples, range),
    tailFromMs: showsTail ? completeToMs : undefined,
  };
}

interface GoodPoints {
  /** Sample times or starts of buckets: distances between these tell gaps. */
  readonly startsMs: Float64Array;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  readonly mins: Float64Array;
  readonly maxs: Float64Array;
}

function goodPoints(samples: Samples, nowMs: number): GoodPoints {
  const { timesMs, counts, widthMs } = samples;
  const good = new Uint32Array(timesMs.length);
  let length = 0;
  for (let i = 0; i < timesMs.length; i++) if ((counts[i] as number) > 0) good[length++] = i;
  const startsMs = picked(timesMs, good, length);
  const values = picked(samples.values, good, length);
  return {
    startsMs,
    // The open bucket stands in the middle of what has passed of it, so that no point lies in the future.
    timesMs: widthMs === 0 ? startsMs : startsMs.map((startMs) => middleMs(startMs, widthMs, nowMs)),
    values,
    mins: samples.mins === samples.values ? values : picked(samples.mins, good, length),
    maxs: samples.maxs === samples.values ? values : picked(samples.maxs, good, length),
  };
}

/** The column at the first `length` of the indices; the column itself where that is all of it. */
function picked(column: Float64Array, indices: Uint32Array, length: number): Float64Array {
  if (length === column.length) return column;
  const result = new Float64Array(length);
  for (let i = 0; i < length; i++) result[i] = column[indices[i] as number] as number;
  return result;
}

function middleMs(startMs: number, widthMs: number, nowMs: number): number {
  return (startMs + Math.max(startMs, Math.min(startMs + widthMs, nowMs))) / 2;
}

interface Edge {
  readonly timeMs: number;
  readonly value: number | null;
}

/** The neighbours outside the tiles, so that a line reaches the edges of the range. */
function withEdges(good: GoodPoints, { timesMs, widthMs }: Samples, answer: HistoryAnswer | undefined): GoodPoints {
  // A neighbouring bucket stands at its middle, its distance to the next is told from its start.
  const startMs = ({ timeMs }: Edge) => (widthMs === 0 ? timeMs : floorTo(timeMs, widthMs));
  const firstMs = timesMs[0] ?? Number.POSITIVE_INFINITY;
  const lastMs = timesMs.at(-1) ?? Number.NEGATIVE_INFINITY;
  const { before, after } = answer ?? {};
  const front = before && before.value !== null && startMs(before) < firstMs ? [before] : [];
  const back = after && after.value !== null && startMs(after) > lastMs ? [after] : [];
  if (front.length + back.length === 0) return good;
  const value = (edge: Edge) => edge.value ?? Number.NaN;
  const widen = (column: Float64Array, of: (edge: Edge) => number) =>
    Float64Array.from([...front.map(of), ...column, ...back.map(of)]);
  return {
    startsMs: widen(good.startsMs, startMs),
    timesMs: widen(good.timesMs, ({ timeMs }) => timeMs),
    values: widen(good.values, value),
    mins: widen(good.mins, value),
    maxs: widen(good.maxs, value),
  };
}

/** The part of a segment that the range shows, with one point more on either side; none where it shows none. */
function inView(segment: Segment, { timesMs }: GoodPoints, range: TimeRange): readonly Segment[] {
  const first = lowerBound(timesMs, range.fromMs, segment);
  const end = lowerBound(timesMs, range.toMs, segment);
  const from = Math.max(segment.from, first - 1);
  const to = Math.min(segment.to, end + 1);
  const isOutside = (timesMs[to - 1] as number) < range.fromMs || (timesMs[from] as number) >= range.toMs;
  return isOutside ? [] : [{ from, to }];
}

/** First index within the segment whose time is not below; the segment's end where there is none. */
export function lowerBound(timesMs: Float64Array, timeMs: number, { from, to }: Segment): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timesMs[middle] as number) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function badTimes({ timesMs, badCounts, widthMs }: Samples, range: TimeRange): readonly number[] {
  const bad: number[] = [];
  for (let i = 0; i < timesMs.length; i++) {
    if ((badCounts[i] as number) === 0) continue;
    const middle = (timesMs[i] as number) + widthMs / 2;
    if (middle >= range.fromMs && middle < range.toMs) bad.push(middle);
  }
  return bad;
}

function samplesWithin({ timesMs, counts }: Samples, range: TimeRange): number {
  let sum = 0;
  for (let i = 0; i < timesMs.length; i++) {
    const timeMs = timesMs[i] as number;
    if (timeMs >= range.fromMs && timeMs < range.toMs) sum += counts[i] as number;
  }
  return sum;
}

/**
 * Where samples are missing, as far as that is known: inside what the tiles cover, up to the present, and not where
 * aggregates are still being made. Beyond the tiles nothing is known, which is something else than nothing being there.
 */
function missing(samples: Samples, { answer, tail, range, nowMs }: PictureInput, stepMs: number): readonly TimeRange[] {
  if (answer === undefined) return gapsOf(samples.timesMs, stepMs).flatMap((gap) => common([gap], [range]));
  // Each tile tells of the time up to which the plant was asked; tiles of one answer may be of different age.
  const known = united(
    answer.tiles.map(({ range: { fromMs, toMs }, asOfMs }) => ({ fromMs, toMs: Math.min(toMs, asOfMs) })),
  );
  const knownFromMs = known[0]?.fromMs;
  if (knownFromMs === undefined) return [];
  const { timesMs, widthMs } = samples;
  const firstMs = timesMs[0];
  const lastMs = timesMs.at(-1);
  const leadMs = answer.before?.timeMs ?? knownFromMs;
  const knownToMs = Math.max(known.at(-1)?.toMs ?? knownFromMs, tail.timesMs.at(-1) ?? knownFromMs);
  const endMs = Math.min(nowMs, knownToMs);
  const followMs = answer.after?.timeMs ?? endMs;
  const gaps = [...gapsOf(timesMs, stepMs, widthMs)];
  if (firstMs === undefined || lastMs === undefined) gaps.push({ fromMs: leadMs, toMs: followMs });
  else {
    if (firstMs - leadMs > stepMs) gaps.push({ fromMs: leadMs, toMs: firstMs });
    // Up to the end of what is known only a whole missing step counts; a bucket still open may yet be filled.
    if (followMs - lastMs > stepMs + widthMs) gaps.push({ fromMs: lastMs + widthMs, toMs: followMs });
  }
  const tailKnown = tail.timesMs[0] === undefined ? [] : [{ fromMs: tail.timesMs[0], toMs: endMs }];
  const seen = common(united([...known, ...tailKnown]), [
    { fromMs: range.fromMs, toMs: Math.min(range.toMs, followMs) },
  ]);
  return without(common(united(gaps), seen), united([...answer.preparing, ...answer.missing]));
}

/** What the appliance says it knows nothing of, but for what the live tail has brought since. */
function unknownStretches(input: PictureInput): readonly TimeRange[] {
  const { answer, range } = input;
  return without(common(united(answer?.missing ?? []), [range]), liveStretch(input, 0));
}

/** Where the live tail shows, whatever history has: from its first whole bucket on. */
function liveStretch({ tail, nowMs }: PictureInput, widthMs: number): readonly TimeRange[] {
  const firstMs = tail.timesMs[0];
  if (firstMs === undefined) return [];
  const fromMs = widthMs === 0 ? firstMs : ceilTo(firstMs, widthMs);
  return [{ fromMs, toMs: Math.max(fromMs, nowMs) }];
}
