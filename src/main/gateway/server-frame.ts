/** FIN and the opcode of a text frame (RFC 6455, 5.2); a server masks nothing. */
const TEXT_FRAME = 0x81;
/** Longest payload that the second byte itself tells, and the marks for a length of two and of eight bytes. */
const LONGEST_SHORT = 125;
const TWO_BYTES = 126;
const EIGHT_BYTES = 127;

/**
 * A text message as one WebSocket frame, ready for any number of sockets.
 * @param parts the message's UTF-8, in order; copied
 */
export function frameText(parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([frameHead(length), ...parts]);
}

function frameHead(length: number): Buffer {
  if (length <= LONGEST_SHORT) return Buffer.of(TEXT_FRAME, length);
  const isLong = length > 0xffff;
  const head = Buffer.alloc(isLong ? 10 : 4);
  head[0] = TEXT_FRAME;
  head[1] = isLong ? EIGHT_BYTES : TWO_BYTES;
  if (isLong) head.writeBigUInt64BE(BigInt(length), 2);
  else head.writeUInt16BE(length, 2);
  return head;
}
