/**
 * PostgreSQL's wire protocol, version 3, as far as the front needs it: framing, a few messages of the server's
 * side, and reading of answers. Frames are whole messages with their header: type byte, int32 length, body.
 */

/** Type bytes of the messages that the front looks into. */
export const FRONTEND = {
  bind: 0x42,
  close: 0x43,
  copyData: 0x64,
  copyDone: 0x63,
  copyFail: 0x66,
  describe: 0x44,
  execute: 0x45,
  flush: 0x48,
  parse: 0x50,
  query: 0x51,
  sync: 0x53,
  terminate: 0x58,
} as const;

export const BACKEND = {
  closeComplete: 0x33,
  commandComplete: 0x43,
  copyInResponse: 0x47,
  dataRow: 0x44,
  error: 0x45,
  notification: 0x41,
  parseComplete: 0x31,
  readyForQuery: 0x5a,
  rowDescription: 0x54,
} as const;

const HEADER_BYTES = 5;

export class ProtocolError extends Error {}

/** Cuts a byte stream into frames; the first ones (start-up) have no type byte. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #bufferedBytes = 0;
  #neededBytes = 1;
  #typed = false;
  readonly #maxFrameBytes: number;

  /** @param maxFrameBytes longest frame accepted, header included */
  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** From now on frames carry a type byte: call after the start-up message. */
  expectTypedFrames(): void {
    this.#typed = true;
    this.#neededBytes = 1;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bufferedBytes += chunk.length;
  }

  /**
   * The next whole frame, or undefined until more bytes have come.
   * @throws ProtocolError when a length is impossible or above the limit
   */
  next(): Buffer | undefined {
    const headerBytes = this.#typed ? HEADER_BYTES : 4;
    if (this.#bufferedBytes < Math.max(headerBytes, this.#neededBytes)) return undefined;
    const all = this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks);
    const frameBytes = all.readUInt32BE(headerBytes - 4) + headerBytes - 4;
    if (frameBytes < headerBytes || frameBytes > this.#maxFrameBytes) {
      throw new ProtocolError(`invalid message length ${frameBytes}`);
    }
    if (all.length < frameBytes) {
      this.#chunks = [all];
      this.#neededBytes = frameBytes;
      return undefined;
    }
    const rest = all.subarray(frameBytes);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#bufferedBytes = rest.length;
    this.#neededBytes = 1;
    return all.subarray(0, frameBytes);
  }
}

/** One typed frame. */
export function frame(type: number, ...parts: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header[0] = type;
  header.writeUInt32BE(4 + parts.reduce((sum, part) => sum + part.length, 0), 1);
  return Buffer.concat([header, ...parts]);
}

/** Zero-terminated UTF-8. */
export function cString(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf8');
}

/** The zero-terminated string at `offset`, and the offset after it. */
export function readCString(buffer: Buffer, offset: number): readonly [text: string, next: number] {
  const end = buffer.indexOf(0, offset);
  if (end < 0) throw new ProtocolError('a string without its end');
  return [buffer.toString('utf8', offset, end), end + 1];
}

export function queryFrame(sql: string): Buffer {
  return frame(FRONTEND.query, cString(sql));
}

export const SYNC_FRAME = frame(FRONTEND.sync);

/** Closes a prepared statement ('S') or portal ('P'); not an error where there is none of that name. */
export function closeFrame(kind: 'S' | 'P', name: string): Buffer {
  return frame(FRONTEND.close, Buffer.from(kind), cString(name));
}

export function readyForQueryFrame(status: TransactionStatus): Buffer {
  return frame(BACKEND.readyForQuery, Buffer.from(status));
}

export function commandCompleteFrame(tag: string): Buffer {
  return frame(BACKEND.commandComplete, cString(tag));
}

export function parameterStatusFrame(name: string, value: string): Buffer {
  return frame(0x53, cString(name), cString(value));
}

/** ErrorResponse with severity, SQLSTATE and one sentence. */
export function errorFrame(severity: 'ERROR' | 'FATAL', code: string, message: string): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${code}`, `M${message}`].map(cString);
  return frame(BACKEND.error, ...fields, Buffer.alloc(1));
}

/** AuthenticationOk. */
export const AUTHENTICATION_OK_FRAME = frame(0x52, Buffer.alloc(4));

/** CopyInResponse in text format with no column formats, as the engine itself sends it. */
export const COPY_IN_FRAME = frame(BACKEND.copyInResponse, Buffer.from([0, 0, 0]));

export function backendKeyDataFrame(processId: number, secret: number): Buffer {
  const body = Buffer.alloc(8);
  body.writeInt32BE(processId, 0);
  body.writeInt32BE(secret, 4);
  return frame(0x4b, body);
}

/** I: idle, T: in a transaction, E: in a failed one. */
export type TransactionStatus = 'I' | 'T' | 'E';

/** Calls back for each frame of an answer, with its place: no copies are made. */
export function eachFrame(bytes: Buffer, visit: (type: number, start: number, end: number) => void): void {
  let start = 0;
  while (start + HEADER_BYTES <= bytes.length) {
    const end = start + 1 + bytes.readUInt32BE(start + 1);
    visit(bytes[start] ?? 0, start, end);
    start = end;
  }
}

/** Fields of an ErrorResponse or NoticeResponse by their letter (C: SQLSTATE, M: message). */
export function errorFields(body: Buffer): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let offset = 0;
  while (offset < body.length && body[offset] !== 0) {
    const letter = String.fromCharCode(body[offset] ?? 0);
    const [text, next] = readCString(body, offset + 1);
    fields.set(letter, text);
    offset = next;
  }
  return fields;
}

export type TextRow = readonly (string | null)[];

/** Values of a DataRow in text format; `body` without the header. */
export function dataRowValues(body: Buffer): TextRow {
  const values: (string | null)[] = [];
  let offset = 2;
  for (let left = body.readUInt16BE(0); left > 0; left--) {
    const lengthBytes = body.readInt32BE(offset);
    offset += 4;
    values.push(lengthBytes < 0 ? null : body.toString('utf8', offset, offset + lengthBytes));
    offset += Math.max(0, lengthBytes);
  }
  return values;
}
