import { fullParts } from '../../shared/full-resolution';
import type { HistoryAnswer } from '../../shared/history-frame';
import { MAX_POINT_BUDGET } from '../../shared/protocol';
import type { SeriesKey } from '../../shared/series';
import type { TimeRange } from '../../shared/time';
import type { HistoryRequest } from '../../shared/viewer/asked-questions';

/** Every sample of a piece of time, in order; NaN is a bad one. */
export interface FullPart {
  readonly range: TimeRange;
  readonly timesMs: Float64Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
  /** What the appliance knows nothing of, or is still making: neither data nor a gap. */
  readonly unknown: readonly TimeRange[];
}

export interface FullWish {
  readonly series: SeriesKey;
  readonly range: TimeRange;
  /** Usual distance of two samples, above 0. */
  readonly cadenceMs: number;
  /** Pieces that are at hand already, by their begin. */
  readonly known?: ReadonlySet<number>;
}

export type FetchHistory = (request: HistoryRequest, signal: AbortSignal) => Promise<readonly HistoryAnswer[]>;

/**
 * Reads every sample of a range piece by piece, one request at a time, so that screens that follow the present wait for one
 * piece at most. For pictures of every sample, and for exports.
 * @throws HistoryFailure as the request does; the signal's reason when aborted
 */
export async function* fullSamples(wish: FullWish, fetch: FetchHistory, signal: AbortSignal): AsyncGenerator<FullPart> {
  const { series, range, cadenceMs, known } = wish;
  for (const part of fullParts(range, cadenceMs)) {
    if (known?.has(part.fromMs) === true) continue;
    const request = { series: [series], range: part, pointBudget: MAX_POINT_BUDGET, resolution: 'raw' } as const;
    const [answer] = await fetch(request, signal);
    if (answer !== undefined) yield partOf(answer, part);
  }
}

function partOf({ tiles, missing, preparing }: HistoryAnswer, range: TimeRange): FullPart {
  const pieces = tiles.flatMap(({ columns }) => {
    if (columns.kind !== 'raw') return [];
    const from = firstAt(columns.timesMs, range.fromMs);
    const to = firstAt(columns.timesMs, range.toMs);
    return [{ timesMs: columns.timesMs.subarray(from, to), values: columns.values.subarray(from, to) }];
  });
  const length = pieces.reduce((sum, { timesMs }) => sum + timesMs.length, 0);
  const part = { range, timesMs: new Float64Array(length), values: new Float64Array(length) };
  let at = 0;
  for (const { timesMs, values } of pieces) {
    part.timesMs.set(timesMs, at);
    part.values.set(values, at);
    at += timesMs.length;
  }
  return { ...part, unknown: [...missing, ...preparing] };
}

function firstAt(timesMs: Float64Array, timeMs: number): number {
  const at = timesMs.findIndex((each) => each >= timeMs);
  return at === -1 ? timesMs.length : at;
}
