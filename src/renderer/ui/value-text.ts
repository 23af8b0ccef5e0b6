import { percentText } from '../../shared/oee';
import type { SeriesTable } from '../../shared/series';

/** Digits behind the point that keep about four that count, whatever the size; steady, so that a moving number does not jump. */
function decimalsFor(magnitude: number): number {
  if (magnitude >= 1_000) return 0;
  if (magnitude >= 100) return 1;
  return magnitude >= 1 || magnitude === 0 ? 2 : 3;
}

/** A plain number for a person: "1284", "83.41", "0.004"; very large and very small ones with an exponent. */
export function numberText(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 1e7 || (magnitude > 0 && magnitude < 1e-3)) return value.toExponential(2);
  return value.toFixed(decimalsFor(magnitude));
}

/**
 * A sample for a person: scores in percent, metrics with their unit, a bad sample by its name.
 * @param value NaN for a bad sample; undefined where there is none
 */
export function valueText(table: SeriesTable, value: number | undefined, unit: string | null): string {
  if (value === undefined) return '–';
  if (!Number.isFinite(value)) return 'bad sample';
  if (table === 'oee') return percentText(value);
  return unit === null ? numberText(value) : `${numberText(value)} ${unit}`;
}
