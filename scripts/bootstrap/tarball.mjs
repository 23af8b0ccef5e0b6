// A reader for the tarballs of the npm registry (gzip, ustar), as a stream: of a 52 MB package one file is wanted.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { SetupFailure } from './failure.mjs';

const BLOCK_BYTES = 512;

/**
 * Writes one file of a tarball to the disk.
 * @param {{ archive: string, entry: string, destination: string, mode?: number }} options
 *   entry: its whole path in the archive (`package/bin/node`); mode: permission bits of the new file
 * @throws {SetupFailure} code `NO_ENTRY` when the archive has no such file, `BROKEN_ARCHIVE` when it ends too early
 */
export async function extractEntry(options) {
  const source = createReadStream(options.archive);
  const unzipped = createGunzip();
  source.on('error', (error) => unzipped.destroy(error));
  source.pipe(unzipped);
  const reader = new BlockReader(unzipped);
  try {
    for (;;) {
      const header = await reader.take(BLOCK_BYTES);
      if (header === undefined || header.every((byte) => byte === 0)) {
        throw new SetupFailure(`The archive ${options.archive} holds no ${options.entry}.`, { code: 'NO_ENTRY' });
      }
      const { name, sizeBytes } = readHeader(header);
      if (name === options.entry) return await writeEntry(reader, sizeBytes, options);
      await reader.pass(paddedSize(sizeBytes), undefined);
    }
  } finally {
    source.destroy();
    unzipped.destroy();
  }
}

/**
 * @param {BlockReader} reader
 * @param {number} sizeBytes
 * @param {{ destination: string, mode?: number }} options
 */
async function writeEntry(reader, sizeBytes, options) {
  const file = await open(options.destination, 'w', options.mode ?? 0o644);
  try {
    await reader.pass(sizeBytes, async (chunk) => {
      await file.writeFile(chunk);
    });
  } finally {
    await file.close();
  }
}

/** @param {number} sizeBytes */
function paddedSize(sizeBytes) {
  return Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
}

/**
 * @param {Buffer} header one block
 * @returns {{ name: string, sizeBytes: number }}
 */
export function readHeader(header) {
  const text = (/** @type {number} */ from, /** @type {number} */ length) => {
    const field = header.subarray(from, from + length);
    const end = field.indexOf(0);
    return field.toString('utf8', 0, end === -1 ? length : end);
  };
  const prefix = text(345, 155);
  const name = text(0, 100);
  const sizeBytes = Number.parseInt(text(124, 12).trim() || '0', 8);
  if (Number.isNaN(sizeBytes))
    throw new SetupFailure('The archive is damaged: a file without a size.', { code: 'BROKEN_ARCHIVE' });
  return { name: prefix === '' ? name : `${prefix}/${name}`, sizeBytes };
}

/** Hands out a stream's bytes in the amounts asked for. */
class BlockReader {
  /** @type {AsyncIterator<Buffer>} */
  #chunks;
  #rest = Buffer.alloc(0);

  /** @param {AsyncIterable<Buffer>} stream */
  constructor(stream) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /**
   * @param {number} sizeBytes
   * @returns {Promise<Buffer | undefined>} undefined at the end of the stream
   */
  async take(sizeBytes) {
    const parts = [];
    await this.pass(sizeBytes, async (chunk) => void parts.push(chunk), true);
    const whole = Buffer.concat(parts);
    return whole.length === 0 ? undefined : whole;
  }

  /**
   * Reads on by so many bytes, handing each piece to the sink.
   * @param {number} sizeBytes
   * @param {((chunk: Buffer) => Promise<void>) | undefined} sink
   * @param {boolean} [mayEnd] the stream may end right here
   */
  async pass(sizeBytes, sink, mayEnd = false) {
    let leftBytes = sizeBytes;
    while (leftBytes > 0) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next();
        if (next.done === true) {
          if (mayEnd && leftBytes === sizeBytes) return;
          throw new SetupFailure('The archive is damaged: it ends too early.', { code: 'BROKEN_ARCHIVE' });
        }
        this.#rest = next.value;
      }
      const piece = this.#rest.subarray(0, leftBytes);
      this.#rest = this.#rest.subarray(piece.length);
      leftBytes -= piece.length;
      await sink?.(piece);
    }
  }
}
