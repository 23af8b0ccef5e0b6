import type { TimeRange } from '../../shared/time';
import { firstAtOrAfter } from './first-at-or-after';
import type { FullPiece } from './full-picture';
import { covers } from './ranges';

/** What the samples themselves say at a time. */
export type SampleReading =
  | { readonly kind: 'value'; readonly timeMs: number; readonly value: number }
  | { readonly kind: 'not-on-board' };

/**
 * The good sample nearest to a time; undefined where the samples around it are not at hand.
 * @param pieces in order of time, without overlap
 */
export function sampleAt(pieces: readonly FullPiece[], timeMs: number): SampleReading | undefined {
  const at = pieces.findIndex(({ range }) => range.fromMs <= timeMs && timeMs < range.toMs);
  const piece = pieces[at];
  if (piece === undefined) return undefined;
  if (covers(piece.unknown, timeMs)) return { kind: 'not-on-board' };
  const candidates = [
    goodBefore(pieces[at - 1], timeMs),
    goodBefore(piece, timeMs),
    goodFrom(piece, timeMs),
    goodFrom(pieces[at + 1], timeMs),
  ].filter((each) => each !== undefined);
  const [first, ...others] = candidates;
  if (first === undefined) return undefined;
  const distance = (sample: { readonly timeMs: number }) => Math.abs(sample.timeMs - timeMs);
  return others.reduce((nearest, each) => (distance(each) < distance(nearest) ? each : nearest), first);
}

/** The newest good sample of the range; undefined where the samples at its end are not at hand. */
export function newestSample(pieces: readonly FullPiece[], { toMs }: TimeRange): SampleReading | undefined {
  const piece = pieces.find(({ range }) => range.fromMs < toMs && toMs <= range.toMs);
  return goodBefore(piece, toMs);
}

type Value = Extract<SampleReading, { kind: 'value' }>;

function goodBefore(piece: FullPiece | undefined, timeMs: number): Value | undefined {
  return piece && goodSample(piece, firstFrom(piece, timeMs) - 1, -1);
}

function goodFrom(piece: FullPiece | undefined, timeMs: number): Value | undefined {
  return piece && goodSample(piece, firstFrom(piece, timeMs), 1);
}

function firstFrom({ timesMs }: FullPiece, timeMs: number): number {
  return firstAtOrAfter(timesMs, timeMs);
}

function goodSample({ timesMs, values }: FullPiece, from: number, step: 1 | -1): Value | undefined {
  for (let i = from; i >= 0 && i < timesMs.length; i += step) {
    const value = values[i] as number;
    if (Number.isFinite(value)) return { kind: 'value', timeMs: timesMs[i] as number, value };
  }
  return undefined;
}
