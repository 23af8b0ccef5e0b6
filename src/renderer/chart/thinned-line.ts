import { type Envelope, envelope, pixelColumnOf } from '../../shared/envelope';
import { lttb } from '../../shared/lttb';
import { lineServes, type Segment } from '../../shared/segments';
import type { TimeRange } from '../../shared/time';
import type { SeriesPicture } from './series-picture';

/** Rows of a table: x (ms) ascending, and per row one entry of each column; `null` ends a line, as uPlot has it. */
export interface LineTable {
  readonly xs: number[];
  readonly columns: readonly (number | null)[][];
}

/** What is drawn of one series, thinned out to the pixels. */
export interface ThinnedLine {
  /** One column: the line. */
  readonly line: LineTable;
  /** Two columns, lowest and highest: the band around the line; empty where the line itself shows all. */
  readonly band: LineTable;
  /** Points of segments that consist of nothing else: a line cannot show them. */
  readonly lonely: readonly { readonly timeMs: number; readonly value: number }[];
}

/** What is read of a picture; its segments may reach beyond what is seen, so that a move shows the same line. */
export type LineSource = Pick<SeriesPicture, 'segments' | 'timesMs' | 'values' | 'mins' | 'maxs' | 'resolution'>;

/** Fewest points that show a segment's course: its ends and one between. */
const LEAST_POINTS = 3;
/**
 * Up to so many raw samples for each pixel the line goes through them all: it is then exact, and cheaper than the choice of
 * points, the envelope's columns and its two outlines.
 */
const WHOLE_LINE_PER_PX = 3;

/**
 * Thins a series out to the pixels: LTTB for the line, segment by segment, each to the pixels that it spans, and the
 * envelope as a band, so that no spike is lost. Where all points fit, all are drawn, raw ones up to a few for each pixel.
 * Where there are too many segments for a line, the envelope alone is drawn, as strokes from lowest to highest.
 * @param pixelColumns width of the range in pixels of the device, at least 1
 */
export function thinnedLine(source: LineSource, range: TimeRange, pixelColumns: number): ThinnedLine {
  const { segments, timesMs, values, mins, maxs } = source;
  if (!lineServes(segments.length, pixelColumns)) return strokes(source, range, pixelColumns);
  const points = segments.reduce((sum, { from, to }) => sum + to - from, 0);
  const fits = points <= Math.max(pixelColumns, wholeLinePoints(source, range, pixelColumns));
  const extremes = fits ? undefined : envelope({ timesMs, mins, maxs, pixelColumns, range });
  const line = new TableBuilder(1);
  const band = new TableBuilder(2);
  const lonely: { timeMs: number; value: number }[] = [];
  for (const segment of segments) {
    line.lift();
    band.lift();
    const budget = fits ? points : pixelsOf(segment, timesMs, range, pixelColumns);
    line.addRun(timesMs, values, lttb(timesMs, values, budget, segment.from, segment.to));
    if (segment.to - segment.from === 1) {
      lonely.push({ timeMs: timesMs[segment.from] as number, value: values[segment.from] as number });
    }
    if (extremes !== undefined) addEnvelope(band, source, segment, range, extremes);
    else if (source.resolution !== 'raw') addBuckets(band, source, segment);
  }
  return { line: line.table, band: band.table, lonely };
}

/** Most raw samples that are drawn whole, by the pixels from the first to the last one; 0 for buckets, whose extremes are a band. */
function wholeLinePoints(
  { segments, timesMs, resolution }: LineSource,
  range: TimeRange,
  pixelColumns: number,
): number {
  const [first, last] = [segments[0], segments.at(-1)];
  if (resolution !== 'raw' || first === undefined || last === undefined) return 0;
  return WHOLE_LINE_PER_PX * pixelsOf({ from: first.from, to: last.to }, timesMs, range, pixelColumns);
}

/** Points that a segment is worth: one for each pixel that it spans. */
function pixelsOf({ from, to }: Segment, timesMs: Float64Array, range: TimeRange, pixelColumns: number): number {
  const fromMs = Math.max(range.fromMs, timesMs[from] as number);
  const toMs = Math.min(range.toMs, timesMs[to - 1] as number);
  return Math.max(LEAST_POINTS, Math.round(((toMs - fromMs) / (range.toMs - range.fromMs)) * pixelColumns));
}

/** Each bucket's own extremes, where all are drawn. */
function addBuckets(band: TableBuilder, { timesMs, mins, maxs }: LineSource, { from, to }: Segment): void {
  for (let i = from; i < to; i++) band.add(timesMs[i] as number, mins[i] as number, maxs[i] as number);
}

/** Points of a line within the range; those just outside only carry it to the edges. */
export function pointsWithin({ line: { xs, columns } }: ThinnedLine, { fromMs, toMs }: TimeRange): number {
  const ys = columns[0] ?? [];
  let points = 0;
  for (let row = 0; row < xs.length; row++) {
    const x = xs[row] as number;
    if (x >= fromMs && x < toMs && ys[row] !== null) points += 1;
  }
  return points;
}

/**
 * The segment's columns of the envelope. Two segments that meet within one column both show that column's extremes: less
 * than a pixel, and one pass over all points however many segments there are.
 */
function addEnvelope(
  band: TableBuilder,
  { timesMs }: LineSource,
  { from, to }: Segment,
  range: TimeRange,
  extremes: Envelope,
): void {
  const columns = extremes.mins.length;
  const columnMs = (range.toMs - range.fromMs) / columns;
  const first = Math.max(0, pixelColumnOf(timesMs[from] as number, range, columns));
  const last = Math.min(columns - 1, pixelColumnOf(timesMs[to - 1] as number, range, columns));
  for (let column = first; column <= last; column++) {
    const min = extremes.mins[column] as number;
    if (Number.isNaN(min)) continue;
    band.add(range.fromMs + (column + 0.5) * columnMs, min, extremes.maxs[column] as number);
  }
}

/** The envelope alone: in each column a stroke from lowest to highest, neighbours joined, columns without a point left out. */
function strokes({ timesMs, mins, maxs }: LineSource, range: TimeRange, pixelColumns: number): ThinnedLine {
  const extremes = envelope({ timesMs, mins, maxs, pixelColumns, range });
  const columnMs = (range.toMs - range.fromMs) / pixelColumns;
  const line = new TableBuilder(1);
  const lonely: { timeMs: number; value: number }[] = [];
  for (let column = 0; column < pixelColumns; column++) {
    const min = extremes.mins[column] as number;
    const max = extremes.maxs[column] as number;
    const timeMs = range.fromMs + (column + 0.5) * columnMs;
    if (Number.isNaN(min)) line.lift();
    else {
      line.add(timeMs, min);
      if (max > min) line.add(timeMs, max);
      else lonely.push({ timeMs, value: min });
    }
  }
  return { line: line.table, band: new TableBuilder(2).table, lonely };
}

/** Collects rows, with a row of nulls wherever the pen was lifted between two points. */
class TableBuilder {
  readonly table: { readonly xs: number[]; readonly columns: (number | null)[][] };
  #isLifted = false;

  constructor(columns: number) {
    this.table = { xs: [], columns: Array.from({ length: columns }, () => []) };
  }

  lift(): void {
    this.#isLifted = true;
  }

  add(x: number, ...values: readonly number[]): void {
    const last = this.table.xs.at(-1);
    if (this.#isLifted && last !== undefined) this.#row((last + x) / 2, []);
    this.#isLifted = false;
    this.#row(x, values);
  }

  /** Rows of one column, at the indices; a loop of its own, for there are thousands of them in each drawing. */
  addRun(xs: Float64Array, ys: Float64Array, indices: Uint32Array): void {
    const first = indices[0];
    if (first === undefined) return;
    this.add(xs[first] as number, ys[first] as number);
    const { xs: rows, columns } = this.table;
    const column = columns[0] ?? [];
    for (let at = 1; at < indices.length; at++) {
      const i = indices[at] as number;
      rows.push(xs[i] as number);
      column.push(ys[i] as number);
    }
  }

  #row(x: number, values: readonly number[]): void {
    this.table.xs.push(x);
    this.table.columns.forEach((column, at) => {
      column.push(values[at] ?? null);
    });
  }
}
