import { rawTileSpanMs } from './series';
import { ceilTo, floorTo, type TimeRange } from './time';

/** Most samples that a picture or an export of every sample holds; beyond it a person has to choose a shorter range. */
export const MAX_FULL_POINTS = 2_000_000;
/** Samples of one request: soon answered, and well below what an appliance refuses. */
const PART_POINTS = 10_000;

/** Samples to expect over a range; ∞ where the distance of two is not known. */
export function expectedSamples({ fromMs, toMs }: TimeRange, cadenceMs: number | undefined): number {
  return cadenceMs === undefined ? Number.POSITIVE_INFINITY : Math.ceil((toMs - fromMs) / cadenceMs);
}

/**
 * The pieces that every sample of a range is read in: in order of time, whole tiles of raw samples, and on a fixed grid, so
 * that a range moved a little asks for the same pieces.
 * @param cadenceMs usual distance of two samples, above 0
 */
export function fullParts(range: TimeRange, cadenceMs: number): readonly TimeRange[] {
  const tileMs = rawTileSpanMs(cadenceMs);
  const tiles = Math.max(1, Math.floor((PART_POINTS * cadenceMs) / tileMs));
  const partMs = tileMs * tiles;
  const parts: TimeRange[] = [];
  const endMs = ceilTo(range.toMs, partMs);
  for (let fromMs = floorTo(range.fromMs, partMs); fromMs < endMs; fromMs += partMs) {
    parts.push({ fromMs, toMs: fromMs + partMs });
  }
  return parts;
}
