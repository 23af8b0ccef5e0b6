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
  // Counters: three digits say enough without a point.
  if (magnitude >= 100 && Number.isInteger(value)) return String(value);
  return value.toFixed(decimalsFor(magnitude));
}

/** A value's text in its two parts, so that the unit may be set smaller. */
export interface ValueParts {
  readonly number: string;
  /** Empty where there is none. */
  readonly unit: string;
}

/**
 * A sample for a person: scores in percent, metrics with their unit, a bad sample by its name.
 * @param value NaN for a bad sample; undefined where there is none
 */
export function valueParts(table: SeriesTable, value: number | undefined, unit: string | null): ValueParts {
  if (value === undefined) return { number: '–', unit: '' };
  if (!Number.isFinite(value)) return { number: 'bad sample', unit: '' };
  if (table === 'metric') return { number: numberText(value), unit: unit ?? '' };
  const [number = '', percent = ''] = percentText(value).split(' ');
  return { number, unit: percent };
}

/** A limit or target as it was entered: "60", "4.5", for scores "85 %". */
export function limitText(table: SeriesTable, value: number): string {
  const plain = (number: number) => String(Number(number.toPrecision(6)));
  return table === 'oee' ? `${plain(value * 100)} %` : plain(value);
}
