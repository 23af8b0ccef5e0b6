import type { CachedTile } from './cached-tile';

/** A tile in memory. */
export interface MemoryEntry extends CachedTile {
  /** Plant time up to which it is known to equal the database. */
  verifiedMs: number;
}

export const DEFAULT_MEMORY_BYTES = 256 * 1024 * 1024;
/** What a tile costs beside its bytes: objects, views and its place in the map (measured: about 900 bytes). */
const OVERHEAD_BYTES = 1_024;

/** The first tier: tiles ready to be answered with, least recently used dropped first once they exceed a bound in bytes. */
export class TileMemory {
  readonly #maxBytes: number;
  /** By tile key; in order of use, as maps keep the order of insertion. */
  readonly #entries = new Map<string, MemoryEntry>();
  #bytes = 0;
  #dropped = 0;

  constructor(maxBytes = DEFAULT_MEMORY_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes held now, the bookkeeping included. */
  get sizeBytes(): number {
    return this.#bytes;
  }

  get tileCount(): number {
    return this.#entries.size;
  }

  /** Tiles dropped for room so far. */
  get droppedTiles(): number {
    return this.#dropped;
  }

  /** The tile, which counts as used now. */
  get(key: string): MemoryEntry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  /** The tile, without counting as used. */
  peek(key: string): MemoryEntry | undefined {
    return this.#entries.get(key);
  }

  /** Keeps a tile unless it holds a newer one; returns what it holds then. */
  put(key: string, cached: CachedTile): MemoryEntry {
    const known = this.#entries.get(key);
    if (known !== undefined && known.tile.asOfMs > cached.tile.asOfMs) return known;
    this.delete(key);
    const entry = { ...cached, verifiedMs: cached.tile.asOfMs };
    this.#entries.set(key, entry);
    this.#bytes += costOf(entry);
    this.#dropOldest();
    return entry;
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= costOf(entry);
  }

  /** All tiles, the least recently used first. */
  entries(): IterableIterator<[string, MemoryEntry]> {
    return this.#entries.entries();
  }

  #dropOldest(): void {
    for (const key of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.delete(key);
      this.#dropped += 1;
    }
  }
}

function costOf({ bytes }: CachedTile): number {
  return bytes.length + OVERHEAD_BYTES;
}
