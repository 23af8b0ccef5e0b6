import { type EncodedTile, type TileKey, type TileTier, tileKeyText } from '../../src/main/history/tile-tier';

/** A tier in memory that behaves as the real ones do (`tile-tier-contract.ts` holds it to that). */
export class TileTierTwin implements TileTier {
  readonly name: TileTier['name'];
  readonly tiles = new Map<string, EncodedTile>();
  /** Keys of each read so far. */
  readonly reads: (readonly TileKey[])[] = [];
  /** While set, reads wait for it; its failure is theirs. */
  gate: Promise<void> = Promise.resolve();

  constructor(name: TileTier['name'] = 'sqlite') {
    this.name = name;
  }

  async read(keys: readonly TileKey[], signal: AbortSignal): Promise<readonly (Uint8Array | undefined)[]> {
    this.reads.push(keys);
    await this.gate;
    signal.throwIfAborted();
    return keys.map((key) => this.tiles.get(tileKeyText(key))?.bytes.slice());
  }

  async write(tiles: readonly EncodedTile[]): Promise<void> {
    for (const tile of tiles) {
      const text = tileKeyText(tile.key);
      const known = this.tiles.get(text);
      if (known === undefined || known.asOfMs < tile.asOfMs)
        this.tiles.set(text, { ...tile, bytes: tile.bytes.slice() });
    }
  }

  async remove(keys: readonly TileKey[]): Promise<void> {
    for (const key of keys) this.tiles.delete(tileKeyText(key));
  }

  /** What it holds of a key. */
  held(key: TileKey): EncodedTile | undefined {
    return this.tiles.get(tileKeyText(key));
  }

  /** Flips one bit of a kept tile. */
  damage(key: TileKey, byte: number): void {
    const tile = this.tiles.get(tileKeyText(key));
    if (tile !== undefined) tile.bytes[byte] = (tile.bytes[byte] ?? 0) ^ 1;
  }
}
