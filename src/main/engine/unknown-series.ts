import type { SeriesKey } from '../../shared/series';

/** Sweeps asked for by unknown series are this far apart at least, ms: a plant in which new names never end stays readable. */
const LEAST_DISTANCE_MS = 5_000;

interface SeriesOfUnits {
  readonly units: readonly {
    readonly workUnitId: string;
    readonly series: readonly Pick<SeriesKey, 'table' | 'name'>[];
  }[];
}

/**
 * Notices samples of series that the catalogue does not know yet, so that a new metric is on screen at once and not
 * with the next sweep.
 */
export class UnknownSeries {
  readonly #isKnown: (key: SeriesKey) => boolean;
  readonly #sweep: () => void;
  readonly #monotonicMs: () => number;
  #sweptMs = Number.NEGATIVE_INFINITY;

  /**
   * @param sweep looks for new series
   * @param monotonicMs never jumps, ms
   */
  constructor(isKnown: (key: SeriesKey) => boolean, sweep: () => void, monotonicMs: () => number) {
    this.#isKnown = isKnown;
    this.#sweep = sweep;
    this.#monotonicMs = monotonicMs;
  }

  /** Looks at a batch of changes; asks for a sweep where one brings something unknown. */
  check(batch: SeriesOfUnits): void {
    if (this.#monotonicMs() - this.#sweptMs < LEAST_DISTANCE_MS) return;
    const isAnyUnknown = batch.units.some(({ workUnitId, series }) =>
      series.some(({ table, name }) => !this.#isKnown({ table, workUnitId, name })),
    );
    if (!isAnyUnknown) return;
    this.#sweptMs = this.#monotonicMs();
    this.#sweep();
  }
}
