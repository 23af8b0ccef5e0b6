/** Where limits, target and value stand on a bar, as shares of its length from its left end; undefined: there is none. */
export interface LimitScale {
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly target: number | undefined;
  /** Kept on the bar: a value far beyond stands at its end. */
  readonly value: number | undefined;
}

interface Limits {
  readonly lowLimit: number | null;
  readonly highLimit: number | null;
  readonly target: number | null;
}

/** Room beyond each limit, as a share of what lies between them, so that a value beyond is seen to be so. */
const BEYOND_SHARE = 0.2;

/**
 * A bar for a value that has limits. It does not move with the value: only limits decide about its ends. A missing limit is taken at zero, or
 * as far from zero on the other side.
 * @param value undefined or not finite where there is none
 */
export function limitScale({ lowLimit, highLimit, target }: Limits, value: number | undefined): LimitScale | undefined {
  const high = highLimit ?? opposite(lowLimit);
  const low = lowLimit ?? (highLimit === null ? undefined : highLimit > 0 ? 0 : 2 * highLimit);
  if (high === undefined || low === undefined || !(low < high)) return undefined;
  const marginOf = (limit: number | null) => (limit === null ? 0 : BEYOND_SHARE * (high - low));
  const fromValue = low - marginOf(lowLimit);
  const length = high + marginOf(highLimit) - fromValue;
  const place = (at: number | null | undefined) =>
    at === null || at === undefined || !Number.isFinite(at)
      ? undefined
      : Math.min(1, Math.max(0, (at - fromValue) / length));
  return { low: place(lowLimit), high: place(highLimit), target: place(target), value: place(value) };
}

function opposite(lowLimit: number | null): number | undefined {
  if (lowLimit === null) return undefined;
  return lowLimit > 0 ? 2 * lowLimit : 0;
}
