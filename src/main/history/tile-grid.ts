import { type Resolution, rawTileSpanMs, TILE_SPAN_MS } from '../../shared/series';
import { ceilTo, floorTo, type TimeRange } from '../../shared/time';

/** What one tile spans at a resolution, in ms; for raw it depends on the series' cadence. */
export function tileSpanMs(resolution: Resolution, cadenceMs: number | undefined): number {
  return resolution === 'raw' ? rawTileSpanMs(cadenceMs) : TILE_SPAN_MS[resolution];
}

/** The tiles that overlap a range, in order of time, without holes. */
export function tilesOver(range: TimeRange, spanMs: number): readonly TimeRange[] {
  const tiles: TimeRange[] = [];
  for (let fromMs = floorTo(range.fromMs, spanMs); fromMs < range.toMs; fromMs += spanMs) {
    tiles.push({ fromMs, toMs: fromMs + spanMs });
  }
  return tiles;
}

/** The range without `holes`, in order of time; holes may overlap and lie outside. */
export function without(range: TimeRange, holes: readonly TimeRange[]): readonly TimeRange[] {
  const pieces: TimeRange[] = [];
  let fromMs = range.fromMs;
  for (const hole of holes.toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (hole.toMs <= fromMs || hole.fromMs >= range.toMs) continue;
    if (hole.fromMs > fromMs) pieces.push({ fromMs, toMs: hole.fromMs });
    fromMs = hole.toMs;
  }
  if (fromMs < range.toMs) pieces.push({ fromMs, toMs: range.toMs });
  return pieces;
}

/** Ranges joined where they overlap or touch, in order of time. */
export function joined(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const result: TimeRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = result.at(-1);
    if (last === undefined || range.fromMs > last.toMs) result.push(range);
    else result[result.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, range.toMs) };
  }
  return result;
}

/** The range widened to the grid of `stepMs`. */
export function aligned(range: TimeRange, stepMs: number): TimeRange {
  return { fromMs: floorTo(range.fromMs, stepMs), toMs: ceilTo(range.toMs, stepMs) };
}
