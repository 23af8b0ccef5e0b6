import { z } from 'zod';
import { crc32 } from './crc32';
import { BUCKET_RESOLUTIONS } from './series';
import type { BucketColumns, RawColumns, Tile } from './tile';

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
type TileHeader = z.infer<typeof TileHeader>;

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

function encodeHeader(header: TileHeader): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
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
  const header = encodeHeader({
    ...tile.series,
    resolution: tile.columns.kind === 'raw' ? 'raw' : tile.columns.resolution,
    ...tile.range,
    asOfMs: tile.asOfMs,
    sealed: tile.sealed,
  });
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

function decodeHeader(bytes: Uint8Array): TileHeader {
  let json: unknown;
  try {
    json = JSON.parse(UTF8.decode(bytes));
  } catch (cause) {
    throw new TileDamagedError('the tile header is no JSON', { cause });
  }
  const header = TileHeader.safeParse(json);
  if (!header.success) throw new TileDamagedError('the tile header lacks fields', { cause: header.error });
  return header.data;
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
 * @throws TileDamagedError as {@link decodeTile}; RangeError for a start off the boundary
 */
export function viewTile(bytes: Uint8Array<ArrayBuffer>, checksum: Checksum = crc32): Tile {
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
  const header = decodeHeader(bytes.subarray(PREAMBLE_BYTES, dataAt));
  const columnCount = header.resolution === 'raw' ? 2 : 5;
  if (dataAt + columnCount * rows * 8 !== bytes.length) throw new TileDamagedError('the tile is cut short or too long');
  const column = (at: number) => new Float64Array(bytes.buffer, start + dataAt + at * rows * 8, rows);
  return {
    series: { table: header.table, workUnitId: header.workUnitId, name: header.name },
    range: { fromMs: header.fromMs, toMs: header.toMs },
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
