import { gapsOf, type Segment, segmentsOf } from '../../shared/segments';
import type { TimeRange } from '../../shared/time';
import { firstAtOrAfter } from './first-at-or-after';
import { common, united, without } from './ranges';
import { segmentsWithin } from './series-picture';
import { type ThinnedLine, thinnedLine } from './thinned-line';

/** A piece of every sample of a series, as `FullPart` brings it. */
export interface FullPiece {
  readonly range: TimeRange;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  readonly unknown: readonly TimeRange[];
}

/** What is drawn of every sample of one series. */
export interface FullDrawing {
  /** What it was thinned out for; the line reaches somewhat beyond the range that is seen. */
  readonly window: TimeRange;
  readonly line: ThinnedLine;
  readonly gaps: readonly TimeRange[];
  /** Samples in the range that was asked for. */
  readonly samples: number;
}

/** A drawing on the page, with the samples that it is of: what is pointed at is told by them. */
export interface FullShown extends FullDrawing {
  /** In order of time, without overlap. */
  readonly pieces: readonly FullPiece[];
}

export interface DrawWish {
  readonly range: TimeRange;
  readonly window: TimeRange;
  /** Width of the window in pixels of the device. */
  readonly columns: number;
}

interface Whole {
  /** Good samples. */
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  readonly segments: readonly Segment[];
  readonly gaps: readonly TimeRange[];
}

/** Every sample of one series, gathered piece by piece in whatever order; `FullShelf` bounds them. Lives in a worker: a drawing of all takes longer than a frame. */
export class FullPicture {
  readonly #stepMs: number;
  readonly #pieces = new Map<number, FullPiece>();
  #whole: Whole | undefined;

  /** @param stepMs longest distance of two samples without a gap, from `longestStepMs` */
  constructor(stepMs: number) {
    this.#stepMs = stepMs;
  }

  /** Takes a piece in, in place of an earlier one of the same begin. */
  add(piece: FullPiece): void {
    this.#pieces.set(piece.range.fromMs, piece);
    this.#whole = undefined;
  }

  /** Lets go of the piece that begins there. */
  drop(fromMs: number): void {
    this.#pieces.delete(fromMs);
    this.#whole = undefined;
  }

  draw({ range, window, columns }: DrawWish): FullDrawing {
    this.#whole ??= this.#join();
    const { timesMs, values, segments, gaps } = this.#whole;
    const source = { timesMs, values, mins: values, maxs: values, resolution: 'raw' } as const;
    const line = thinnedLine({ ...source, segments: segmentsWithin({ segments, timesMs }, window) }, window, columns);
    const samples = firstAtOrAfter(timesMs, range.toMs) - firstAtOrAfter(timesMs, range.fromMs);
    return { window, line, gaps: common(gaps, [window]), samples };
  }

  #join(): Whole {
    const pieces = [...this.#pieces.values()].toSorted((a, b) => a.range.fromMs - b.range.fromMs);
    const length = pieces.reduce((sum, each) => sum + each.timesMs.length, 0);
    const all = new Float64Array(length);
    const timesMs = new Float64Array(length);
    const values = new Float64Array(length);
    let read = 0;
    let good = 0;
    for (const piece of pieces) {
      all.set(piece.timesMs, read);
      read += piece.timesMs.length;
      for (let i = 0; i < piece.values.length; i++) {
        const value = piece.values[i] as number;
        if (!Number.isFinite(value)) continue;
        timesMs[good] = piece.timesMs[i] as number;
        values[good++] = value;
      }
    }
    const [goodTimes, goodValues] = [timesMs.subarray(0, good), values.subarray(0, good)];
    // Between two pieces that are not at hand both nothing is missing: it is not known.
    const known = united(pieces.map(({ range }) => range));
    const unknown = united(pieces.flatMap((piece) => piece.unknown));
    const gaps = without(common(gapsOf(all, this.#stepMs), known), unknown);
    return { timesMs: goodTimes, values: goodValues, segments: segmentsOf(goodTimes, goodValues, this.#stepMs), gaps };
  }
}
