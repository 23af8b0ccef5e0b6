import { ceilTo, floorTo, type TimeRange } from '../../shared/time';
import { type Backdrop, backdrops, unread } from './backdrop';
import type { UnknownWhy } from './chart-caption';
import type { ChartSeries } from './chart-series';
import type { FullShown } from './full-picture';
import { type PreparedSeries, preparedSeries } from './prepared-series';
import { common, united } from './ranges';
import { type SeriesPicture, segmentsWithin, seriesPicture } from './series-picture';
import { pointsWithin, type ThinnedLine, thinnedLine } from './thinned-line';

export interface ChartData {
  readonly pictures: readonly SeriesPicture[];
  /** What is drawn, reaching somewhat beyond the range: see {@link drawnWindow}. */
  readonly lines: readonly ThinnedLine[];
  /** Of each series: older pictures of what its answer does not hold yet. */
  readonly backdrops: readonly (readonly Backdrop[])[];
  /** Missing in every series: the ground itself is hatched there. */
  readonly gaps: readonly TimeRange[];
  /** Being prepared in every series. */
  readonly preparing: readonly TimeRange[];
  /** Not known just now in every series. */
  readonly unknown: readonly TimeRange[];
  /** Being read in every series, with nothing at hand meanwhile. */
  readonly unread: readonly TimeRange[];
  /** Why something is not known, and what is to be said of it; undefined where all is known. */
  readonly unknownWhy: UnknownWhy | undefined;
  /** Revised in any series. */
  readonly revised: readonly TimeRange[];
  readonly drawnPoints: number;
}

export interface ChartDataInput {
  readonly series: readonly Pick<ChartSeries, 'answer' | 'tail' | 'full' | 'kept'>[];
  readonly range: TimeRange;
  readonly nowMs: number;
  /** Width of the plot in pixels of the device. */
  readonly pixelColumns: number;
}

/** History and live tails of several series, thinned out to the pixels. */
export function chartData({ series, range, nowMs, pixelColumns }: ChartDataInput): ChartData {
  const pictures = series.map(({ answer, tail, full }) => {
    const picture = seriesPicture({ answer, tail, range, nowMs });
    if (!reaches(full, range)) return picture;
    return { ...picture, gaps: common(full.gaps, [range]), sampleCount: full.samples, every: full.pieces };
  });
  const columns = Math.max(1, Math.floor(pixelColumns));
  const lines = series.map(({ answer, tail, full }) =>
    reaches(full, range)
      ? full.line
      : lineOf(preparedSeries({ answer, tail, nowMs }), answer?.resolution ?? 'raw', range, columns),
  );
  const inAll = (of: (picture: SeriesPicture) => readonly TimeRange[]) =>
    pictures.map(of).reduce((a, b) => common(a, b), pictures.length === 0 ? [] : [range]);
  return {
    pictures,
    lines,
    backdrops: series.map(({ kept, full }) =>
      kept === undefined || reaches(full, range) ? [] : backdrops({ kept, range, nowMs, pixelColumns: columns }),
    ),
    gaps: inAll((picture) => picture.gaps),
    preparing: inAll((picture) => picture.preparing),
    unknown: inAll((picture) => picture.unknown),
    unread: series
      .map(({ kept, full }) => (kept === undefined || reaches(full, range) ? [] : unread({ kept, range })))
      .reduce((a, b) => common(a, b), series.length === 0 ? [] : [range]),
    unknownWhy: whyUnknown(series, pictures),
    revised: united(pictures.flatMap((picture) => picture.revised)),
    drawnPoints: lines.reduce((sum, line) => sum + pointsWithin(line, range), 0),
  };
}

/** A plant that is away is the stronger reason. */
function whyUnknown(series: ChartDataInput['series'], pictures: readonly SeriesPicture[]): ChartData['unknownWhy'] {
  const reasons = series.map(({ answer }, at) =>
    (pictures[at]?.unknown.length ?? 0) === 0 ? undefined : (answer?.missingReason ?? undefined),
  );
  return reasons.find((reason) => reason === 'plant-away') ?? reasons.find((reason) => reason !== undefined);
}

/**
 * What is thinned out for a range: the whole spans of a fixed grid that it touches. While a chart is moved the same points
 * are drawn in another place, where points chosen anew at each step would shimmer, and cost more.
 */
export function drawnWindow({ fromMs, toMs }: TimeRange): TimeRange {
  const spanMs = toMs - fromMs;
  return { fromMs: floorTo(fromMs, spanMs), toMs: ceilTo(toMs, spanMs) };
}

/** Whether every sample is at hand for the range, thinned out for it or for one that it was moved from. */
export function reaches(full: FullShown | undefined, { fromMs, toMs }: TimeRange): full is FullShown {
  return full !== undefined && full.window.fromMs <= fromMs && full.window.toMs >= toMs;
}

interface Drawn {
  readonly window: TimeRange;
  readonly columns: number;
  readonly line: ThinnedLine;
}

const drawn = new WeakMap<PreparedSeries, Drawn>();

function lineOf(
  prepared: PreparedSeries,
  resolution: SeriesPicture['resolution'],
  range: TimeRange,
  columns: number,
): ThinnedLine {
  const window = drawnWindow(range);
  const known = drawn.get(prepared);
  const isSame = known?.window.fromMs === window.fromMs && known.window.toMs === window.toMs;
  if (known !== undefined && isSame && known.columns === columns) return known.line;
  const { timesMs, values, mins, maxs } = prepared;
  const source = { timesMs, values, mins, maxs, resolution, segments: segmentsWithin(prepared, window) };
  const spans = (window.toMs - window.fromMs) / (range.toMs - range.fromMs);
  const line = thinnedLine(source, window, Math.round(columns * spans));
  drawn.set(prepared, { window, columns, line });
  return line;
}
