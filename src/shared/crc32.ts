/**
 * CRC-32 (IEEE 802.3, reflected, polynomial 0xEDB88320), the one of zlib and PNG, eight bytes a step ("slicing-by-8":
 * Kounavis and Berry, Intel, 2005): every tile that is read pays for it. Table k holds the remainder of a byte that is followed
 * by k zero bytes.
 */
const SLICES = 8;
const TABLE = new Uint32Array(SLICES * 256);
for (let n = 0; n < 256; n++) {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = (c & 1) === 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  TABLE[n] = c >>> 0;
}
for (let n = 256; n < SLICES * 256; n++) {
  const shorter = TABLE[n - 256] as number;
  TABLE[n] = ((TABLE[shorter & 0xff] as number) ^ (shorter >>> 8)) >>> 0;
}

/** Checksum of the bytes, 0..2^32-1. */
export function crc32(bytes: Uint8Array): number {
  const t = TABLE;
  const b = bytes;
  const length = bytes.length;
  const whole = length - (length % SLICES);
  let c = -1;
  let i = 0;
  for (; i < whole; i += SLICES) {
    c ^= at(b, i) | (at(b, i + 1) << 8) | (at(b, i + 2) << 16) | (at(b, i + 3) << 24);
    c =
      at(t, 1792 + (c & 0xff)) ^
      at(t, 1536 + ((c >>> 8) & 0xff)) ^
      at(t, 1280 + ((c >>> 16) & 0xff)) ^
      at(t, 1024 + (c >>> 24)) ^
      at(t, 768 + at(b, i + 4)) ^
      at(t, 512 + at(b, i + 5)) ^
      at(t, 256 + at(b, i + 6)) ^
      at(t, at(b, i + 7));
  }
  for (; i < length; i++) c = at(t, (c ^ at(b, i)) & 0xff) ^ (c >>> 8);
  return (c ^ -1) >>> 0;
}

function at(array: Uint8Array | Uint32Array, index: number): number {
  return array[index] as number;
}
