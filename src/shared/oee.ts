/**
 * OEE arithmetic after ISO 22400-2 (OEE = availability × effectiveness × quality ratio). Fractions 0..1 in code, percent
 * on screen. A zero denominator is undefined ("n/a"), never 0 or 100 %. Performance above 1 is kept and flagged.
 */

/** The three factors of one period, each from that period's totals, never an average of averages. */
export interface OeeFactors {
  readonly availability: number;
  readonly performance: number;
  readonly quality: number;
}

/** Fractions of the planned time that were lost, and to what; with the OEE they add up to 1. */
export interface OeeLosses {
  readonly availability: number;
  /** Negative where performance is above 1: the "loss" is a gain. */
  readonly performance: number;
  readonly quality: number;
}

/** `part / whole`, or undefined where the whole is 0 or either is no finite number. */
export function ratio(part: number, whole: number): number | undefined {
  return whole === 0 || !Number.isFinite(part) || !Number.isFinite(whole) ? undefined : part / whole;
}

/** The exact average over many buckets: all sums over all counts. Empty buckets (count 0) carry no sum. */
export function averageOf(sums: ArrayLike<number>, counts: ArrayLike<number>): number | undefined {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < counts.length; i++) {
    const bucketCount = counts[i] as number;
    if (bucketCount === 0) continue;
    sum += sums[i] as number;
    count += bucketCount;
  }
  return ratio(sum, count);
}

/** Availability × performance × quality. */
export function oeeOf({ availability, performance, quality }: OeeFactors): number {
  return availability * performance * quality;
}

/** Loss points: 1 − A to stops, A (1 − P) to speed, A P (1 − Q) to scrap; with A P Q they make 1. */
export function lossesOf({ availability, performance, quality }: OeeFactors): OeeLosses {
  return {
    availability: 1 - availability,
    performance: availability * (1 - performance),
    quality: availability * performance * (1 - quality),
  };
}

/** Whether a performance needs a flag: the ideal cycle time is probably set too long. */
export function isAboveIdeal(performance: number | undefined): boolean {
  return performance !== undefined && performance > 1;
}
