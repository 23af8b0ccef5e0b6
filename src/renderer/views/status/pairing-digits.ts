/** Digits of a pairing code. */
export const PAIRING_DIGITS = 8;

/** The digits so far in their two groups, with a place for each that is missing. */
export function shownDigits(digits: string): string {
  const places = digits.padEnd(PAIRING_DIGITS, '·');
  return `${places.slice(0, PAIRING_DIGITS / 2)} ${places.slice(PAIRING_DIGITS / 2)}`;
}
