/**
 * ASN.1 in DER, as far as a certificate needs it written (ITU-T X.690): each value is a tag, a length and its content.
 */
export type Der = Uint8Array;

const TAGS = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** From this year on a time no longer fits the two digits of UTCTime (RFC 5280, 4.1.2.5). */
const FIRST_LONG_YEAR = 2050;

function tagged(tag: number, ...parts: readonly Uint8Array[]): Der {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

/** Below 128 one byte; above, the number of bytes that follow, then the length in them. */
function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes = bigEndian(length);
  return Uint8Array.of(0x80 | bytes.length, ...bytes);
}

function bigEndian(value: number): readonly number[] {
  return value < 0x100 ? [value] : [...bigEndian(Math.floor(value / 0x100)), value % 0x100];
}

export const sequence = (...items: readonly Der[]): Der => tagged(TAGS.sequence, ...items);
export const set = (...items: readonly Der[]): Der => tagged(TAGS.set, ...items);
export const boolean = (value: boolean): Der => tagged(TAGS.boolean, Uint8Array.of(value ? 0xff : 0));
export const octetString = (content: Uint8Array): Der => tagged(TAGS.octetString, content);
export const utf8String = (text: string): Der => tagged(TAGS.utf8String, Buffer.from(text, 'utf8'));

/** A positive whole number, by its big-endian bytes. */
export function integer(bytes: Uint8Array): Der {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  // A leading one bit would make it negative.
  return (digits[0] ?? 0) >= 0x80 ? tagged(TAGS.integer, Uint8Array.of(0), digits) : tagged(TAGS.integer, digits);
}

/** @param unusedBits at the end of the last byte */
export function bitString(content: Uint8Array, unusedBits = 0): Der {
  return tagged(TAGS.bitString, Uint8Array.of(unusedBits), content);
}

/** @param dotted such as `2.5.29.17` */
export function objectId(dotted: string): Der {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  return tagged(TAGS.objectId, Uint8Array.from([first * 40 + second, ...others.flatMap(base128)]));
}

/** Seven bits a byte, all but the last marked as having a successor. */
function base128(value: number): readonly number[] {
  const bytes = [value % 0x80];
  for (let rest = Math.floor(value / 0x80); rest > 0; rest = Math.floor(rest / 0x80))
    bytes.unshift(0x80 | (rest % 0x80));
  return bytes;
}

/** A moment to the second, ms since the epoch. */
export function time(timeMs: number): Der {
  const date = new Date(timeMs);
  const digits = `${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  return date.getUTCFullYear() < FIRST_LONG_YEAR
    ? tagged(TAGS.utcTime, Buffer.from(digits.slice(2)))
    : tagged(TAGS.generalizedTime, Buffer.from(digits));
}

/** `[number] EXPLICIT`: around whole values. */
export const explicit = (number: number, ...items: readonly Der[]): Der => tagged(0xa0 | number, ...items);
/** `[number] IMPLICIT` of something without parts: the content alone. */
export const implicit = (number: number, content: Uint8Array): Der => tagged(0x80 | number, content);
