import type { SeriesPicture } from './series-picture';

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
export function yRange(pictures: readonly SeriesPicture[], lines: readonly number[]): readonly [number, number] {
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
  if (low > high) return lines.length === 0 ? [0, 1] : padded(Math.min(...lines), Math.max(...lines));
  const reach = LIMIT_REACH * (high - low);
  const near = lines.filter((line) => line >= low - reach && line <= high + reach);
  return padded(Math.min(low, ...near), Math.max(high, ...near));
}

function padded(low: number, high: number): readonly [number, number] {
  const spread = high - low;
  const pad = spread > 0 ? spread * PAD_SHARE : Math.max(Math.abs(high) * FLAT_SHARE, 1e-9);
  return [low - pad, high + pad];
}
