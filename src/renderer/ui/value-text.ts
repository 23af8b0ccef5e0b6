import type { SeriesTable } from '../../shared/series';
import { decimalText } from '../i18n/format';
import { t } from '../i18n/text';

/** Digits behind the point that keep about four that count, whatever the size; steady, so that a moving number does not jump. */
function decimalsFor(magnitude: number): number {
  if (magnitude >= 1_000) return 0;
  if (magnitude >= 100) return 1;
  return magnitude >= 1 || magnitude === 0 ? 2 : 3;
}

/** Whether a number is written without an exponent. */
export function isPlain(value: number): boolean {
  const magnitude = Math.abs(value);
  return magnitude < 1e7 && (magnitude === 0 || magnitude >= 1e-3);
}

/** A plain number for a person: "1284", "83.41", "0.004"; very large and very small ones with an exponent. */
export function numberText(value: number): string {
  const magnitude = Math.abs(value);
  if (!isPlain(value)) return exponentText(value);
  // Counters: three digits say enough without a point.
  if (magnitude >= 100 && Number.isInteger(value)) return decimalText(value, 0);
  return decimalText(value, decimalsFor(magnitude));
}

function exponentText(value: number): string {
  const [mantissa, exponent] = value.toExponential(2).split('e');
  return `${decimalText(Number(mantissa), 2)}e${exponent}`;
}

/** A fraction for a person: "83.4 %", or "n/a" where there is none. */
export function percentText(fraction: number | null | undefined): string {
  if (fraction === null || fraction === undefined || !Number.isFinite(fraction)) return t('ui.none');
  return `${decimalText(fraction * 100, 1)} %`;
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
  if (!Number.isFinite(value)) return { number: t('ui.badSample'), unit: '' };
  if (table === 'metric') return { number: numberText(value), unit: unit ?? '' };
  return { number: decimalText(value * 100, 1), unit: '%' };
}

/** A limit or target as it was entered: "60", "4.5", for scores "85 %". */
export function limitText(table: SeriesTable, value: number): string {
  const plain = (number: number) => {
    const entered = String(Number(number.toPrecision(6)));
    // One with an exponent stays as it is: nobody enters such a limit.
    return /^-?\d+(\.\d+)?$/.test(entered) ? decimalText(number, entered.split('.')[1]?.length ?? 0) : entered;
  };
  return table === 'oee' ? `${plain(value * 100)} %` : plain(value);
}
