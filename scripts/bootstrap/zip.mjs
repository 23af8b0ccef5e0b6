// A reader for zip archives (no zip64, no encryption): the central directory at the end says what is there, so only the
// wanted files are read. Every file's checksum is compared.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { SetupFailure } from './failure.mjs';

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_BYTES = 22;
const LONGEST_COMMENT_BYTES = 65_535;
const STORED = 0;
const DEFLATED = 8;

/**
 * @typedef {object} ZipEntry
 * @property {string} name path inside, with `/`
 * @property {number} method 0 stored, 8 deflated
 * @property {number} crc
 * @property {number} packedBytes
 * @property {number} sizeBytes
 * @property {number} mode permission bits, 0 when the archive has none
 * @property {number} offset of its local header
 */

/** @param {string} archive @param {string} why */
function broken(archive, why) {
  return new SetupFailure(`The archive ${archive} is damaged: ${why}.`, { code: 'BROKEN_ARCHIVE' });
}

/**
 * The archive's table of contents.
 * @param {string} archive path
 * @returns {Promise<ZipEntry[]>}
 * @throws {SetupFailure} code `BROKEN_ARCHIVE`
 */
export async function readZipEntries(archive) {
  const file = await open(archive, 'r');
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, END_BYTES + LONGEST_COMMENT_BYTES));
    await file.read(tail, 0, tail.length, size - tail.length);
    const end = lastSignature(tail);
    if (end === -1) throw broken(archive, 'it has no table of contents');
    const directory = Buffer.alloc(tail.readUInt32LE(end + 12));
    await file.read(directory, 0, directory.length, tail.readUInt32LE(end + 16));
    return parseDirectory(directory, tail.readUInt16LE(end + 10), archive);
  } finally {
    await file.close();
  }
}

/** @param {Buffer} tail */
function lastSignature(tail) {
  for (let at = tail.length - END_BYTES; at >= 0; at--) if (tail.readUInt32LE(at) === END_SIGNATURE) return at;
  return -1;
}

/**
 * @param {Buffer} directory
 * @param {number} count
 * @param {string} archive
 */
function parseDirectory(directory, count, archive) {
  /** @type {ZipEntry[]} */
  const entries = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE)
      throw broken(archive, 'its table of contents is cut off');
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packedBytes: directory.readUInt32LE(at + 20),
      sizeBytes: directory.readUInt32LE(at + 24),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/**
 * Unpacks the wanted files.
 * @param {{ archive: string, place: (name: string) => string | undefined, onProgress?: (doneBytes: number, totalBytes: number) => void }} options
 *   place: the path for a file of the archive, undefined to leave it out; onProgress: in unpacked bytes
 * @returns {Promise<number>} how many files were written
 */
export async function extractZip(options) {
  const wanted = [];
  for (const entry of await readZipEntries(options.archive)) {
    const destination = entry.name.endsWith('/') ? undefined : options.place(entry.name);
    if (destination !== undefined) wanted.push({ entry, destination });
  }
  const totalBytes = wanted.reduce((sum, { entry }) => sum + entry.sizeBytes, 0);
  let doneBytes = 0;
  for (const { entry, destination } of wanted) {
    await extractOne(options.archive, entry, destination);
    doneBytes += entry.sizeBytes;
    options.onProgress?.(doneBytes, totalBytes);
  }
  return wanted.length;
}

/**
 * @param {string} archive
 * @param {ZipEntry} entry
 * @param {string} destination
 */
async function extractOne(archive, entry, destination) {
  if (entry.method !== STORED && entry.method !== DEFLATED)
    throw broken(archive, `${entry.name} is packed in an unknown way`);
  await mkdir(dirname(destination), { recursive: true });
  const start = await dataOffset(archive, entry);
  let crc = 0;
  const check = new Transform({
    transform(chunk, _encoding, done) {
      crc = crc32(chunk, crc);
      done(null, chunk);
    },
  });
  const target = createWriteStream(destination, { mode: entry.mode === 0 ? 0o644 : entry.mode });
  if (entry.packedBytes === 0) {
    await pipeline([], check, target);
  } else {
    const source = createReadStream(archive, { start, end: start + entry.packedBytes - 1, highWaterMark: 1 << 20 });
    if (entry.method === DEFLATED) await pipeline(source, createInflateRaw(), check, target);
    else await pipeline(source, check, target);
  }
  if (crc !== entry.crc) throw broken(archive, `${entry.name} has a wrong checksum`);
}

/**
 * Where a file's bytes begin: the local header repeats name and extra field, with lengths of its own.
 * @param {string} archive
 * @param {ZipEntry} entry
 */
async function dataOffset(archive, entry) {
  const file = await open(archive, 'r');
  try {
    const header = Buffer.alloc(30);
    await file.read(header, 0, 30, entry.offset);
    return entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}
