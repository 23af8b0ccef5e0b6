import { MINUTE_MS } from '../../shared/time';
import type { HistoryClock } from './history-plant';

export interface SweepRhythmOptions {
  readonly clock: HistoryClock;
  readonly isPlantAway?: () => boolean;
  /** One sweep. */
  readonly sweep: (signal: AbortSignal) => Promise<unknown>;
  /** The day's look at what lies on the disk, or what is left of it: where it is due. */
  readonly sweepShelf?: (signal: AbortSignal) => Promise<unknown>;
  /** Looks whether levels have followed what was revised. */
  readonly recheck: () => void;
  /** Told of a sweep that failed. */
  readonly onTrouble: (error: unknown) => void;
}

/** How often it is looked whether a level has followed what was revised. */
const RECHECK_MS = 5_000;
/** The longest that a change stays unseen of which no wake-up told: rows were deleted, or changes are polled for. */
const SWEEP_EVERY_MS = 5 * MINUTE_MS;
/** After one that failed or could not be made, as where the plant has only just come back. */
const SWEEP_AGAIN_MS = 5_000;

/** When what is in memory is looked after: sweeps and rechecks, never two sweeps at a time. */
export class SweepRhythm {
  readonly #options: SweepRhythmOptions;
  readonly #ended = new AbortController();
  #sweeping: Promise<void> | undefined;
  #isSweepingShelf = false;
  #sweptMs = Number.POSITIVE_INFINITY;
  #callOffRecheck: () => void = () => {};
  #callOffSweep: () => void = () => {};

  constructor(options: SweepRhythmOptions) {
    this.#options = options;
  }

  /** Plant time at which the last sweep that went well began; ∞ before the first. */
  get sweptMs(): number {
    return this.#sweptMs;
  }

  start(): void {
    this.#recheckSoon();
    this.#sweepLater(SWEEP_EVERY_MS);
  }

  /** Sweeps now; resolves when it is done, well or not. */
  sweep(): Promise<void> {
    this.#sweeping ??= this.#sweepOnce().finally(() => {
      this.#sweeping = undefined;
    });
    return this.#sweeping;
  }

  close(): void {
    this.#ended.abort(new Error('the history has ended'));
    this.#callOffRecheck();
    this.#callOffSweep();
  }

  async #sweepOnce(): Promise<void> {
    this.#callOffSweep();
    const startMs = this.#options.clock.plantNowMs();
    let againMs = SWEEP_AGAIN_MS;
    try {
      if (this.#options.isPlantAway?.() !== true) {
        await this.#options.sweep(this.#ended.signal);
        this.#sweptMs = startMs;
        againMs = SWEEP_EVERY_MS;
        void this.#sweepShelf();
      }
    } catch (error) {
      if (this.#ended.signal.aborted) return;
      this.#options.onTrouble(error);
    }
    this.#sweepLater(againMs);
  }

  /** It takes its time, beside the other sweeps; one that fails goes on after the next of those. */
  async #sweepShelf(): Promise<void> {
    if (this.#isSweepingShelf) return;
    this.#isSweepingShelf = true;
    try {
      await this.#options.sweepShelf?.(this.#ended.signal);
    } catch (error) {
      if (!this.#ended.signal.aborted) this.#options.onTrouble(error);
    } finally {
      this.#isSweepingShelf = false;
    }
  }

  #sweepLater(afterMs: number): void {
    if (this.#ended.signal.aborted) return;
    this.#callOffSweep = this.#options.clock.setTimer(() => void this.sweep(), afterMs);
  }

  #recheckSoon(): void {
    this.#callOffRecheck = this.#options.clock.setTimer(() => {
      this.#options.recheck();
      this.#recheckSoon();
    }, RECHECK_MS);
  }
}
