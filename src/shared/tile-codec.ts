import { z } from 'zod';
import { crc32 } from './crc32';
import { BUCKET_RESOLUTIONS, type Resolution, type SeriesKey } from './series';
import type { BucketColumns, RawColumns, Tile } from './tile';
import type { TimeRange } from './time';

/**
 * The bytes of a tile, the same in every tier and on the wire (little-endian):
 *
 *     0  u32  magic "TLT1" (codec version 1)
 *     4  u32  CRC-32 of everything from byte 8 on: key, marks and data alike
 *     8  u32  length of the header in bytes, a multiple of 8
 *    12  u32  rows in each column
 *    16  …    header: JSON in UTF-8, padded with spaces
 *     …  f64  columns one after the other: raw [times, values]; buckets [sums, counts, mins, maxs, badCounts]
 */
export const TILE_CODEC_VERSION = 1;
const MAGIC = 0x31544c54;
const PREAMBLE_BYTES = 16;
const SPACE = 0x20;

const TileHeader = z.object({
  table: z.enum(['metric', 'oee']),
  workUnitId: z.string(),
  name: z.string(),
  resolution: z.enum(['raw', ...BUCKET_RESOLUTIONS]),
  fromMs: z.number(),
  toMs: z.number(),
  asOfMs: z.number(),
  sealed: z.boolean(),
});

/** Which tile somebody asked for. */
export interface ExpectedTile {
  readonly series: SeriesKey;
  readonly resolution: Resolution;
  readonly range: TimeRange;
}

/** CRC-32 of bytes, 0..2^32-1. {@link crc32} runs everywhere; a faster one of the machine's own may stand in for it. */
export type Checksum = (bytes: Uint8Array) => number;

/** The bytes are no intact tile of this codec version; the answer is to fetch it again, never to use a part. */
export class TileDamagedError extends Error {
  override readonly name = 'TileDamagedError';
}

function columnsOf(columns: RawColumns | BucketColumns): readonly Float64Array[] {
  return columns.kind === 'raw'
    ? [columns.timesMs, columns.values]
    : [columns.sums, columns.counts, columns.mins, columns.maxs, columns.badCounts];
}

/** The beginning of a header, which names the tile: always of the same form, so that it can be compared as it stands. */
function keyText({ series: { table, workUnitId, name }, resolution, range: { fromMs, toMs } }: ExpectedTile): string {
  return JSON.stringify({ table, workUnitId, name, resolution, fromMs, toMs }).slice(0, -1);
}

function encodeHeader(key: ExpectedTile, { asOfMs, sealed }: Tile): Uint8Array {
  const marks = JSON.stringify({ asOfMs, sealed }).slice(1);
  const text = new TextEncoder().encode(`${keyText(key)},${marks}`);
  const padded = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(SPACE);
  padded.set(text);
  return padded;
}

/**
 * The tile as bytes; a new buffer of its own.
 * @throws RangeError where the columns differ in length: a short one would be filled up with zeros that look like values
 */
export function encodeTile(tile: Tile, checksum: Checksum = crc32): Uint8Array<ArrayBuffer> {
  const columns = columnsOf(tile.columns);
  const rows = columns[0]?.length ?? 0;
  if (columns.some((column) => column.length !== rows)) throw new RangeError('the columns of a tile differ in length');
  const { series, range } = tile;
  const resolution = tile.columns.kind === 'raw' ? 'raw' : tile.columns.resolution;
  const header = encodeHeader({ series, resolution, range }, tile);
  const bytes = new Uint8Array(PREAMBLE_BYTES + header.length + columns.length * rows * 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(8, header.length, true);
  view.setUint32(12, rows, true);
  bytes.set(header, PREAMBLE_BYTES);
  columns.forEach((column, at) => {
    new Float64Array(bytes.buffer, PREAMBLE_BYTES + header.length + at * rows * 8, rows).set(column);
  });
  view.setUint32(4, checksum(bytes.subarray(8)), true);
  return bytes;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

interface Header extends ExpectedTile {
  readonly asOfMs: number;
  readonly sealed: boolean;
}

/** What follows the key in a header of ours. */
const MARKS = /,"asOfMs":(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?),"sealed":(true|false)\} *$/y;

/** The header where it begins as that of the expected tile does: for a short tile reading it is most of the checking. */
function expectedHeader(text: string, expected: ExpectedTile): Header | undefined {
  const key = keyText(expected);
  if (!text.startsWith(key)) return undefined;
  MARKS.lastIndex = key.length;
  const marks = MARKS.exec(text);
  const asOfMs = Number(marks?.[1]);
  const { series, resolution, range } = expected;
  return Number.isFinite(asOfMs) ? { series, resolution, range, asOfMs, sealed: marks?.[2] === 'true' } : undefined;
}

function anyHeader(text: string): Header {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new TileDamagedError('the tile header is no JSON', { cause });
  }
  const header = TileHeader.safeParse(json);
  if (!header.success) throw new TileDamagedError('the tile header lacks fields', { cause: header.error });
  const { table, workUnitId, name, resolution, fromMs, toMs, asOfMs, sealed } = header.data;
  return { series: { table, workUnitId, name }, resolution, range: { fromMs, toMs }, asOfMs, sealed };
}

function decodeHeader(bytes: Uint8Array, expected: ExpectedTile | undefined): Header {
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch (cause) {
    throw new TileDamagedError('the tile header is no text', { cause });
  }
  if (expected === undefined) return anyHeader(text);
  const known = expectedHeader(text, expected);
  if (known !== undefined) return known;
  const header = anyHeader(text);
  if (keyText(header) !== keyText(expected)) throw new TileDamagedError('the bytes are those of another tile');
  return header;
}

/**
 * The tile in these bytes, checked whole. Columns are copies: the input may be reused.
 * @throws TileDamagedError when a single bit differs from what was encoded, and for any other bytes; never another error
 */
export function decodeTile(input: Uint8Array): Tile {
  return viewTile(new Uint8Array(input));
}

/**
 * The tile in these bytes, checked whole, without a copy: its columns are views on them, so they must not change.
 * @param bytes starting on an 8-byte boundary of their buffer
 * @param expected which tile it must be; any where it is not given
 * @throws TileDamagedError as {@link decodeTile}, and for another tile than the expected one; RangeError for a start off the boundary
 */
export function viewTile(bytes: Uint8Array<ArrayBuffer>, checksum: Checksum = crc32, expected?: ExpectedTile): Tile {
  const start = bytes.byteOffset;
  if (start % 8 !== 0) throw new RangeError('the bytes of a tile must start on an 8-byte boundary');
  const view = new DataView(bytes.buffer, start, bytes.length);
  if (bytes.length < PREAMBLE_BYTES || view.getUint32(0, true) !== MAGIC)
    throw new TileDamagedError('no tile of codec version 1');
  if (view.getUint32(4, true) !== checksum(bytes.subarray(8)))
    throw new TileDamagedError('the checksum of the tile differs');
  const headerBytes = view.getUint32(8, true);
  const rows = view.getUint32(12, true);
  const dataAt = PREAMBLE_BYTES + headerBytes;
  // A checksum can be right over bytes that no encoder of ours wrote; columns must start on an 8-byte boundary.
  if (headerBytes % 8 !== 0 || dataAt > bytes.length) throw new TileDamagedError('the tile header has a wrong length');
  const header = decodeHeader(bytes.subarray(PREAMBLE_BYTES, dataAt), expected);
  const columnCount = header.resolution === 'raw' ? 2 : 5;
  if (dataAt + columnCount * rows * 8 !== bytes.length) throw new TileDamagedError('the tile is cut short or too long');
  const column = (at: number) => new Float64Array(bytes.buffer, start + dataAt + at * rows * 8, rows);
  return {
    series: header.series,
    range: header.range,
    asOfMs: header.asOfMs,
    sealed: header.sealed,
    columns:
      header.resolution === 'raw'
        ? { kind: 'raw', timesMs: column(0), values: column(1) }
        : {
            kind: 'buckets',
            resolution: header.resolution,
            sums: column(0),
            counts: column(1),
            mins: column(2),
            maxs: column(3),
            badCounts: column(4),
          },
  };
}
