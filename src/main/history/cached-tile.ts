import { crc32 } from 'node:zlib';
import type { Tile } from '../../shared/tile';
import { encodeTile, viewTile } from '../../shared/tile-codec';
import type { TimeRange } from '../../shared/time';
import type { RevisedTile } from './tile-reviser';
import { type EncodedTile, type TileKey, tileKeyOf } from './tile-tier';

/**
 * A tile with its bytes: the columns are views on the bytes, so that memory holds it once, an answer is framed without
 * encoding, and its edges are read without decoding.
 */
export interface CachedTile {
  readonly tile: Tile;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Stretches that differ from what the plant's level held at the reading, see `tile-reviser.ts`. */
  readonly revised: readonly TimeRange[];
}

/** A tile that was read from the plant. */
export function newCachedTile({ tile, revised }: RevisedTile): CachedTile {
  const bytes = encodeTile(tile, crc32);
  return { tile: viewTile(bytes, crc32), bytes, revised };
}

/**
 * The tile that a tier gave for a key.
 * @throws TileDamagedError where the bytes are damaged, or are another tile's
 */
export function cachedTileOf(key: TileKey, given: Uint8Array): CachedTile {
  const bytes = ownBytes(given);
  return { tile: viewTile(bytes, crc32, key), bytes, revised: [] };
}

/** What the tiers below memory keep of it. */
export function encodedTileOf({ tile, bytes }: CachedTile): EncodedTile {
  return { key: tileKeyOf(tile), bytes, asOfMs: tile.asOfMs, sealed: tile.sealed };
}

/** What a tile may leave unused of the buffer that it lies in: a protocol's few bytes around an answer. */
const MOST_UNUSED_BYTES = 64;

/** A part of a larger buffer (a socket's) would keep all of it alive, and may lie on no 8-byte boundary: then a copy. */
function ownBytes(given: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = given;
  const isOwn =
    buffer instanceof ArrayBuffer && byteOffset % 8 === 0 && buffer.byteLength - byteLength <= MOST_UNUSED_BYTES;
  return isOwn ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(given);
}
