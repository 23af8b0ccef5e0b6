import { Histogram } from '../diagnostics/histogram';
import type { EncodedTile, TileKey, TileTier } from '../history/tile-tier';

/** A tier whose reads are timed. */
export class MeteredTier implements TileTier {
  readonly #tier: TileTier;
  readonly #nowMs: () => number;
  readonly readMs = new Histogram();
  readonly claim?: NonNullable<TileTier['claim']>;

  /** @param nowMs never jumps, ms */
  constructor(tier: TileTier, nowMs: () => number) {
    this.#tier = tier;
    this.#nowMs = nowMs;
    // Who finds no such method knows that the tier is not shared.
    if (tier.claim !== undefined) this.claim = tier.claim.bind(tier);
  }

  get name(): TileTier['name'] {
    return this.#tier.name;
  }

  async read(keys: readonly TileKey[], signal: AbortSignal): Promise<readonly (Uint8Array | undefined)[]> {
    const startedMs = this.#nowMs();
    try {
      return await this.#tier.read(keys, signal);
    } finally {
      this.readMs.observe(this.#nowMs() - startedMs);
    }
  }

  write(tiles: readonly EncodedTile[]): Promise<void> {
    return this.#tier.write(tiles);
  }

  remove(keys: readonly TileKey[]): Promise<void> {
    return this.#tier.remove(keys);
  }
}
