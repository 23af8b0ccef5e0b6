import type { SharedFrame } from './viewer-socket';

/** A sign of life, by its number: every viewer gets one of each. */
export interface Heartbeat {
  readonly number: number;
  readonly frame: SharedFrame;
}

export interface HeartbeatsOptions {
  /** How often one is due, ms. */
  readonly intervalMs: number;
  /** Never jumps, ms. */
  readonly nowMs: () => number;
  /** The frame of this moment: it tells the plant's time. */
  readonly encode: () => SharedFrame;
}

/** So long before it is due one may go along with what is written anyway, ms: the distance of values ten times a second, and half of it. */
const EARLY_MS = 150;

/**
 * Signs of life of the appliance. One that is about to be due goes along with values that are written just then: where
 * these come often that saves a write for each viewer, of which a second has no more than ten or twenty.
 */
export class Heartbeats {
  readonly #options: HeartbeatsOptions;
  #number = 1;
  #dueMs: number;

  constructor(options: HeartbeatsOptions) {
    this.#options = options;
    this.#dueMs = options.nowMs() + options.intervalMs;
  }

  /** The next one, where it may go along with what is written now. */
  early(): Heartbeat | undefined {
    const { nowMs, encode } = this.#options;
    return nowMs() < this.#dueMs - EARLY_MS ? undefined : { number: this.#number, frame: encode() };
  }

  /** The next one, which is due now for those that it has not gone along to. */
  take(): Heartbeat {
    const { nowMs, intervalMs, encode } = this.#options;
    const number = this.#number;
    this.#number += 1;
    this.#dueMs = nowMs() + intervalMs;
    return { number, frame: encode() };
  }
}
