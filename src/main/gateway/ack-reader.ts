const FIN = 0x80;
const MASKED = 0x80;
const FIRST_CONTROL_OPCODE = 0x8;
const TEXT_FRAME = 0x81;
const MASK_BYTES = 4;
/** A short frame's head with its mask (RFC 6455, 5.2). */
const SHORT_HEAD_BYTES = 2 + MASK_BYTES;
const TWO_BYTES = 126;
const EIGHT_BYTES = 127;

const START = Buffer.from('{"type":"ack","sequence":');
const END = '}'.charCodeAt(0);
const ZERO = '0'.charCodeAt(0);
/** So many digits are a safe integer whatever they are. */
const MAX_DIGITS = 15;
const MIN_FRAME_BYTES = SHORT_HEAD_BYTES + START.length + 2;
const MAX_FRAME_BYTES = SHORT_HEAD_BYTES + START.length + MAX_DIGITS + 1;

/**
 * Knows an acknowledgement by its bytes, as the network brings it: one whole frame, alone in its chunk, spelled as
 * docs/protocol.md has it. To know that a chunk begins with a frame it has to see every chunk of the connection.
 */
export class AckReader {
  /** Bytes of the frame under way that have not come. */
  #missing = 0;
  /** A message under way goes on in the next frame. */
  #isFragmented = false;
  /** A chunk ended within a frame's head: where frames begin is not known from there on. */
  #isLost = false;

  /** @returns the sequence; undefined where the chunk is anything else, which is somebody else's to read */
  read(chunk: Buffer): number | undefined {
    if (this.#isLost) return undefined;
    const sequence = this.#missing === 0 && !this.#isFragmented ? ackIn(chunk) : undefined;
    if (sequence === undefined) this.#pass(chunk);
    return sequence;
  }

  #pass(chunk: Buffer): void {
    let at = this.#missing;
    while (at < chunk.length) {
      const length = frameBytes(chunk, at);
      if (length === undefined) {
        this.#isLost = true;
        return;
      }
      const first = chunk[at] ?? 0;
      if ((first & 0x0f) < FIRST_CONTROL_OPCODE) this.#isFragmented = (first & FIN) === 0;
      at += length;
    }
    this.#missing = at - chunk.length;
  }
}

/** How long the frame is that begins here; undefined where that is not in the chunk. */
function frameBytes(chunk: Buffer, at: number): number | undefined {
  if (chunk.length < at + 2) return undefined;
  const second = chunk[at + 1] ?? 0;
  const mask = (second & MASKED) === 0 ? 0 : MASK_BYTES;
  const short = second & ~MASKED;
  if (short < TWO_BYTES) return 2 + mask + short;
  if (short === TWO_BYTES) return chunk.length < at + 4 ? undefined : 4 + mask + chunk.readUInt16BE(at + 2);
  return short === EIGHT_BYTES && chunk.length >= at + 10
    ? 10 + mask + Number(chunk.readBigUInt64BE(at + 2))
    : undefined;
}

function ackIn(chunk: Buffer): number | undefined {
  const { length } = chunk;
  if (length < MIN_FRAME_BYTES || length > MAX_FRAME_BYTES || chunk[0] !== TEXT_FRAME) return undefined;
  if (chunk[1] !== (MASKED | (length - SHORT_HEAD_BYTES))) return undefined;
  for (let at = 0; at < START.length; at += 1) if (unmasked(chunk, at) !== START[at]) return undefined;
  const end = length - SHORT_HEAD_BYTES - 1;
  if (unmasked(chunk, end) !== END) return undefined;
  return numberIn(chunk, START.length, end);
}

/** Digits without a leading zero, as JSON has it. */
function numberIn(chunk: Buffer, from: number, to: number): number | undefined {
  if (unmasked(chunk, from) === ZERO && to > from + 1) return undefined;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = unmasked(chunk, at) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

/** A byte of a short frame's payload. */
function unmasked(chunk: Buffer, at: number): number {
  return (chunk[SHORT_HEAD_BYTES + at] ?? 0) ^ (chunk[2 + (at & 3)] ?? 0);
}
