import type { HistoryAnswer } from '../../shared/history-frame';
import { gapsOf, longestStepMs, type Segment, segmentsOf } from '../../shared/segments';
import { ceilTo, floorTo, type TimeRange } from '../../shared/time';
import { common, united, without } from './ranges';
import { type Samples, samplesOf, type Tail } from './samples';

/** What history and live tail of a series say together, whatever part of it is looked at. */
export interface PreparedSeries {
  readonly samples: Samples;
  /** Longest distance of two samples with nothing missing between them, in ms; ∞ where that is not known. */
  readonly stepMs: number;
  /** Good points: sample times, or middles of buckets (of the part that has passed, for the open one). */
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  readonly mins: Float64Array;
  readonly maxs: Float64Array;
  /** Runs of points that a line joins, as indices into the columns above. */
  readonly segments: readonly Segment[];
  /** Known to hold no sample, as far as anything is known. */
  readonly gaps: readonly TimeRange[];
  readonly preparing: readonly TimeRange[];
  readonly unknown: readonly TimeRange[];
  readonly revised: readonly TimeRange[];
}

export interface SeriesSource {
  readonly answer: HistoryAnswer | undefined;
  readonly tail: Tail;
  /** Plant time: nothing after it is missing. */
  readonly nowMs: number;
}

interface Kept {
  readonly tail: Tail;
  readonly nowMs: number;
  readonly prepared: PreparedSeries;
}

/** By answer, or by tail where there is none: while a chart is moved only its range changes, and this is most of the work. */
const newest = new WeakMap<object, Kept>();

/** The series made ready to be drawn; the same object for the same answer, tail and time. */
export function preparedSeries({ answer, tail, nowMs }: SeriesSource): PreparedSeries {
  const key = answer ?? tail;
  const known = newest.get(key);
  if (known?.tail === tail && known.nowMs === nowMs) return known.prepared;
  const prepared = prepare({ answer, tail, nowMs });
  newest.set(key, { tail, nowMs, prepared });
  return prepared;
}

function prepare(source: SeriesSource): PreparedSeries {
  const { answer, tail, nowMs } = source;
  const stepMs = longestStepMs(answer?.resolution ?? 'raw', answer?.cadenceMs ?? undefined);
  const samples = samplesOf(answer, tail);
  const good = withEdges(goodPoints(samples, nowMs), samples, answer);
  return {
    samples,
    stepMs,
    timesMs: good.timesMs,
    values: good.values,
    mins: good.mins,
    maxs: good.maxs,
    segments: segmentsOf(good.startsMs, good.values, stepMs),
    gaps: missing(samples, source, stepMs),
    preparing: without(united(answer?.preparing ?? []), liveStretch(source, samples.widthMs)),
    unknown: without(united(answer?.missing ?? []), liveStretch(source, 0)),
    revised: united(answer?.revised ?? []),
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

const NO_INDICES = new Uint32Array(0);

function goodPoints(samples: Samples, nowMs: number): GoodPoints {
  const { timesMs, counts, widthMs } = samples;
  // Without a bad one among them, as is the rule, the columns are taken as they are.
  const good = counts.includes(0) ? new Uint32Array(timesMs.length) : NO_INDICES;
  let length = good.length === 0 ? timesMs.length : 0;
  for (let i = 0; i < good.length; i++) if ((counts[i] as number) > 0) good[length++] = i;
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
  // By whole runs: spread into a list, thousands of points would be most of a live chart's work.
  const widen = (column: Float64Array, of: (edge: Edge) => number) => {
    const result = new Float64Array(front.length + column.length + back.length);
    result.set(front.map(of));
    result.set(column, front.length);
    result.set(back.map(of), front.length + column.length);
    return result;
  };
  const startsMs = widen(good.startsMs, startMs);
  const values = widen(good.values, value);
  return {
    startsMs,
    timesMs: good.timesMs === good.startsMs ? startsMs : widen(good.timesMs, ({ timeMs }) => timeMs),
    values,
    mins: good.mins === good.values ? values : widen(good.mins, value),
    maxs: good.maxs === good.values ? values : widen(good.maxs, value),
  };
}

/**
 * Where samples are missing, as far as that is known: inside what the tiles cover, up to the present, and not where
 * aggregates are still being made. Beyond the tiles nothing is known, which is something else than nothing being there.
 */
function missing(samples: Samples, { answer, tail, nowMs }: SeriesSource, stepMs: number): readonly TimeRange[] {
  if (answer === undefined) return gapsOf(samples.timesMs, stepMs);
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
  const seen = common(united([...known, ...tailKnown]), [{ fromMs: Number.NEGATIVE_INFINITY, toMs: followMs }]);
  return without(common(united(gaps), seen), united([...answer.preparing, ...answer.missing]));
}

/** Where the live tail shows, whatever history has: from its first whole bucket on. */
function liveStretch({ tail, nowMs }: SeriesSource, widthMs: number): readonly TimeRange[] {
  const firstMs = tail.timesMs[0];
  if (firstMs === undefined) return [];
  const fromMs = widthMs === 0 ? firstMs : ceilTo(firstMs, widthMs);
  return [{ fromMs, toMs: Math.max(fromMs, nowMs) }];
}
