import { Histogram, type HistogramSnapshot } from './histogram';

/** The tiers that history reads from, nearest first. */
export const TIER_NAMES = ['memory', 'sqlite', 'redis', 'plant'] as const;
export type TierName = (typeof TIER_NAMES)[number];

/** How one tier does since the start of the appliance. Counts are tiles; they only ever go up. */
export interface TierSnapshot {
  readonly hits: number;
  readonly misses: number;
  /** Tiles that came but were no intact ones of the key asked for. */
  readonly damaged: number;
  readonly written: number;
  /** One entry a read of the tier, however many tiles it was for. */
  readonly readMs: HistogramSnapshot;
}

/**
 * Counts what one tier does for history: who reads and writes it tells us, the tier itself knows nothing of this.
 * `history` and `store` declare the part of it that they call; the engine hands it in.
 */
export class TierMeter {
  readonly #readMs = new Histogram();
  #hits = 0;
  #misses = 0;
  #damaged = 0;
  #written = 0;

  /** One read of the tier has ended. @param ms how long it took; @param hits and @param misses in tiles */
  wasRead(ms: number, hits: number, misses: number): void {
    this.#readMs.observe(ms);
    this.#hits += hits;
    this.#misses += misses;
  }

  /** So many tiles of a read failed their checksum, or were another key's: they count as hits until then. */
  wasDamaged(tiles: number): void {
    this.#damaged += tiles;
  }

  /** So many tiles were handed to the tier to keep. */
  wasWritten(tiles: number): void {
    this.#written += tiles;
  }

  snapshot(): TierSnapshot {
    return {
      hits: this.#hits,
      misses: this.#misses,
      damaged: this.#damaged,
      written: this.#written,
      readMs: this.#readMs.snapshot(),
    };
  }
}

/** One meter a tier, made by the engine. */
export function tierMeters(): Readonly<Record<TierName, TierMeter>> {
  return { memory: new TierMeter(), sqlite: new TierMeter(), redis: new TierMeter(), plant: new TierMeter() };
}
