/**
 * How long the first frame of the bytes is; undefined while it is not whole. Servers mask nothing.
 * @returns bytes of the head, and of the whole frame
 */
export function frameLength(bytes: Buffer): { readonly head: number; readonly total: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = (bytes[1] ?? 0) & 0x7f;
  const head = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < head) return undefined;
  const length = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
  return bytes.length < head + length ? undefined : { head, total: head + length };
}

/** A client's frame: masked, as it must be, by a key of zeros, which leaves the bytes as they are. */
export function maskedFrame(opcode: number, payload: Buffer): Buffer {
  const head = payload.length > 125 ? Buffer.alloc(8) : Buffer.alloc(6);
  head[0] = 0x80 | opcode;
  if (payload.length > 125) {
    head[1] = 0x80 | 126;
    head.writeUInt16BE(payload.length, 2);
  } else {
    head[1] = 0x80 | payload.length;
  }
  return Buffer.concat([head, payload]);
}
