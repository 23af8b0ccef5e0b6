import { z } from 'zod';
import { SeriesKeySchema, TimeRangeSchema } from './protocol';
import { RESOLUTIONS } from './series';
import type { Tile } from './tile';
import { decodeTile, encodeTile } from './tile-codec';

/**
 * A binary frame of the data plane: the answer to a history request for one series.
 * Little-endian: u32 length of the head in bytes, the head (JSON, UTF-8), then the tiles, whose lengths the head names.
 */
const Edge = z.object({ timeMs: z.number(), value: z.number().nullable() });

export const HistoryHead = z.object({
  requestId: z.number().int(),
  series: SeriesKeySchema,
  range: TimeRangeSchema,
  resolution: z.enum(RESOLUTIONS),
  /** Usual distance of two samples, for telling gaps; null where unknown. */
  cadenceMs: z.number().nullable(),
  /** Complete up to here at this resolution: what follows is the open bucket and the live tail. */
  completeToMs: z.number(),
  /** Plant time for which the answer is true: now while the plant is followed, of the oldest reading where it is away. */
  asOfMs: z.number(),
  /** Stretches of the range that are still being made: neither data nor a gap. */
  preparing: z.array(TimeRangeSchema),
  /** Stretches in which rows came late, were changed or deleted: right as shown, but the plant's own aggregate lacks it yet. */
  revised: z.array(TimeRangeSchema),
  /** Stretches of the range, up to now, of which the appliance knows nothing just now: neither data nor a gap. */
  missing: z.array(TimeRangeSchema),
  /**
   * Why: the plant is away; has not answered in time (a `revision` tells when it has, or cannot); its answer failed (a `revision`
   * tells when it is worth asking again); keeps it no longer. Null where nothing is missing.
   */
  missingReason: z.enum(['plant-away', 'plant-slow', 'plant-failed', 'not-kept']).nullable(),
  /** Stretches of the range that the plant keeps no longer at this resolution: what is there was read before; absent: none. */
  onlyOnBoard: z.array(TimeRangeSchema).optional(),
  /** Stretches of the range whose local times came twice, so that a sample's hour is not certain; absent: none. */
  ambiguous: z.array(TimeRangeSchema).optional(),
  /** The last sample (or bucket) before the range and the first after it, so that a line reaches the edges. */
  before: Edge.nullable(),
  after: Edge.nullable(),
  tileBytes: z.array(z.number().int().nonnegative()),
});
export type HistoryHead = z.infer<typeof HistoryHead>;

/** What a viewer gets for one series; tiles in order of time, without holes over the range's available part. */
export interface HistoryAnswer extends Omit<HistoryHead, 'tileBytes'> {
  readonly tiles: readonly Tile[];
  /** The same tiles as bytes, where the answerer has them at hand: framing then copies instead of encoding. */
  readonly encodedTiles?: readonly Uint8Array[];
}

/** The answer as one binary frame. */
export function encodeHistoryFrame(answer: HistoryAnswer): Uint8Array<ArrayBuffer> {
  const { tiles, encodedTiles, ...rest } = answer;
  const encoded = encodedTiles ?? tiles.map((tile) => encodeTile(tile));
  const head: HistoryHead = { ...rest, tileBytes: encoded.map((bytes) => bytes.length) };
  const headBytes = new TextEncoder().encode(JSON.stringify(head));
  const total = encoded.reduce((sum, bytes) => sum + bytes.length, 4 + headBytes.length);
  const frame = new Uint8Array(total);
  new DataView(frame.buffer).setUint32(0, headBytes.length, true);
  frame.set(headBytes, 4);
  let at = 4 + headBytes.length;
  for (const bytes of encoded) {
    frame.set(bytes, at);
    at += bytes.length;
  }
  return frame;
}

/**
 * The answer in a binary frame.
 * @throws Error (zod, JSON or TileDamagedError) when the frame is not what the contract says
 */
export function decodeHistoryFrame(frame: Uint8Array): HistoryAnswer {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 4) throw new Error('a history frame is shorter than its head');
  const headLength = view.getUint32(0, true);
  const headBytes = frame.subarray(4, 4 + headLength);
  const { tileBytes, ...head } = HistoryHead.parse(
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(headBytes)),
  );
  const tiles: Tile[] = [];
  let at = 4 + headLength;
  for (const length of tileBytes) {
    tiles.push(decodeTile(frame.subarray(at, at + length)));
    at += length;
  }
  if (at !== frame.length) throw new Error('a history frame is longer than its head says');
  return { ...head, tiles };
}
