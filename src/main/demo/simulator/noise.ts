/**
 * Randomness as a function: the same key always gives the same number, so any moment of the simulated plant can be
 * computed alone, in any order, by any process.
 */

/** 32-bit hash of whole numbers (murmur3's mixing and finaliser); every argument may be negative or above 2^32. */
export function hash32(...parts: readonly number[]): number {
  let h = 0x9747b28c;
  for (const part of parts) {
    h = mixIn(h, part | 0);
    // Times in ms exceed 32 bits: the high half is a part of its own.
    h = mixIn(h, Math.floor(part / 4294967296) | 0);
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function mixIn(h: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  let mixed = h ^ Math.imul(k, 0x1b873593);
  mixed = (mixed << 13) | (mixed >>> 19);
  return (Math.imul(mixed, 5) + 0xe6546b64) | 0;
}

/** Hash of a text, for keys made from ids and names. */
export function hashText(text: string): number {
  let h = 0;
  for (let i = 0; i < text.length; i += 1) h = hash32(h, text.charCodeAt(i));
  return h;
}

/** Uniform in [0, 1). */
export function uniform(...key: readonly number[]): number {
  return hash32(...key) / 4294967296;
}

/** Bell-shaped around 0 with standard deviation 1, bounded to ±3.5 (sum of four uniforms). */
export function gaussian(...key: readonly number[]): number {
  const first = hash32(...key);
  const second = hash32(first, 1);
  const sum = (first & 0xffff) + (first >>> 16) + (second & 0xffff) + (second >>> 16);
  return (sum / 65536 - 2) * Math.sqrt(3);
}

/** A smooth curve in [-1, 1] that wanders with the given period: cosine between hashed knots. */
export function wander(key: number, timeMs: number, periodMs: number): number {
  const index = Math.floor(timeMs / periodMs);
  const fraction = timeMs / periodMs - index;
  const blend = (1 - Math.cos(Math.PI * fraction)) / 2;
  return (uniform(key, index) * (1 - blend) + uniform(key, index + 1) * blend) * 2 - 1;
}

/** A stream of uniforms for drawing one block's schedule; two streams of one key give the same numbers. */
export function uniformStream(...key: readonly number[]): () => number {
  const base = hash32(...key);
  let drawn = 0;
  return () => {
    drawn += 1;
    return uniform(base, drawn);
  };
}
