import type { Backdrop } from './backdrop';
import { type ChartSeries, scaleOf } from './chart-series';
import type { LineSource } from './thinned-line';

/** Room above and below the values, as a share of their spread. */
const PAD_SHARE = 0.06;
/** A limit further away than this many spreads would flatten the line; it is then left outside the picture. */
const LIMIT_REACH = 0.6;
/** Values that never move get room of this share of their size. */
const FLAT_SHARE = 0.05;

/**
 * Lowest and highest value to show: all values of the pictures (extremes, not averages alone), the lines that stand
 * near enough, and some room. [0, 1] where there is nothing.
 * @param lines limits and targets
 */
export function yRange(pictures: readonly LineSource[], lines: readonly number[]): readonly [number, number] {
  const [low, high] = extremesOf(pictures);
  if (low > high) return lines.length === 0 ? [0, 1] : padded(Math.min(...lines), Math.max(...lines));
  const reach = LIMIT_REACH * (high - low);
  const near = lines.filter((line) => line >= low - reach && line <= high + reach);
  return padded(Math.min(low, ...near), Math.max(high, ...near));
}

/** Lowest and highest of all drawn points; the lowest above the highest where there is none. */
function extremesOf(pictures: readonly LineSource[]): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { segments, mins, maxs } of pictures) {
    for (const { from, to } of segments) {
      for (let i = from; i < to; i++) {
        low = Math.min(low, mins[i] as number);
        high = Math.max(high, maxs[i] as number);
      }
    }
  }
  return [low, high];
}

/** Room below 0 and above 100 % (or the highest value, where that is more). */
const SCORE_PAD = 0.02;

/**
 * The range of scores drawn on one scale for all times: a change looks as large as it is, and heights may be compared
 * between units and days.
 */
export function scoreRange(pictures: readonly LineSource[]): readonly [number, number] {
  const [low, high] = extremesOf(pictures);
  return [Math.min(0, low) - SCORE_PAD, Math.max(1, high) + SCORE_PAD];
}

/** The range of a metric of codes: all codes that have a word, and half a step around them. */
export function codeRange(words: Readonly<Record<string, string>>): readonly [number, number] {
  const codes = Object.keys(words).map(Number).filter(Number.isFinite);
  return codes.length === 0 ? [0, 1] : [Math.min(...codes) - 0.5, Math.max(...codes) + 0.5];
}

function padded(low: number, high: number): readonly [number, number] {
  const spread = high - low;
  const pad = spread > 0 ? spread * PAD_SHARE : Math.max(Math.abs(high) * FLAT_SHARE, 1e-9);
  return [low - pad, high + pad];
}

/** What a scale's range depends on. */
export interface ScaleInput {
  readonly series: readonly ChartSeries[];
  readonly data: { readonly pictures: readonly LineSource[]; readonly backdrops: readonly (readonly Backdrop[])[] };
  readonly fitsScores: boolean;
}

/** Bottom and top of a scale (see `scaleOf`): of all series that are drawn on it. */
export function rangeOfScale({ series, data, fitsScores }: ScaleInput, scale: string): readonly [number, number] {
  const mine = series.flatMap((each, at) =>
    scaleOf(each) === scale ? [{ each, picture: data.pictures[at], behind: data.backdrops[at] ?? [] }] : [],
  );
  const words = mine[0]?.each.words;
  if (words !== undefined) return codeRange(words);
  const lines = mine.flatMap(({ each: { lowLimit, highLimit, target } }) => [lowLimit, highLimit, target]);
  const known = lines.filter((line) => line !== undefined);
  const pictures = mine.flatMap(({ picture, behind }) => [
    ...(picture ? [picture] : []),
    ...behind.map(({ source }) => source),
  ]);
  return scale === '%' && !fitsScores ? scoreRange(pictures) : yRange(pictures, known);
}
