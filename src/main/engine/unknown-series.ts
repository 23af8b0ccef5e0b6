import type { SeriesKey } from '../../shared/series';

/** Sweeps asked for by unknown series are this far apart at least, ms: a plant in which new names never end stays readable. */
const LEAST_DISTANCE_MS = 5_000;

interface SeriesOfUnits {
  readonly units: readonly {
    readonly workUnitId: string;
    readonly series: readonly Pick<SeriesKey, 'table' | 'name'>[];
  }[];
}

/** Times as this needs them. */
interface SweepClock {
  /** Never jumps, ms. */
  monotonicMs(): number;
  /** Runs `run` once after `delayMs`; returns the way to call it off. */
  after(delayMs: number, run: () => void): () => void;
}

/**
 * Notices samples of series that the catalogue does not know yet, so that a new metric is on screen at once and not
 * with the next sweep.
 */
export class UnknownSeries {
  readonly #isKnown: (key: SeriesKey) => boolean;
  readonly #sweep: () => void;
  readonly #clock: SweepClock;
  #sweptMs = Number.NEGATIVE_INFINITY;
  #callOff: (() => void) | undefined;

  /** @param sweep looks for new series */
  constructor(isKnown: (key: SeriesKey) => boolean, sweep: () => void, clock: SweepClock) {
    this.#isKnown = isKnown;
    this.#sweep = sweep;
    this.#clock = clock;
  }

  /** Looks at a batch of changes; asks for a sweep where one brings something unknown, at once or as soon as one is due. */
  check(batch: SeriesOfUnits): void {
    if (this.#callOff !== undefined) return;
    const isAnyUnknown = batch.units.some(({ workUnitId, series }) =>
      series.some(({ table, name }) => !this.#isKnown({ table, workUnitId, name })),
    );
    if (!isAnyUnknown) return;
    const waitMs = this.#sweptMs + LEAST_DISTANCE_MS - this.#clock.monotonicMs();
    if (waitMs <= 0) this.#sweepNow();
    // Its one sample may have come: nobody will remind us of it.
    else this.#callOff = this.#clock.after(waitMs, () => this.#sweepNow());
  }

  /** Sweeps no more. */
  close(): void {
    this.#callOff?.();
    this.#callOff = () => {};
  }

  #sweepNow(): void {
    this.#callOff = undefined;
    this.#sweptMs = this.#clock.monotonicMs();
    this.#sweep();
  }
}
